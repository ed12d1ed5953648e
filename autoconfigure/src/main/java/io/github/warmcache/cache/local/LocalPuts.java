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

package io.github.warmcache.cache.local;

import java.time.Duration;
import java.util.function.ToIntFunction;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;

/**
 * Puts in a local tier. A put does not replace a value that came after its call began.
 */
public final class LocalPuts {

	private final LocalTier local;

	private final Fence fence;

	private final LocalEntries entries;

	private final ToIntFunction<Object> stripes;

	private final CacheStatistics statistics;

	LocalPuts(LocalTier local, Fence fence, LocalEntries entries, ToIntFunction<Object> stripes,
			CacheStatistics statistics) {
		this.local = local;
		this.fence = fence;
		this.entries = entries;
		this.stripes = stripes;
		this.statistics = statistics;
	}

	/**
	 * Replace a value, unless there is a newer version or the key was changed since the
	 * call began. Loads that began before are not kept. Without the beginning of its
	 * call, a put is not refused because of the fence, which also moves for other keys of
	 * the slot: the previous value must not survive.
	 * @param call where the call began, or {@code null} if that is unknown
	 * @return the place of the put; if it is late or superseded, the previous entry is
	 * still there
	 */
	public Step put(Object key, @Nullable Object value, Duration atMost, @Nullable CallMark call) {
		Fence.Change change = change(key);
		LocalEntry entry = this.entries.create(key, value, Provenance.PUT, atMost, change.mark());
		LocalEntry kept = this.local.caffeine()
			.asMap()
			.compute(key,
					(k, old) -> (!this.local.isSuperseded(entry, old) && (isLast(change, call) || isNewer(entry, old)))
							? entry : old);
		if (kept != entry) {
			Order order = this.local.isSuperseded(entry, kept) ? Order.SUPERSEDED : Order.LATE;
			return new Step(order, null, null);
		}
		this.statistics.record(CacheEvent.LOCAL_PUT);
		return new Step(Order.LAST, entry, null);
	}

	/**
	 * Store a value, unless there is a live one or the key was changed since the call
	 * began.
	 * @param call where the call began, or {@code null} if that is unknown
	 * @return the place of the put, with the live entry if there was one
	 */
	public Step putIfAbsent(Object key, @Nullable Object value, Duration atMost, @Nullable CallMark call) {
		Fence.Change change = change(key);
		LocalEntry entry = this.entries.create(key, value, Provenance.PUT, atMost, change.mark());
		LocalEntry kept = this.local.caffeine()
			.asMap()
			.compute(key, (k, old) -> (this.local.isLive(old) || !isLast(change, call)) ? old : entry);
		if (kept != entry) {
			return this.local.isLive(kept) ? new Step(Order.LAST, kept, null) : new Step(Order.LATE, null, null);
		}
		this.statistics.record(CacheEvent.LOCAL_PUT);
		return new Step(Order.LAST, null, null);
	}

	private Fence.Change change(Object key) {
		this.local.holdOff().changed(key);
		Fence.Change change = this.fence.change(key, this.stripes.applyAsInt(key));
		this.local.listener().changed(key);
		return change;
	}

	private boolean isLast(Fence.Change change, @Nullable CallMark call) {
		return call == null || (change.isFirstSince(call) && this.fence.holds(change.mark()));
	}

	/**
	 * Return whether an entry has a newer version than a live one, or the same. If the
	 * present entry is still live, its key was not removed since.
	 */
	private boolean isNewer(LocalEntry entry, @Nullable LocalEntry present) {
		return present != null && this.local.isLive(present) && entry.version() != ValueVersion.UNVERSIONED
				&& present.version() != ValueVersion.UNVERSIONED && !entry.isOlderThan(present);
	}

	/**
	 * Keep only the given entry or a newer version, such as that of another put that the
	 * shared tier has not been told of yet. Loads in flight of the key are not kept.
	 */
	public void keepOnly(Object key, LocalEntry entry) {
		this.local.removals().bump(key);
		LocalEntry present = this.local.caffeine().policy().getIfPresentQuietly(key);
		if (present != null && present != entry && !entry.isOlderThan(present)) {
			this.local.removals().remove(key, present);
		}
	}

	/**
	 * First step of a put and its result.
	 *
	 * @param order the place of the put so far
	 * @param entry the entry that was put, or {@code null} if none was
	 * @param mark shows whether the key was changed after it was removed, or {@code null}
	 * if it was not removed
	 */
	public record Step(Order order, @Nullable LocalEntry entry, Fence.@Nullable Mark mark) {
	}

	/**
	 * Place of a put among the changes of its key, as far as this pod knows.
	 */
	public enum Order {

		/**
		 * No change of the key since the call began is known.
		 */
		LAST,

		/**
		 * The key was changed since the call began. The shared tier decides the order.
		 */
		OPEN,

		/**
		 * The value may be older than one that has been there. The key is removed.
		 */
		LATE,

		/**
		 * A newer version is here. The value is dropped.
		 */
		SUPERSEDED

	}

}
