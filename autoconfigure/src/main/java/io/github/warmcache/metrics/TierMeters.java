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

package io.github.warmcache.metrics;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.ReadOutcome;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.SharedTier;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The {@code warmcache.*} meters of one cache: hits and misses of each tier by cause,
 * loads, and the outcomes of fills and changes.
 */
final class TierMeters implements MeterBinder {

	private static final String UNEQUAL = "Values that were read back as something else than was loaded";

	private final TieredCache cache;

	private final Tags tags;

	private final boolean timesLoads;

	/**
	 * Create meters.
	 * @param timesLoads whether to count and time loads, which observations do otherwise
	 */
	TierMeters(TieredCache cache, Iterable<Tag> tags, boolean timesLoads) {
		this.timesLoads = timesLoads;
		this.cache = cache;
		this.tags = Tags.concat(tags, "cache", cache.getName());
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		boolean shared = this.cache.sharedTier() != null;
		CacheSource<?, ?> source = this.cache.source();
		reads(registry);
		misses(registry, "local", "expired", CacheEvent.LOCAL_EXPIRED);
		misses(registry, "local", "invalidated", CacheEvent.LOCAL_INVALIDATED);
		refused(registry, "local", "changed", CacheEvent.LOCAL_FILL_REFUSED);
		refused(registry, "all", "transaction", CacheEvent.TRANSACTION_FILL_REFUSED);
		refused(registry, "all", "version", CacheEvent.OLDER_VERSION_REFUSED);
		counter(registry, "warmcache.values.unequal", UNEQUAL, CacheEvent.SNAPSHOT_UNEQUAL, "tier", "snapshot");
		counter(registry, "warmcache.flights.joined", "Reads that waited for the load of another read",
				CacheEvent.FLIGHT_JOINED);
		if (shared) {
			hits(registry, "shared", CacheEvent.SHARED_HIT);
			sharedMisses(registry);
			refused(registry, "shared", "changed", CacheEvent.SHARED_FILL_REFUSED);
			counter(registry, "warmcache.fills.failed", "Loaded values that the shared tier did not take",
					CacheEvent.SHARED_FILL_FAILED, "tier", "shared");
			FunctionCounter.builder("warmcache.values.unequal", this.cache, TierMeters::unequalShared)
				.tags(this.tags.and("tier", "shared"))
				.description(UNEQUAL)
				.register(registry);
			Gauge.builder("warmcache.values.shared", this.cache, TierMeters::sharesValues)
				.tags(this.tags)
				.description("1 while other pods read the values of the cache, 0 while each pod keeps its own")
				.register(registry);
			changes(registry, "applied", CacheEvent.CHANGE_APPLIED);
			changes(registry, "queued", CacheEvent.CHANGE_QUEUED);
			changes(registry, "failed", CacheEvent.CHANGE_FAILED);
			changes(registry, "late", CacheEvent.LATE_PUT_INVALIDATED);
			counter(registry, "warmcache.copies.dropped",
					"What was dropped because another pod changed it, or may have", CacheEvent.CHANGE_RECEIVED, "what",
					"key");
			counter(registry, "warmcache.copies.dropped",
					"What was dropped because another pod changed it, or may have", CacheEvent.STRIPE_DROPPED, "what",
					"stripe");
		}
		if (source != null) {
			FunctionCounter.builder("warmcache.sources.unmapped", source, CacheSource::unmapped)
				.tags(this.tags)
				.description("Properties that the source has and the values lack, or the other way round")
				.register(registry);
			hits(registry, "source", CacheEvent.SOURCE_LOADED);
			misses(registry, "source", "absent", CacheEvent.SOURCE_ABSENT);
			misses(registry, "source", "failed", CacheEvent.SOURCE_FAILED);
			fallbacks(registry, "absent", CacheEvent.SOURCE_FALLBACK_ABSENT);
			fallbacks(registry, "failed", CacheEvent.SOURCE_FALLBACK_FAILED);
			fallbacks(registry, "left-alone", CacheEvent.SOURCE_FALLBACK_LEFT_ALONE);
			misses(registry, "source", "skipped", CacheEvent.SOURCE_SKIPPED);
			misses(registry, "source", "left-alone", CacheEvent.SOURCE_LEFT_ALONE);
			loads(registry, "source", CacheStatistics::sourceTime, CacheEvent.SOURCE_LOADED, CacheEvent.SOURCE_ABSENT,
					CacheEvent.SOURCE_FAILED);
		}
		hits(registry, "method", CacheEvent.METHOD_LOADED);
		misses(registry, "method", "failed", CacheEvent.METHOD_FAILED);
		guards(registry);
		completeness(registry);
		loads(registry, "method", CacheStatistics::methodTime, CacheEvent.METHOD_LOADED, CacheEvent.METHOD_FAILED);
	}

	private void reads(MeterRegistry registry) {
		for (ReadOutcome outcome : ReadOutcome.values()) {
			FunctionCounter.builder("warmcache.reads", this.cache, (read) -> read.reads(outcome))
				.tags(this.tags.and("outcome", outcome.name().toLowerCase(Locale.ROOT)))
				.description("Reads by what their callers got")
				.register(registry);
		}
	}

	private void sharedMisses(MeterRegistry registry) {
		misses(registry, "shared", "absent", CacheEvent.SHARED_MISS_ABSENT);
		misses(registry, "shared", "evicted", CacheEvent.SHARED_MISS_EVICTED);
		misses(registry, "shared", "unreadable", CacheEvent.SHARED_MISS_UNREADABLE);
		misses(registry, "shared", "oversized", CacheEvent.SHARED_MISS_OVERSIZED);
		misses(registry, "shared", "unverified", CacheEvent.SHARED_MISS_UNVERIFIED);
		misses(registry, "shared", "unavailable", CacheEvent.SHARED_MISS_UNAVAILABLE);
		misses(registry, "shared", "distrusted", CacheEvent.SHARED_MISS_DISTRUSTED);
		misses(registry, "shared", "not-shared", CacheEvent.SHARED_MISS_NOT_SHARED);
		misses(registry, "shared", "busy", CacheEvent.SHARED_MISS_BUSY);
	}

	private static double unequalShared(TieredCache cache) {
		SharedTier shared = cache.sharedTier();
		return (shared != null) ? shared.unequalValues() : 0;
	}

	private static double sharesValues(TieredCache cache) {
		SharedTier shared = cache.sharedTier();
		return (shared != null && shared.sharesValues()) ? 1 : 0;
	}

	private void hits(MeterRegistry registry, String tier, CacheEvent event) {
		counter(registry, "warmcache.tier.hits", "Reads that a tier had the value of", event, "tier", tier);
	}

	private void misses(MeterRegistry registry, String tier, String cause, CacheEvent event) {
		counter(registry, "warmcache.tier.misses", "Reads that a tier had no value of, by cause", event, "tier", tier,
				"cause", cause);
	}

	private void fallbacks(MeterRegistry registry, String cause, CacheEvent event) {
		counter(registry, "warmcache.sources.fallbacks", "Keys for which the next of several sources was asked", event,
				"cause", cause);
	}

	private void refused(MeterRegistry registry, String tier, String cause, CacheEvent event) {
		counter(registry, "warmcache.fills.refused", "Values not kept because that may have been wrong, by cause",
				event, "tier", tier, "cause", cause);
	}

	private void completeness(MeterRegistry registry) {
		if (!this.cache.completeness().isEnabled()) {
			return;
		}
		counter(registry, "warmcache.absent.answered",
				"Reads of keys that are known not to exist because the pod holds all there is",
				CacheEvent.ABSENT_ANSWERED);
		Gauge.builder("warmcache.complete", this.cache, (held) -> held.completeness().isComplete() ? 1 : 0)
			.tags(this.tags)
			.description("1 while the pod holds all there is, 0 otherwise")
			.register(registry);
	}

	private void guards(MeterRegistry registry) {
		counter(registry, "warmcache.loads.timed-out", "Loads that were stopped because their time was over",
				CacheEvent.LOAD_TIMED_OUT);
		counter(registry, "warmcache.loads.rejected", "Loads that did not begin because too many were under way",
				CacheEvent.LOAD_REJECTED);
		Gauge.builder("warmcache.loads.active", this.cache, TieredCache::loadsUnderWay)
			.tags(this.tags)
			.description("Loads of single keys in flight")
			.register(registry);
		if (this.cache.definition().loads().refreshAhead() != null) {
			refreshes(registry, "loaded", CacheEvent.REFRESHED);
			refreshes(registry, "failed", CacheEvent.REFRESH_FAILED);
		}
	}

	private void refreshes(MeterRegistry registry, String outcome, CacheEvent event) {
		counter(registry, "warmcache.refreshes", "Loads ahead of the expiry, by what came of them", event, "outcome",
				outcome);
	}

	private void changes(MeterRegistry registry, String outcome, CacheEvent event) {
		counter(registry, "warmcache.changes", "Puts and invalidations, by what the shared tier made of them", event,
				"outcome", outcome);
	}

	private void counter(MeterRegistry registry, String name, String description, CacheEvent event, String... tags) {
		FunctionCounter.builder(name, this.cache.statistics(), (statistics) -> statistics.count(event))
			.tags(this.tags.and(tags))
			.description(description)
			.register(registry);
	}

	private void loads(MeterRegistry registry, String by, TotalTime time, CacheEvent... events) {
		if (!this.timesLoads) {
			return;
		}
		FunctionTimer
			.builder("warmcache.loads", this.cache.statistics(), (statistics) -> count(statistics, events),
					(statistics) -> time.in(statistics, TimeUnit.NANOSECONDS), TimeUnit.NANOSECONDS)
			.tags(this.tags.and("by", by))
			.description("Loads of single keys, whatever their outcome")
			.register(registry);
	}

	private static long count(CacheStatistics statistics, CacheEvent... events) {
		long count = 0;
		for (CacheEvent event : events) {
			count += statistics.count(event);
		}
		return count;
	}

	@FunctionalInterface
	private interface TotalTime {

		double in(CacheStatistics statistics, TimeUnit unit);

	}

}
