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

package io.github.warmcache.tier.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Signatures of the values of one cache in Redis. Each one is over everything that tells
 * which value it is: application, cache, structure of the values and key. So a value
 * cannot be put in the place of another one. Thread-safe.
 */
public final class ValueSigner {

	private static final ByteBuffer PURPOSE = text("warmcache value 1");

	private final Signer signer;

	private final ByteBuffer namespace;

	private final ByteBuffer cacheName;

	/**
	 * Create the signatures of one cache.
	 * @param namespace separates the values of this application from those of others
	 */
	public ValueSigner(Signer signer, String namespace, String cacheName) {
		this.signer = signer;
		this.namespace = text(namespace);
		this.cacheName = text(cacheName);
	}

	private static ByteBuffer text(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
	}

	/**
	 * Append the signature of a value to its bytes.
	 * @param bytes the value with its header
	 * @param from where the signed part begins
	 */
	byte[] sign(String schema, byte[] key, byte[] bytes, int from) {
		byte[] signature = this.signer.sign(PURPOSE, this.namespace, this.cacheName, text(schema), ByteBuffer.wrap(key),
				ByteBuffer.wrap(bytes, from, bytes.length - from));
		byte[] signed = Arrays.copyOf(bytes, bytes.length + signature.length);
		System.arraycopy(signature, 0, signed, bytes.length, signature.length);
		return signed;
	}

	/**
	 * Return whether bytes end in the signature of what they begin with.
	 * @param from where the signed part begins
	 */
	boolean verifies(String schema, byte[] key, byte[] signed, int from) {
		int end = signed.length - Signer.LENGTH;
		return end >= from
				&& this.signer.verifies(Arrays.copyOfRange(signed, end, signed.length), PURPOSE, this.namespace,
						this.cacheName, text(schema), ByteBuffer.wrap(key), ByteBuffer.wrap(signed, from, end - from));
	}

}
