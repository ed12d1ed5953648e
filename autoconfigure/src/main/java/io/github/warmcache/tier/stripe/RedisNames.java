/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.warmcache.tier.stripe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names of what all caches of an application share in Redis, and escapes of what users
 * name.
 */
final class RedisNames {

	private static final String UNESCAPED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

	private static final String GLOB = "*?[]\\^";

	private RedisNames() {
	}

	/**
	 * Return the name of the hash that counts the changes of a stripe.
	 */
	static byte[] meta(String namespace, int stripe) {
		return bytes("{" + tag(namespace) + ":" + stripe + "}:meta");
	}

	/**
	 * Return the name of the key that tells since when the changes of a stripe are
	 * remembered.
	 */
	static byte[] since(String namespace, int stripe) {
		return bytes("{" + tag(namespace) + ":" + stripe + "}:since");
	}

	/**
	 * Return the channel on which changes are published: of a key as
	 * {@code k1:stripe:seq:previous:token:origin:length:cache} followed by the text of
	 * the key, as {@code u1} instead if it has a newer version, of a whole cache on one
	 * stripe as {@code e1:stripe:seq:previous:token:origin:length:cache}, of everything
	 * on a stripe as {@code r1:stripe:seq:previous:token:origin}. The previous token is
	 * that of the change before, and the origin is the pod that made the change.
	 */
	static byte[] channel(String namespace) {
		return bytes("{" + tag(namespace) + "}:changes:v1");
	}

	/**
	 * Return the channel on which a pod hears its own beats: where a stripe stands, as
	 * {@code h1:stripe:seq:last:number}.
	 */
	static byte[] beatChannel(String namespace, String origin) {
		return bytes("{" + tag(namespace) + "}:beat:v1:" + origin);
	}

	/**
	 * Return the name of a key that never is, on the server of a stripe.
	 */
	static byte[] nothing(String namespace, int stripe) {
		return bytes("{" + tag(namespace) + ":" + stripe + "}:nothing");
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static byte[] concat(byte[] first, byte[] second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

	static boolean startsWith(byte[] name, byte[] prefix) {
		return name.length >= prefix.length && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
	}

	/**
	 * Make a namespace a part of a hash tag.
	 */
	static String tag(String namespace) {
		StringBuilder escaped = new StringBuilder();
		for (byte b : namespace.getBytes(StandardCharsets.UTF_8)) {
			if (UNESCAPED.indexOf(b) >= 0) {
				escaped.append((char) b);
			}
			else {
				escaped.append('%')
					.append(Character.forDigit((b >> 4) & 0xF, 16))
					.append(Character.forDigit(b & 0xF, 16));
			}
		}
		return escaped.toString();
	}

	/**
	 * Make a text stand for itself in a pattern.
	 */
	static String literal(String text) {
		StringBuilder escaped = new StringBuilder();
		text.chars().forEach((c) -> {
			if (GLOB.indexOf(c) >= 0) {
				escaped.append('\\');
			}
			escaped.append((char) c);
		});
		return escaped.toString();
	}

}
