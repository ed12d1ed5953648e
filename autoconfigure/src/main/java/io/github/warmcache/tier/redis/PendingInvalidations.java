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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * The keys of one cache that this pod could not invalidate on the server, which it does
 * not read there until it did. Bounded: beyond the limit the whole cache is distrusted
 * until it was cleared. Thread-safe.
 */
final class PendingInvalidations {

	private final int limit;

	private final Map<Object, Mark> keys = new ConcurrentHashMap<>();

	private final AtomicReference<@Nullable Mark> all = new AtomicReference<>();

	PendingInvalidations(int limit) {
		this.limit = limit;
	}

	boolean contains(Object key) {
		return this.all.get() != null || (!this.keys.isEmpty() && this.keys.containsKey(key));
	}

	/**
	 * Return the mark of a key, to be given back when an invalidation that began after
	 * this call has succeeded.
	 * @param key the key
	 * @return its mark, or {@code null} if it has none
	 */
	@Nullable Mark mark(Object key) {
		return this.keys.isEmpty() ? null : this.keys.get(key);
	}

	/**
	 * Return the mark of the whole cache.
	 * @return its mark, or {@code null} if it is trusted
	 */
	@Nullable Mark markOfAll() {
		return this.all.get();
	}

	void add(Object key) {
		// A clear under way began before this failure, so it must not stand for it.
		if (this.all.updateAndGet((mark) -> (mark != null) ? new Mark() : null) != null) {
			return;
		}
		this.keys.put(key, new Mark());
		if (this.keys.size() > this.limit) {
			addAll();
		}
	}

	void addAll() {
		this.all.set(new Mark());
		this.keys.clear();
	}

	void remove(Object key, @Nullable Mark mark) {
		if (mark != null) {
			this.keys.remove(key, mark);
		}
	}

	/**
	 * Forget what a clear of the whole cache has covered.
	 * @param before what was pending before it began
	 */
	void removeAll(Snapshot before) {
		before.keys().forEach(this.keys::remove);
		if (before.all() != null) {
			this.all.compareAndSet(before.all(), null);
		}
	}

	Snapshot snapshot() {
		return new Snapshot(Map.copyOf(this.keys), this.all.get());
	}

	/**
	 * One failure to invalidate. Only its identity counts.
	 */
	static final class Mark {

	}

	/**
	 * What is pending at one moment.
	 */
	record Snapshot(Map<Object, Mark> keys, @Nullable Mark all) {
	}

}
