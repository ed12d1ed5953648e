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
import java.util.Objects;
import java.util.OptionalLong;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.tier.LoadLease;
import io.github.warmcache.tier.LoadLease.Standing;
import io.github.warmcache.warmup.CoordinationSettings;
import io.github.warmcache.warmup.GoodLoad;
import io.github.warmcache.warmup.fill.FillReport;
import io.github.warmcache.warmup.fill.SourceCount;
import io.github.warmcache.warmup.fill.WarmupStream;
import org.jspecify.annotations.Nullable;

/**
 * Loads the source of one cache, for all pods or for this one alone.
 */
final class LoadLeader {

	private final WarmupStream stream;

	private final CacheSource<Object, Object> source;

	private final FleetLoads loads;

	private final CoordinationSettings settings;

	private final Duration duration;

	private final FleetLog log;

	/**
	 * Parts that this pod holds because it led before, and need not load again.
	 */
	private List<LoadLease.Part> own = List.of();

	private int ownDrops;

	LoadLeader(WarmupStream stream, CacheSource<Object, Object> source, FleetLoads loads, CoordinationSettings settings,
			FleetLog log) {
		this.stream = stream;
		this.source = source;
		this.loads = loads;
		this.settings = settings;
		this.duration = Objects.requireNonNull(settings.leaseDuration());
		this.log = log;
	}

	/**
	 * Load for all pods.
	 * @param lease keeps other pods from loading; given back at the end
	 * @param copy copies the entries that another pod loaded before
	 * @return whether the cache is filled; {@code false} if the lease or the shared tier
	 * was lost
	 * @throws Exception if the source failed; another pod may try
	 */
	boolean lead(LoadLease lease, SharedTierCopy copy) throws Exception {
		LeaseKeeper keeper = new LeaseKeeper(lease, this.duration, System::nanoTime);
		SourceLoad load = begin(keeper, lease, lease.parts());
		boolean finished = false;
		try {
			Long before = before();
			expect(before);
			this.log.leads(this.stream.cacheName(), lease.parts().stream().mapToLong(LoadLease.Part::entries).sum());
			long entries = load.run();
			boolean alone = load.inherited() == 0;
			if (!alone || this.stream.isDropped()) {
				copy.run();
				if (!copy.isMostOf(entries)) {
					// The shared tier has lost entries that were loaded before.
					load = begin(keeper, lease, List.of());
					entries = load.run();
					alone = true;
				}
				this.stream.countFrom(entries);
			}
			// It takes a while in a large cache, so the lease is still kept.
			String prints = (alone && this.stream.report().rows().bad() == 0) ? this.stream.prints() : "";
			keeper.close();
			finished = !load.isSharedTierLost() && !this.stream.isDropped() && finish(lease, entries, before, prints);
			if (this.stream.report().expected() == null) {
				this.stream.expect(entries);
			}
			this.stream.complete(entries > 0);
			if (alone) {
				this.stream.report().allRead();
			}
			return true;
		}
		catch (Exception ex) {
			this.stream.throwIfCancelled();
			if (!keeper.isLost() && !load.isSharedTierLost()) {
				throw ex;
			}
			this.log.leaseLost(this.stream.cacheName());
			this.own = (load.inherited() == 0 && !this.stream.isDropped()) ? load.parts() : List.of();
			this.ownDrops = this.stream.cache().localCopies().drops();
			return false;
		}
		finally {
			keeper.close();
			if (!finished) {
				lease.release();
			}
		}
	}

	/**
	 * Return how many entries the last good load had, or {@code null} if unknown. Redis
	 * may have evicted what it knew, and another pod may have loaded since this attempt
	 * began.
	 */
	private @Nullable Long before() {
		FinishedLoad finished = this.loads.lastFinished();
		GoodLoad known = this.stream.lastLoad();
		if (finished != null && (known == null || !known.finishedAt().isAfter(finished.finishedAt()))) {
			return finished.entries();
		}
		return (known != null) ? known.entries() : null;
	}

	private SourceLoad begin(LeaseKeeper keeper, LoadLease lease, List<LoadLease.Part> parts) {
		this.stream.beginsAnew();
		SourceLoad load = new SourceLoad(this.stream, this.source, this.settings.partitions(), keeper, parts);
		// Release the lease at once: a source that ignores the cancellation must not keep
		// the other pods waiting.
		load.onCancel(() -> {
			keeper.close();
			lease.release();
		});
		return load;
	}

	/**
	 * Finish the lease, unless the source was empty: it may have entries in a moment, and
	 * asking again costs nothing.
	 * @return whether the lease was given back
	 */
	private boolean finish(LoadLease lease, long entries, @Nullable Long before, String prints) {
		return entries > 0 && lease.finish(entries, this.stream.report().rows().bad(), isDoubtful(entries, before),
				prints) != Standing.UNKNOWN;
	}

	/**
	 * Load for this pod alone.
	 */
	void loadAlone() throws Exception {
		expect(null);
		if (this.ownDrops != this.stream.cache().localCopies().drops()) {
			this.own = List.of();
		}
		this.stream.beginsAnew();
		new SourceLoad(this.stream, this.source, this.settings.partitions(), null, this.own).run();
		this.stream.report().allRead();
	}

	/**
	 * Announce how many entries are expected: as many as the source counts, if it does so
	 * cheaply, or else as many as the last good load had.
	 */
	private void expect(@Nullable Long before) throws InterruptedException {
		if (this.settings.counts()) {
			count().ifPresent(this.stream::expect);
		}
		else if (before != null) {
			this.stream.expect(before);
		}
	}

	/**
	 * Ask the source how many entries it has, if it can tell without reading all of them.
	 */
	OptionalLong count() throws InterruptedException {
		return this.settings.counts() ? SourceCount.note(this.source, this.stream) : OptionalLong.empty();
	}

	/**
	 * Return whether a load brought far fewer entries than the source counts.
	 */
	boolean isFarFromCount(FinishedLoad load) {
		return this.settings.isDoubtful(load.entries() + load.badRows(), this.stream.report().sourceCount());
	}

	/**
	 * Return whether so few entries came that later loads are not measured by them.
	 */
	private boolean isDoubtful(long entries, @Nullable Long before) {
		FillReport report = this.stream.report();
		return this.settings.isDoubtful(entries, before)
				|| this.settings.isDoubtful(report.came(entries), report.sourceCount());
	}

}
