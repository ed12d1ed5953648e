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

package io.github.warmcache.tier.redis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.warmcache.tier.stripe.RedisKey;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one cache that this pod could not invalidate on the server, which it does
 * not read there until it did, in the order of their last failures. Bounded: beyond the
 * limit the whole cache is distrusted until it was cleared. Thread-safe.
 */
final class PendingInvalidations {

	private final int limit;

	private final Map<Object, Mark> keys = new LinkedHashMap<>();

	/**
	 * Lets those pass without a lock who ask while nothing is pending.
	 */
	private volatile int size;

	private volatile @Nullable Mark all;

	PendingInvalidations(int limit) {
		this.limit = limit;
	}

	boolean contains(Object key) {
		return this.all != null || mark(key) != null;
	}

	/**
	 * Return the mark of a key, to be given back when an invalidation that began after
	 * this call has succeeded.
	 * @param key the key
	 * @return its mark, or {@code null} if it has none
	 */
	@Nullable Mark mark(Object key) {
		if (this.size == 0) {
			return null;
		}
		synchronized (this) {
			return this.keys.get(key);
		}
	}

	/**
	 * Return the mark of the whole cache.
	 * @return its mark, or {@code null} if it is trusted
	 */
	@Nullable Mark markOfAll() {
		return this.all;
	}

	/**
	 * Add a key as the last one, even if it is pending already.
	 * @param version the version of a value that the server was not told, as text, or an
	 * empty string
	 */
	synchronized void add(RedisKey key, String version) {
		if (this.all != null) {
			// A clear under way began before this failure, so it must not stand for it.
			this.all = new Mark(null, "");
			return;
		}
		Mark before = this.keys.remove(key.key());
		String untold = (before != null) ? before.version : "";
		this.keys.put(key.key(), new Mark(key, (version.compareTo(untold) > 0) ? version : untold));
		if (this.keys.size() > this.limit) {
			addAll();
		}
		count();
	}

	synchronized void addAll() {
		this.all = new Mark(null, "");
		this.keys.clear();
		count();
	}

	synchronized void remove(Object key, @Nullable Mark mark) {
		if (mark != null) {
			this.keys.remove(key, mark);
			count();
		}
	}

	/**
	 * Let the others come first.
	 */
	synchronized void postpone(Mark mark) {
		if (this.keys.remove(mark.key().key(), mark)) {
			this.keys.put(mark.key().key(), mark);
		}
	}

	/**
	 * Forget what a clear of the whole cache has covered.
	 * @param before what was pending before it began
	 */
	synchronized void removeAll(Snapshot before) {
		before.keys().forEach(this.keys::remove);
		if (before.all() != null && this.all == before.all()) {
			this.all = null;
		}
		count();
	}

	private void count() {
		this.size = this.keys.size() + ((this.all != null) ? 1 : 0);
	}

	synchronized Snapshot snapshot() {
		return new Snapshot(Map.copyOf(this.keys), this.all);
	}

	/**
	 * Return the marks of the keys that are pending for longest.
	 * @param most how many at most
	 * @return the marks, the oldest first
	 */
	synchronized List<Mark> oldest(int most) {
		return this.keys.values().stream().limit(most).toList();
	}

	/**
	 * Return how many keys are pending, of which the whole cache is one.
	 */
	int size() {
		return this.size;
	}

	/**
	 * One failure to invalidate. Only its identity counts, for the same key may fail
	 * again.
	 */
	static final class Mark {

		private final @Nullable RedisKey key;

		private final String version;

		private Mark(@Nullable RedisKey key, String version) {
			this.key = key;
			this.version = version;
		}

		/**
		 * Return the newest version that the server was not told, or an empty string.
		 */
		String version() {
			return this.version;
		}

		/**
		 * Return the key.
		 * @throws IllegalStateException if it is the mark of a whole cache
		 */
		RedisKey key() {
			if (this.key == null) {
				throw new IllegalStateException("The whole cache has no key");
			}
			return this.key;
		}

	}

	/**
	 * What is pending at one moment.
	 */
	record Snapshot(Map<Object, Mark> keys, @Nullable Mark all) {
	}

}
