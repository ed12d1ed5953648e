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

package io.github.warmcache.cache.tiered;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

/**
 * All caches that somebody may still use, whether or not their manager has removed them.
 * Does not keep them from being garbage collected. Thread-safe.
 */
final class ReachableCaches {

	private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

	private final ReferenceQueue<TieredCache> collected = new ReferenceQueue<>();

	/**
	 * Add a cache, the only one of its name.
	 */
	void add(TieredCache cache) {
		for (Reference<?> gone = this.collected.poll(); gone != null; gone = this.collected.poll()) {
			if (gone instanceof Entry entry) {
				this.entries.remove(entry.name, entry);
			}
		}
		this.entries.put(cache.getName(), new Entry(cache, this.collected));
	}

	/**
	 * Return the cache of a name, or {@code null} if nobody has one.
	 */
	@Nullable TieredCache get(String name) {
		Entry entry = this.entries.get(name);
		return (entry != null) ? entry.get() : null;
	}

	/**
	 * Return all reachable caches.
	 * @return a copy
	 */
	List<TieredCache> all() {
		List<TieredCache> caches = new ArrayList<>(this.entries.size());
		for (Entry entry : this.entries.values()) {
			TieredCache cache = entry.get();
			if (cache != null) {
				caches.add(cache);
			}
		}
		return caches;
	}

	private static final class Entry extends WeakReference<TieredCache> {

		private final String name;

		private Entry(TieredCache cache, ReferenceQueue<TieredCache> collected) {
			super(cache, collected);
			this.name = cache.getName();
		}

	}

}
