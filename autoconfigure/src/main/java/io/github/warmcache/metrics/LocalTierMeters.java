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

import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.Cache;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.tiered.TieredCache;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * The {@code cache.*} meters of the local tier. An entry that Caffeine finds but that has
 * expired or been invalidated counts as a miss.
 */
final class LocalTierMeters extends CacheMeterBinder<TieredCache> {

	private final Cache<Object, ?> caffeine;

	private final TieredCache cache;

	/**
	 * Highest number of hits that was reported. It is the difference of two moving
	 * numbers and may shrink, but a counter must not: monitoring systems would take that
	 * for a restart.
	 */
	private final AtomicLong hits = new AtomicLong();

	LocalTierMeters(TieredCache cache, Iterable<Tag> tags) {
		super(cache, cache.getName(), tags);
		this.cache = cache;
		this.caffeine = cache.getNativeCache();
	}

	@Override
	protected Long size() {
		return this.caffeine.estimatedSize();
	}

	@Override
	protected long hitCount() {
		return hits(this.caffeine.stats().hitCount(), outdated());
	}

	long hits(long found, long outdated) {
		return this.hits.accumulateAndGet(found - outdated, Math::max);
	}

	@Override
	protected Long missCount() {
		return this.caffeine.stats().missCount() + outdated();
	}

	private long outdated() {
		return this.cache.statistics().count(CacheEvent.LOCAL_EXPIRED)
				+ this.cache.statistics().count(CacheEvent.LOCAL_INVALIDATED);
	}

	@Override
	protected @Nullable Long evictionCount() {
		return this.caffeine.stats().evictionCount();
	}

	@Override
	protected long putCount() {
		return this.cache.statistics().count(CacheEvent.LOCAL_PUT);
	}

	@Override
	protected void bindImplementationSpecificMetrics(MeterRegistry registry) {
		FunctionCounter.builder("cache.eviction.weight", this.caffeine, (cache) -> cache.stats().evictionWeight())
			.tags(getTagsWithCacheName())
			.description("Sum of the weights of evicted entries, which is their number if the cache is bounded by size")
			.register(registry);
		this.caffeine.policy()
			.eviction()
			.ifPresent((eviction) -> Gauge.builder("warmcache.maximum", eviction, (policy) -> policy.getMaximum())
				.tags(getTagsWithCacheName())
				.description("Maximum number of entries of the local tier, or of bytes if it is bounded by weight")
				.register(registry));
	}

}
