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

package io.github.warmcache.faults.pod;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/**
 * The cached methods. Callers change rows in a transaction around these methods, which is
 * where an eviction that does not wait for the commit does harm.
 */
@Service
public class Items {

	private final ItemStore store;

	Items(ItemStore store) {
		this.store = store;
	}

	/**
	 * Reads a row.
	 */
	@Cacheable("evicted")
	public Item evicted(int key) {
		return this.store.load(CacheNames.EVICTED, key);
	}

	/**
	 * Reads a row.
	 */
	@Cacheable("put")
	public Item put(int key) {
		return this.store.load(CacheNames.PUT, key);
	}

	/**
	 * Reads a row.
	 */
	@Cacheable("cleared")
	public Item cleared(int key) {
		return this.store.load(CacheNames.CLEARED, key);
	}

	/**
	 * Reads a row.
	 */
	@Cacheable("sourced")
	public Item sourced(int key) {
		return this.store.load(CacheNames.SOURCED, key);
	}

	/**
	 * Reads a row.
	 */
	@Cacheable("brief")
	public Item brief(int key) {
		return this.store.load(CacheNames.BRIEF, key);
	}

	/**
	 * Reads a row.
	 */
	@Cacheable("stale")
	public Item stale(int key) {
		return this.store.load(CacheNames.STALE, key);
	}

	/**
	 * Makes up a row.
	 */
	@Cacheable("spread")
	public Item spread(int key) {
		this.store.countLoad();
		return new Item(key, 1, 0);
	}

	/**
	 * Changes a row.
	 */
	@CacheEvict(cacheNames = "evicted", key = "#key")
	public Item changeEvicted(int key, long stamp) {
		return this.store.change(CacheNames.EVICTED, key, stamp);
	}

	/**
	 * Changes a row.
	 */
	@CachePut(cacheNames = "put", key = "#key")
	public Item changePut(int key, long stamp) {
		return this.store.change(CacheNames.PUT, key, stamp);
	}

	/**
	 * Changes a row.
	 */
	@CacheEvict(cacheNames = "cleared", allEntries = true)
	public Item changeCleared(int key, long stamp) {
		return this.store.change(CacheNames.CLEARED, key, stamp);
	}

	/**
	 * Changes a row.
	 */
	@CacheEvict(cacheNames = "sourced", key = "#key")
	public Item changeSourced(int key, long stamp) {
		return this.store.change(CacheNames.SOURCED, key, stamp);
	}

	/**
	 * Changes a row.
	 */
	@CacheEvict(cacheNames = "brief", key = "#key")
	public Item changeBrief(int key, long stamp) {
		return this.store.change(CacheNames.BRIEF, key, stamp);
	}

	/**
	 * Changes a row.
	 */
	@CacheEvict(cacheNames = "stale", key = "#key")
	public Item changeStale(int key, long stamp) {
		return this.store.change(CacheNames.STALE, key, stamp);
	}

}
