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

import io.github.warmcache.tier.key.Digests;

/**
 * Location of a cache key in Redis. Its arrays must not be modified.
 */
public final class RedisKey {

	private static final int LONGEST_SHORT = 40;

	private final Object key;

	private final int stripe;

	private final byte[] name;

	private final byte[] text;

	public RedisKey(Object key, int stripe, byte[] name, byte[] text) {
		this.key = key;
		this.stripe = stripe;
		this.name = name;
		this.text = text;
	}

	/**
	 * Return the key as the cache knows it.
	 */
	public Object key() {
		return this.key;
	}

	public int stripe() {
		return this.stripe;
	}

	/**
	 * Return the name of the value in Redis.
	 */
	public byte[] name() {
		return this.name;
	}

	/**
	 * Return the text of the key.
	 */
	public byte[] text() {
		return this.text;
	}

	/**
	 * Return the text of the key. A long text is replaced by {@code #} and its SHA-1,
	 * which is longer than any short text.
	 */
	byte[] shortText() {
		return (this.text.length <= LONGEST_SHORT) ? this.text
				: ("#" + Digests.sha1(this.text)).getBytes(StandardCharsets.UTF_8);
	}

}
