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
 * Names in Redis that all caches of an application share, and escaping of names chosen by
 * users.
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
	 * Return the name of the key that holds since when the changes of a stripe are
	 * remembered.
	 */
	static byte[] since(String namespace, int stripe) {
		return bytes("{" + tag(namespace) + ":" + stripe + "}:since");
	}

	/**
	 * Return the channel on which changes are published. A change of a key is
	 * {@code k1:stripe:seq:previous:token:origin:length:cache} followed by the text of
	 * the key, with {@code u1} in place of {@code k1} if it has a newer version. A change
	 * of a whole cache on one stripe is
	 * {@code e1:stripe:seq:previous:token:origin:length:cache}, and a change of
	 * everything on a stripe {@code r1:stripe:seq:previous:token:origin}. The previous
	 * token is that of the change before, and the origin is the pod that made the change.
	 */
	static byte[] channel(String namespace) {
		return bytes("{" + tag(namespace) + "}:changes:v1");
	}

	/**
	 * Return the channel on which a pod hears its own beats. A beat is {@code h2:number:}
	 * followed by the position of each stripe as {@code stripe:seq:last:}.
	 */
	static byte[] beatChannel(String namespace, String origin) {
		return bytes("{" + tag(namespace) + "}:beat:v1:" + origin);
	}

	/**
	 * Return the name of a key that never exists, on the node of a stripe.
	 */
	static byte[] nothing(String namespace, int stripe) {
		return bytes("{" + tag(namespace) + ":" + stripe + "}:nothing");
	}

	/**
	 * Return the name of a key by which a pod finds out whether one server has all
	 * stripes.
	 */
	static byte[] together(String namespace, int stripe) {
		return bytes("{" + tag(namespace) + ":" + stripe + "}:together");
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
	 * Escape a namespace for a hash tag.
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
	 * Escape a text so that it stands for itself in a pattern.
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
