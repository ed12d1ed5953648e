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

package io.github.warmcache.simulation;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;

import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.coherence.SimulatedCoherence;
import io.github.warmcache.snapshot.SimulatedSnapshots;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CoordinationSettings;
import io.github.warmcache.warmup.SimulatedWarmup;
import io.github.warmcache.warmup.warmer.CacheWarmers;
import org.jspecify.annotations.Nullable;

/**
 * How a pod gets its first entries without loading them, and leaves them to the next one:
 * from its disk, by the keys that others read most, and from all that Redis has.
 */
final class Starting implements AutoCloseable {

	/**
	 * Longer than any change of the pod takes that Redis has counted.
	 */
	private static final long PAUSE = 9 * Pace.SECOND;

	private static final int MOST_HOT_KEYS = 100;

	/**
	 * Loads of a pod that shares none with others.
	 */
	private static final CoordinationSettings ALONE = new CoordinationSettings(null, 1, true, null);

	private static final JsonValueCodecFactory CODECS = new JsonValueCodecFactory(
			JsonValueCodecFactory.mapperBuilder().build());

	private final Fleet fleet;

	private final SimulatedPod pod;

	private final SimulatedWarmup warmup;

	private final @Nullable SimulatedSnapshots snapshots;

	private boolean ready;

	Starting(Fleet fleet, SimulatedPod pod, TieredCacheManager caches, SimulatedCoherence coherence, Disk disk,
			InstantSource clock) {
		this.fleet = fleet;
		this.pod = pod;
		this.warmup = new SimulatedWarmup(Keys.CACHE, caches, fleet.timeline()::nanos);
		this.snapshots = fleet.settings().snapshots() ? new SimulatedSnapshots(disk.directory(), Keys.CACHE, caches,
				CODECS, coherence.history(() -> fleet.timeline().pause(Pace.SECOND)), clock) : null;
	}

	/**
	 * Fill the cache before the pod is ready.
	 */
	void start() {
		Map<String, CacheWarmer> warmers = new LinkedHashMap<>();
		if (this.snapshots != null) {
			warmers.put("snapshot", this.snapshots.warmer());
		}
		switch (this.fleet.settings().warmUp()) {
			case NOTHING -> {
			}
			case HOTTEST -> warmers.put("hottest", CacheWarmers.fromHottestKeys(MOST_HOT_KEYS));
			case SHARED -> warmers.put("shared", CacheWarmers.fromSharedTier(ALONE));
		}
		if (!warmers.isEmpty()) {
			fill(warmers);
		}
		ready();
		this.fleet.story().tell(this.pod, () -> "is ready");
	}

	/**
	 * Be ready for traffic.
	 */
	void ready() {
		this.warmup.ready();
		this.ready = true;
	}

	/**
	 * Fill the cache once more.
	 */
	void again(Way way) {
		fill(Map.of("again", (way == Way.HOTTEST) ? CacheWarmers.fromHottestKeys(MOST_HOT_KEYS)
				: CacheWarmers.fromSharedTier(ALONE)));
	}

	private void fill(Map<String, CacheWarmer> warmers) {
		this.fleet.story().tell(this.pod, () -> "begins to fill its cache: " + warmers.keySet());
		boolean wasComplete = this.pod.cache().completeness().isComplete();
		String outcome;
		try {
			outcome = this.warmup.fill(warmers) ? "filled" : "filled as far as it knows";
		}
		catch (InterruptedException | CancellationException ex) {
			throw new IllegalStateException(ex);
		}
		catch (Exception ex) {
			if (this.fleet.settings().troubles().isEmpty()) {
				throw new Violation(Promise.NO_FAILURE, this.pod + " cannot fill its cache: " + ex);
			}
			outcome = "not filled";
		}
		String told = outcome;
		warmers.keySet().forEach((name) -> this.fleet.coverage().count(name + ": " + told));
		if (!wasComplete && this.pod.cache().completeness().isComplete()) {
			this.fleet.coverage().count("complete after a copy");
		}
		this.fleet.story().tell(this.pod, () -> "has ended that: " + told);
	}

	/**
	 * Tell the other pods which keys this one reads most.
	 */
	void tellHottest() {
		this.warmup.tellHottest();
		this.fleet.coverage().count("hottest keys told");
	}

	/**
	 * Write what the cache holds to the disk.
	 */
	void save(boolean atTheEnd) throws InterruptedException {
		if (this.snapshots != null) {
			this.fleet.story().tell(this.pod, () -> "begins to write a snapshot");
			this.snapshots.write(atTheEnd, () -> this.fleet.timeline().pause(PAUSE));
			this.fleet.coverage().count("snapshot written");
			this.fleet.story().tell(this.pod, () -> "has written a snapshot");
		}
	}

	/**
	 * Require that a pod that was ready still is.
	 */
	void requireReady() {
		if (this.ready && !this.warmup.isReady()) {
			throw new Violation(Promise.STAYS_READY, this.pod + " is not ready any more");
		}
	}

	@Override
	public void close() {
		if (this.snapshots != null) {
			this.snapshots.close();
		}
	}

	/**
	 * What fills a cache that is not a snapshot.
	 */
	enum Way {

		NOTHING, HOTTEST, SHARED

	}

}
