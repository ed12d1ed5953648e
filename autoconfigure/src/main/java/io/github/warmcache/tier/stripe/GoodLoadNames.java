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

/**
 * Names in Redis of the last good loads. Immutable.
 * <p>
 * The loads of all caches are in the hash <code>{namespace:0}:good-loads</code>.
 */
public final class GoodLoadNames {

	private final String namespace;

	/**
	 * Create the names.
	 * @param namespace separates the keys of an application from those of others
	 */
	public GoodLoadNames(String namespace) {
		this.namespace = namespace;
	}

	/**
	 * Return the name of the hash of the loads.
	 */
	public byte[] loads() {
		return RedisNames.bytes("{" + RedisNames.tag(this.namespace) + ":0}:good-loads");
	}

	/**
	 * Return the name of a key that never exists, on the same node.
	 */
	public byte[] nothing() {
		return RedisNames.nothing(this.namespace, 0);
	}

}
