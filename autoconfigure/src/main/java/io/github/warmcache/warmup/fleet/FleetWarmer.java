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

package io.github.warmcache.warmup.fleet;

import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.warmup.CoordinationSettings;
import io.github.warmcache.warmup.WarmupContext;
import io.github.warmcache.warmup.fill.SourceCount;
import io.github.warmcache.warmup.fill.WarmupStream;
import io.github.warmcache.warmup.fill.WholeSourceWarmer;

/**
 * Loads a source into this pod and the shared tier. Pods that start at about the same
 * time share one load if they can agree on who makes it.
 */
public final class FleetWarmer implements WholeSourceWarmer {

	private final CoordinationSettings settings;

	private final DoubleSupplier random;

	/**
	 * Create a warmer.
	 * @param settings how pods share the load
	 * @param random numbers from 0 to below 1 that spread the actions of pods over time
	 */
	public FleetWarmer(CoordinationSettings settings, DoubleSupplier random) {
		this.settings = settings;
		this.random = random;
	}

	@Override
	public boolean countsCheaply() {
		return this.settings.counts();
	}

	@Override
	public void warm(WarmupContext context) throws Exception {
		CacheSource<Object, Object> source = context.cache().source();
		if (source == null) {
			throw new IllegalStateException("The cache has no source to warm it from");
		}
		if (!(context instanceof WarmupStream stream)) {
			source.count().ifPresent(context::expect);
			source.stream(context);
			return;
		}
		SharedTier shared = stream.cache().sharedTier();
		FleetLoads loads = (shared != null && shared.sharesValues()) ? shared.fleetLoads() : null;
		Duration lease = this.settings.leaseDuration();
		if (shared == null || loads == null || lease == null) {
			if (this.settings.counts()) {
				SourceCount.note(source, stream).ifPresent(stream::expect);
			}
			new SourceLoad(stream, source, this.settings.partitions(), null, List.of()).run();
			stream.report().allRead();
			return;
		}
		FleetLog log = new FleetLog();
		LoadLeader leader = new LoadLeader(stream, source, loads, this.settings, log);
		new FleetAttempt(stream, shared, loads, lease, leader, this.random, log).run();
	}

}
