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

import java.util.zip.CRC32;

/**
 * Names in Redis of what the watch of the server keeps there. Immutable.
 * <ul>
 * <li>The lease of the pod that watches is at <code>{namespace:0}:watch:lease</code>, and
 * its last report at <code>{namespace:0}:watch:report</code>.</li>
 * <li>A canary is at <code>{namespace:stripe}:canary</code>, and what is known of it at
 * <code>{namespace:stripe}:canary:marker</code>, on eight stripes.</li>
 * <li>The canary of a cache is at <code>{namespace:stripe}:canary.v1.length.cache</code>,
 * and what is known of it at
 * <code>{namespace:stripe}:canary.marker.v1.length.cache</code>, on one of these stripes.
 * The length is that of the cache's name in bytes. No pattern of a cache's values matches
 * these names.</li>
 * </ul>
 */
public final class WatchNames {

	/**
	 * Stripes of the canaries. Numbers that differ in their last two bits only are in
	 * different quarters of the slots of a Redis Cluster.
	 */
	private static final int[] STRIPES = { 0, 1, 2, 3, 10, 11, 12, 13 };

	/**
	 * Number of canaries.
	 */
	public static final int CANARIES = STRIPES.length;

	/**
	 * Largest number of caches that have a canary of their own.
	 */
	public static final int CACHES = 64;

	private final String namespace;

	/**
	 * Create the names.
	 * @param namespace separates the keys of an application from those of others
	 */
	public WatchNames(String namespace) {
		this.namespace = namespace;
	}

	/**
	 * Return the name of the lease of the pod that watches.
	 */
	public byte[] lease() {
		return name(0, "watch:lease");
	}

	/**
	 * Return the name of the last report.
	 */
	public byte[] report() {
		return name(0, "watch:report");
	}

	/**
	 * Return the name of a key that never exists, on the node of a canary. The first
	 * canary is on the node of the lease.
	 */
	public byte[] nothing(int canary) {
		return RedisNames.nothing(this.namespace, STRIPES[canary]);
	}

	/**
	 * Return the name of a canary.
	 */
	public byte[] canary(int canary) {
		return name(STRIPES[canary], "canary");
	}

	/**
	 * Return the name of the marker of a canary.
	 */
	public byte[] marker(int canary) {
		return name(STRIPES[canary], "canary:marker");
	}

	/**
	 * Return the number of the canary that is on the node of a cache's canary.
	 * @param cache the name of the cache
	 */
	private static int place(String cache) {
		CRC32 digest = new CRC32();
		digest.update(RedisNames.bytes(cache));
		return (int) (digest.getValue() % CANARIES);
	}

	/**
	 * Return the name of a key that never exists, on the node of a cache's canary.
	 * @param cache the name of the cache
	 */
	public byte[] nothing(String cache) {
		return nothing(place(cache));
	}

	/**
	 * Return the name of a cache's canary.
	 * @param cache the name of the cache
	 */
	public byte[] canary(String cache) {
		return name(STRIPES[place(cache)], "canary" + suffix(cache));
	}

	/**
	 * Return the name of the marker of a cache's canary.
	 * @param cache the name of the cache
	 */
	public byte[] marker(String cache) {
		return name(STRIPES[place(cache)], "canary.marker" + suffix(cache));
	}

	private static String suffix(String cache) {
		return ".v1." + RedisNames.bytes(cache).length + "." + cache;
	}

	private byte[] name(int stripe, String kind) {
		return RedisNames.bytes("{" + RedisNames.tag(this.namespace) + ":" + stripe + "}:" + kind);
	}

}
