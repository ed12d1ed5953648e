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

package io.github.warmcache.endpoint;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.warmcache.answers.AnswerStatus;
import io.github.warmcache.answers.AnswerWatch;
import io.github.warmcache.audit.AuditReport;
import io.github.warmcache.audit.DriftAudit;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.ReadOutcome;
import io.github.warmcache.cache.SourceFailure;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.endpoint.CacheDescriptor.AnswersDescriptor;
import io.github.warmcache.endpoint.CacheDescriptor.LoadDescriptor;
import io.github.warmcache.endpoint.CacheDescriptor.LocalDescriptor;
import io.github.warmcache.endpoint.CacheDescriptor.SharedDescriptor;
import io.github.warmcache.endpoint.CacheDescriptor.SourceDescriptor;
import io.github.warmcache.endpoint.CacheDescriptor.TiersDescriptor;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.GoodLoad;
import io.github.warmcache.warmup.WarmupState;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Descriptions of the caches of this pod, from what the other rooms know. They do no I/O.
 */
final class CacheDescriptors {

	private final TieredCacheManager caches;

	private final @Nullable WarmupState warmup;

	private final @Nullable AnswerWatch answers;

	private final @Nullable DriftAudit audit;

	private final InstantSource clock;

	CacheDescriptors(PodParts parts, InstantSource clock) {
		this.caches = parts.caches();
		this.warmup = parts.warmup();
		this.answers = parts.answers();
		this.audit = parts.audit();
		this.clock = clock;
	}

	/**
	 * Describe all caches: first those of the warm-up in its order, then the others by
	 * name.
	 */
	Map<String, CacheDescriptor> all() {
		Set<String> names = new LinkedHashSet<>();
		if (this.warmup != null) {
			this.warmup.caches().forEach((cache) -> names.add(cache.cacheName()));
		}
		names.addAll(new TreeSet<>(this.caches.getCacheNames()));
		Map<String, CacheDescriptor> descriptors = new LinkedHashMap<>();
		names.forEach((name) -> descriptors.put(name, describe(name)));
		return descriptors;
	}

	/**
	 * Describe one cache, or return {@code null} if there is none of that name.
	 */
	@Nullable CacheDescriptor one(String name) {
		return has(name) ? describe(name) : null;
	}

	/**
	 * Return whether there is a cache of that name, which need not have been used yet.
	 */
	boolean has(String name) {
		boolean warmed = this.warmup != null && this.warmup.cache(name) != null;
		return warmed || this.caches.getCacheNames().contains(name);
	}

	private CacheDescriptor describe(String name) {
		TieredCache cache = this.caches.getCacheIfPresent(name);
		CacheWarmupProgress progress = (this.warmup != null) ? this.warmup.cache(name) : null;
		LocalDescriptor local = (cache != null) ? local(cache) : null;
		TiersDescriptor tiers = (cache != null) ? tiers(cache) : null;
		AnswersDescriptor answered = (cache != null) ? answers(cache) : null;
		SharedDescriptor shared = (cache != null) ? shared(cache) : null;
		SourceDescriptor source = (cache != null) ? source(cache) : null;
		AuditReport compared = (this.audit != null) ? this.audit.report(name) : null;
		if (this.warmup == null || progress == null) {
			return new CacheDescriptor(null, null, null, null, null, null, null, null, null, null, null, null, null,
					null, null, local, tiers, answered, shared, source, compared, null);
		}
		return new CacheDescriptor(progress.status(), progress.required(), progress.entries(), progress.expected(),
				Math.round(progress.entriesPerSecond()), progress.elapsed(), progress.attempts(), progress.warmer(),
				progress.lastError(), progress.waitingFor(), progress.badRows(), progress.repeatedKeys(),
				load(this.warmup.lastLoad(name)), this.warmup.isComplete(name), this.warmup.rewarms(name), local, tiers,
				answered, shared, source, compared, null);
	}

	private @Nullable LoadDescriptor load(@Nullable GoodLoad load) {
		if (load == null) {
			return null;
		}
		Duration age = Duration.between(load.finishedAt(), this.clock.instant());
		// The clock of the pod that loaded may be ahead.
		return new LoadDescriptor(load.entries(), load.finishedAt(), age.isNegative() ? Duration.ZERO : age,
				load.from());
	}

	private static LocalDescriptor local(TieredCache cache) {
		LocalTierSettings settings = cache.definition().local();
		DataSize maximumWeight = settings.maximumWeight();
		Long weight = null;
		if (maximumWeight != null) {
			var eviction = cache.getNativeCache().policy().eviction();
			weight = eviction.isPresent() ? (Long) eviction.get().weightedSize().orElse(0) : null;
		}
		return new LocalDescriptor(cache.getNativeCache().estimatedSize(), settings.maximumSize(),
				(maximumWeight != null) ? (Long) maximumWeight.toBytes() : null, weight, settings.timeToLive(),
				cache.getNativeCache().stats().evictionCount());
	}

	private static TiersDescriptor tiers(TieredCache cache) {
		CacheStatistics statistics = cache.statistics();
		long heap = cache.reads(ReadOutcome.VALUE) - statistics.count(CacheEvent.READ_VALUE)
				+ cache.reads(ReadOutcome.ABSENT) - statistics.count(CacheEvent.READ_ABSENT)
				+ cache.reads(ReadOutcome.EMPTY) - statistics.count(CacheEvent.READ_EMPTY);
		return new TiersDescriptor(Math.max(0, heap), statistics.count(CacheEvent.SHARED_HIT),
				statistics.count(CacheEvent.SOURCE_LOADED), statistics.count(CacheEvent.METHOD_LOADED));
	}

	private AnswersDescriptor answers(TieredCache cache) {
		AnswerStatus status = (this.answers != null) ? this.answers.status(cache.getName()) : null;
		return new AnswersDescriptor(cache.reads(ReadOutcome.VALUE), cache.reads(ReadOutcome.ABSENT),
				cache.reads(ReadOutcome.EMPTY), cache.reads(ReadOutcome.STALE),
				(status != null) ? number(status.share()) : null, (status != null) ? number(status.limit()) : null,
				(status != null) ? status.exceededSince() : null);
	}

	private static @Nullable Double number(double share) {
		return !Double.isNaN(share) ? (Double) (Math.round(share * 1000) / 1000.0) : null;
	}

	private static @Nullable SharedDescriptor shared(TieredCache cache) {
		SharedTier shared = cache.sharedTier();
		return (shared != null) ? new SharedDescriptor(cache.definition().sharedTimeToLive(), shared.sharesValues())
				: null;
	}

	private static @Nullable SourceDescriptor source(TieredCache cache) {
		if (cache.source() == null) {
			return null;
		}
		CacheStatistics statistics = cache.statistics();
		SourceFailure failure = cache.lastSourceFailure();
		return new SourceDescriptor(cache.sourceBreaker(),
				statistics.count(CacheEvent.SOURCE_LOADED) + statistics.count(CacheEvent.SOURCE_ABSENT),
				statistics.count(CacheEvent.SOURCE_FAILED), (failure != null) ? failure.error() : null,
				(failure != null) ? failure.at() : null);
	}

}
