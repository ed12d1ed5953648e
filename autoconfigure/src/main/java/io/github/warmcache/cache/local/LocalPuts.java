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
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;

/**
 * Puts in a local tier. A put does not replace what came after its call began.
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
	 * Replace a value, unless there is a newer version of it, or the key was changed
	 * since the call began; loads that began before are not kept. A put without a
	 * beginning is not refused for the fence, which also moves for other keys of the
	 * slot: the value before must not survive.
	 * @param call where the call began, or {@code null} if it has no beginning
	 * @return what became of it; if it is late, what was there still is
	 */
	public Step put(Object key, @Nullable Object value, Duration atMost, @Nullable CallMark call) {
		Fence.Change change = change(key);
		LocalEntry entry = this.entries.create(key, value, atMost, change.mark());
		LocalEntry kept = this.local.caffeine()
			.asMap()
			.compute(key,
					(k, old) -> (!this.local.isSuperseded(entry, old) && (isLast(change, call) || isNewer(entry, old)))
							? entry : old);
		if (kept != entry) {
			PutOrder order = this.local.isSuperseded(entry, kept) ? PutOrder.SUPERSEDED : PutOrder.LATE;
			return new Step(order, null, null);
		}
		this.statistics.record(CacheEvent.LOCAL_PUT);
		return new Step(PutOrder.LAST, entry, null);
	}

	/**
	 * Store a value unless there is a live one, or the key was changed since the call
	 * began.
	 * @param call where the call began, or {@code null} if it has no beginning
	 * @return what became of it, with the entry that was there if one was
	 */
	public Step putIfAbsent(Object key, @Nullable Object value, Duration atMost, @Nullable CallMark call) {
		Fence.Change change = change(key);
		LocalEntry entry = this.entries.create(key, value, atMost, change.mark());
		LocalEntry kept = this.local.caffeine()
			.asMap()
			.compute(key, (k, old) -> (this.local.isLive(old) || !isLast(change, call)) ? old : entry);
		if (kept != entry) {
			return this.local.isLive(kept) ? new Step(PutOrder.LAST, kept, null) : new Step(PutOrder.LATE, null, null);
		}
		this.statistics.record(CacheEvent.LOCAL_PUT);
		return new Step(PutOrder.LAST, null, null);
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
	 * Return whether a version replaces another one that is still here, so that neither
	 * was removed since.
	 */
	private boolean isNewer(LocalEntry entry, @Nullable LocalEntry present) {
		return present != null && this.local.isLive(present) && entry.version() != ValueVersion.UNVERSIONED
				&& present.version() != ValueVersion.UNVERSIONED && !entry.isOlderThan(present);
	}

	/**
	 * Keep no load of a key that is under way, and nothing but the given entry or a newer
	 * version, such as that of another put that is not told yet.
	 */
	public void keepOnly(Object key, LocalEntry entry) {
		this.local.removals().bump(key);
		LocalEntry present = this.local.caffeine().policy().getIfPresentQuietly(key);
		if (present != null && present != entry && !entry.isOlderThan(present)) {
			this.local.removals().remove(key, present);
		}
	}

	/**
	 * First step of a put, and what it left behind.
	 *
	 * @param order where the put stands by now
	 * @param entry the entry that was put, or {@code null} if none was
	 * @param mark what shows whether the key was changed after it was removed, or
	 * {@code null} if it was not removed
	 */
	public record Step(PutOrder order, @Nullable LocalEntry entry, Fence.@Nullable Mark mark) {
	}

}
