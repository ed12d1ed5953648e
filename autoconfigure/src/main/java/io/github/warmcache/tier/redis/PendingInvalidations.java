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
 * Keys of one cache that this pod failed to invalidate in Redis, in the order of their
 * last failures. This pod does not read such a key from Redis until its invalidation
 * succeeds. Bounded: beyond the limit the whole cache is distrusted until it is cleared.
 * Thread-safe.
 */
final class PendingInvalidations {

	private final int limit;

	private final Map<Object, Mark> keys = new LinkedHashMap<>();

	/**
	 * Number of pending marks. Lets readers skip the lock while nothing is pending.
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
	 * Return the mark of a key. Pass it to {@link #remove} after an invalidation that
	 * began after this call has succeeded.
	 * @param key the key
	 * @return the mark, or {@code null} if there is none
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
	 * @return the mark, or {@code null} if the cache is trusted
	 */
	@Nullable Mark markOfAll() {
		return this.all;
	}

	/**
	 * Add a key at the end, even if it is already pending.
	 * @param version the version of a value that Redis did not take, as text, or an empty
	 * string
	 */
	synchronized void add(RedisKey key, String version) {
		if (this.all != null) {
			// A clear in flight began before this failure, so it must not cover it.
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
	 * Move a mark to the end, so that others come first.
	 */
	synchronized void postpone(Mark mark) {
		if (this.keys.remove(mark.key().key(), mark)) {
			this.keys.put(mark.key().key(), mark);
		}
	}

	/**
	 * Remove everything that a clear of the whole cache covers.
	 * @param before what was pending when the clear began
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
	 * Return the marks that have been pending longest.
	 * @param most maximum number of marks
	 * @return the marks, the oldest first
	 */
	synchronized List<Mark> oldest(int most) {
		return this.keys.values().stream().limit(most).toList();
	}

	/**
	 * Return the number of pending keys; the whole cache counts as one.
	 */
	int size() {
		return this.size;
	}

	/**
	 * One failed invalidation. Compared by identity, because the same key may fail again.
	 */
	static final class Mark {

		private final @Nullable RedisKey key;

		private final String version;

		private Mark(@Nullable RedisKey key, String version) {
			this.key = key;
			this.version = version;
		}

		/**
		 * Return the newest version that Redis did not take, or an empty string.
		 */
		String version() {
			return this.version;
		}

		/**
		 * Return the key.
		 * @throws IllegalStateException if this is the mark of a whole cache
		 */
		RedisKey key() {
			if (this.key == null) {
				throw new IllegalStateException("The whole cache has no key");
			}
			return this.key;
		}

	}

	/**
	 * Pending marks at one moment.
	 */
	record Snapshot(Map<Object, Mark> keys, @Nullable Mark all) {
	}

}
