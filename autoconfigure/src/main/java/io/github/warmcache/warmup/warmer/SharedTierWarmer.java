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

package io.github.warmcache.warmup.warmer;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CoordinationSettings;
import io.github.warmcache.warmup.WarmupContext;
import io.github.warmcache.warmup.fill.FillException;
import io.github.warmcache.warmup.fill.SourceCount;
import io.github.warmcache.warmup.fill.WarmupStream;
import io.github.warmcache.warmup.fleet.SharedTierCopy;
import org.jspecify.annotations.Nullable;

/**
 * Copies the shared tier into this pod.
 */
final class SharedTierWarmer implements CacheWarmer {

	private final CoordinationSettings settings;

	/**
	 * Create a warmer.
	 * @param settings how pods share the load of the source
	 */
	SharedTierWarmer(CoordinationSettings settings) {
		this.settings = settings;
	}

	@Override
	public void warm(WarmupContext context) throws Exception {
		TieredCache cache = context.cache();
		SharedTier shared = cache.sharedTier();
		if (shared == null) {
			throw new IllegalStateException("The cache has no shared tier to warm it from");
		}
		CacheSource<Object, Object> source = cache.source();
		FleetLoads loads = (this.settings.leaseDuration() != null) ? shared.fleetLoads() : null;
		if (source != null && loads != null && context instanceof WarmupStream stream) {
			copy(stream, shared, loads.lastFinished());
			return;
		}
		OptionalLong count = count(source, context);
		count.ifPresent(context::expect);
		HitSink sink = new HitSink(context, new HashSet<>());
		shared.stream(sink);
		if (count.isEmpty()) {
			measure(context, shared, sink.seen().size());
		}
	}

	private static OptionalLong count(@Nullable CacheSource<Object, Object> source, WarmupContext context)
			throws InterruptedException {
		try {
			return (source != null) ? SourceCount.ask(source, context) : OptionalLong.empty();
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			context.unverified(ex);
			return OptionalLong.empty();
		}
	}

	/**
	 * Compare the number of entries with the last complete load, because no source tells
	 * how many there are.
	 */
	private static void measure(WarmupContext context, SharedTier shared, long entries) {
		FleetLoads loads = shared.fleetLoads();
		FinishedLoad load = (loads != null) ? loads.lastFinished() : null;
		boolean complete = load != null && SharedTierCopy.isMostOf(load.entries(), entries);
		context.complete(complete);
		if (load == null && entries > 0) {
			context.unverified(unmeasured());
		}
		else if (complete && context instanceof WarmupStream stream) {
			stream.report().measured();
		}
	}

	private static Exception unmeasured() {
		return new FillException(FillException.Reason.INCOMPLETE,
				"no pod has completed a load of the cache, so the shared tier may hold only "
						+ "what single reads left there: add a warmer for all entries to warmup.from");
	}

	/**
	 * Copy the shared tier, and measure the copy by the last load of a pod. Without such
	 * a load the shared tier may hold anything. The source is not counted, because
	 * counting it would mean reading it.
	 */
	private static void copy(WarmupStream stream, SharedTier shared, @Nullable FinishedLoad load) throws Exception {
		if (load != null) {
			stream.expect(load.entries());
		}
		SharedTierCopy copy = new SharedTierCopy(stream, shared, stream.maxAge() != null);
		copy.run();
		stream.report().rows().copied((load != null) ? load.badRows() : 0);
		stream.complete(load != null && copy.isMostOf(load.entries()));
		if (load == null && copy.entries() > 0) {
			stream.unverified(unmeasured());
		}
	}

	@Override
	public boolean fillsSharedTier() {
		return false;
	}

	/**
	 * Sink that skips repeated keys. A scan may return a key twice, and an incomplete
	 * cache must not look complete because of that.
	 */
	private record HitSink(WarmupContext context, Set<Object> seen) implements EntrySink<Object, SharedRead.Hit> {

		@Override
		public void accept(Object key, SharedRead.Hit hit) {
			if (this.seen.add(key)) {
				this.context.accept(key, hit.value(), hit.remaining(), hit.provenance());
			}
		}

		@Override
		public void onCancel(Runnable action) {
			this.context.onCancel(action);
		}

	}

}
