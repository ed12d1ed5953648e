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

package io.github.warmcache.cache;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.CacheManager;

/**
 * {@link CacheManager} of {@link TieredCache}s, each made when it is first asked for.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class TieredCacheManager implements CacheManager {

	private final Supplier<? extends Collection<String>> knownNames;

	private final Function<String, TieredCache> factory;

	private final ConcurrentMap<String, TieredCache> caches = new ConcurrentHashMap<>();

	/**
	 * Create a manager.
	 * @param knownNames supplies the names of the caches that are known before they are
	 * used, from configuration and annotations
	 * @param factory makes the cache of a name; called once for each, and free to ask
	 * this manager for other caches
	 */
	public TieredCacheManager(Supplier<? extends Collection<String>> knownNames,
			Function<String, TieredCache> factory) {
		this.knownNames = knownNames;
		this.factory = factory;
	}

	/**
	 * Return a cache, making it if need be.
	 * @param name the name, configured or not
	 * @return the cache
	 */
	@Override
	public TieredCache getCache(String name) {
		TieredCache cache = this.caches.get(name);
		return (cache != null) ? cache : makeCache(name);
	}

	/**
	 * Return a cache if it was made already.
	 * @param name the name
	 * @return the cache, or {@code null} if nobody asked for it yet
	 */
	public @Nullable TieredCache getCacheIfPresent(String name) {
		return this.caches.get(name);
	}

	/**
	 * Return the caches that were made already.
	 * @return a live view
	 */
	public Collection<TieredCache> getCachesPresent() {
		return Collections.unmodifiableCollection(this.caches.values());
	}

	private synchronized TieredCache makeCache(String name) {
		@Nullable TieredCache cache = this.caches.get(name);
		if (cache == null) {
			cache = this.factory.apply(name);
			this.caches.put(name, cache);
		}
		return cache;
	}

	/**
	 * Return the names of all caches that are known or were asked for.
	 * @return a copy
	 */
	@Override
	public Collection<String> getCacheNames() {
		Set<String> names = new LinkedHashSet<>(this.knownNames.get());
		names.addAll(this.caches.keySet());
		return Collections.unmodifiableSet(names);
	}

}
