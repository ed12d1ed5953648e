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

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.tier.ChangeOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the meters of one cache.
 */
class TieredCacheMeterBinderProviderTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final Map<Object, Object> rows = Map.of("a", "1");

	private final TieredCache cache = TieredCache
		.builder(new CacheDefinition("cities", ResolvableType.NONE, ResolvableType.NONE,
				new LocalTierSettings(100L, null, Duration.ofMinutes(1), 0, Duration.ofMinutes(1)), null))
		.source((key) -> {
			if ("broken".equals(key)) {
				throw new IllegalStateException();
			}
			return this.rows.get(key);
		})
		.build();

	@Test
	void countsWhatDashboardsOfAnyCacheShow() {
		bind();
		this.cache.get("a", () -> "method");
		this.cache.get("a", () -> "method");
		this.cache.get("a", () -> "method");
		assertThat(this.registry.get("cache.gets").tags("result", "hit", "cache", "cities").functionCounter().count())
			.isEqualTo(2);
		assertThat(this.registry.get("cache.gets").tag("result", "miss").functionCounter().count()).isOne();
		assertThat(this.registry.get("cache.size").gauge().value()).isOne();
		assertThat(this.registry.get("cache.puts").functionCounter().count()).isOne();
		assertThat(this.registry.get("cache.evictions").functionCounter().count()).isZero();
		assertThat(this.registry.get("warmcache.maximum").gauge().value()).isEqualTo(100);
	}

	@Test
	void countsAnInvalidatedEntryAsAMissWhoeverFoundIt() {
		bind();
		this.cache.put("b", "1");
		this.cache.clear();
		this.cache.get("b");
		assertThat(this.registry.get("cache.gets").tag("result", "hit").functionCounter().count()).isZero();
		assertThat(this.registry.get("cache.gets").tag("result", "miss").functionCounter().count()).isOne();
	}

	@Test
	void metersOfARemovedCacheAreGone() {
		TieredCacheManager manager = new TieredCacheManager(List::of, (name) -> this.cache);
		MeterRegistry composite = new CompositeMeterRegistry().add(this.registry);
		composite.config().commonTags("pod", "a");
		Tags tags = Tags.of("cache.manager", "cacheManager");
		new TieredCacheMeterBinderProvider(null, null, (name) -> false).getMeterBinder(manager.getCache("cities"), tags)
			.bindTo(composite);
		assertThat(this.registry.getMeters()).hasSizeGreaterThan(10);
		composite.counter("other", "cache", "cities");
		manager.removeCache("cities");
		assertThat(composite.getMeters()).extracting((meter) -> meter.getId().getName()).containsExactly("other");
		assertThat(this.registry.getMeters()).hasSize(1);
	}

	@Test
	void countsReadsByWhatTheirCallersGot() {
		bind();
		for (int i = 0; i < 3; i++) {
			this.cache.get("a", () -> "method");
			this.cache.get("nothing", () -> null);
		}
		assertThat(counter("warmcache.reads", "outcome", "value")).isEqualTo(3);
		assertThat(counter("warmcache.reads", "outcome", "absent")).isEqualTo(3);
		assertThat(counter("warmcache.reads", "outcome", "empty")).isZero();
		assertThat(counter("warmcache.reads", "outcome", "stale")).isZero();
	}

	@Test
	void hitsNeverShrink() {
		LocalTierMeters meters = new LocalTierMeters(this.cache, Tags.empty());
		assertThat(meters.hits(100, 5)).isEqualTo(95);
		// Ten reads of expired entries came between the reads of the two figures.
		assertThat(meters.hits(100, 15)).isEqualTo(95);
		assertThat(meters.hits(120, 15)).isEqualTo(105);
	}

	@Test
	void countsHitsAndMissesOfEachTierByCause() {
		bind();
		this.cache.get("a", () -> "method");
		this.cache.get("b", () -> "method");
		this.cache.get("broken", () -> "method");
		assertThat(counter("warmcache.tier.hits", "tier", "source")).isOne();
		assertThat(counter("warmcache.tier.misses", "tier", "source", "cause", "absent")).isOne();
		assertThat(counter("warmcache.tier.misses", "tier", "source", "cause", "failed")).isOne();
		assertThat(counter("warmcache.tier.hits", "tier", "method")).isEqualTo(2);
	}

	@Test
	void timesLoadsByWhereTheyCameFrom() {
		bind();
		this.cache.get("a", () -> "method");
		this.cache.get("b", () -> "method");
		assertThat(this.registry.get("warmcache.loads").tag("by", "source").functionTimer().count()).isEqualTo(2);
		assertThat(this.registry.get("warmcache.loads").tag("by", "method").functionTimer().count()).isOne();
		assertThat(this.registry.get("warmcache.loads")
			.tag("by", "source")
			.functionTimer()
			.totalTime(TimeUnit.NANOSECONDS)).isPositive();
	}

	@Test
	void countsWhatKeepsLoadsWithinBoundsAndWhatStandsInForThem() {
		TieredCache guarded = TieredCache
			.builder(new CacheDefinition("guarded", ResolvableType.NONE, ResolvableType.NONE,
					new LocalTierSettings(100L, null, Duration.ofMinutes(1), 0, Duration.ofMinutes(1)), null,
					new LoadPolicy(Duration.ofMillis(50), 4, Duration.ofHours(1), 0.5)))
			.build();
		new TieredCacheMeterBinderProvider(null, null, (name) -> false)
			.getMeterBinder(guarded, Tags.of("name", "guarded"))
			.bindTo(this.registry);
		guarded.get("a", () -> {
			while (!Thread.currentThread().isInterrupted()) {
				assertThat(this.registry.get("warmcache.loads.active").gauge().value()).isOne();
			}
			return "late";
		});
		assertThat(counter("warmcache.loads.timed-out")).isOne();
		assertThat(counter("warmcache.loads.rejected")).isZero();
		assertThat(counter("warmcache.reads", "outcome", "stale")).isZero();
		assertThat(counter("warmcache.refreshes", "outcome", "loaded")).isZero();
		assertThat(counter("warmcache.refreshes", "outcome", "failed")).isZero();
		assertThat(this.registry.get("warmcache.loads.active").gauge().value()).isZero();
	}

	@Test
	void countsWhatCameOfChangesOfAnyPod() {
		TieredCache shared = TieredCache
			.builder(new CacheDefinition("shared", ResolvableType.NONE, ResolvableType.forClass(String.class),
					this.cache.definition().local(), Duration.ofHours(1)))
			.sharedTier(new FakeSharedTier() {
				@Override
				public ChangeOutcome invalidate(Object key) {
					return ChangeOutcome.FAILED;
				}
			})
			.build();
		new TieredCacheMeterBinderProvider(null, null, (name) -> false)
			.getMeterBinder(shared, Tags.of("name", "shared"))
			.bindTo(this.registry);
		shared.evict("a");
		shared.localCopies().drop("a");
		shared.localCopies().dropStripe(1);
		shared.localCopies().dropStripe(2);
		assertThat(counter("warmcache.changes", "outcome", "failed")).isOne();
		assertThat(counter("warmcache.changes", "outcome", "applied")).isZero();
		assertThat(counter("warmcache.copies.dropped", "what", "key")).isOne();
		assertThat(counter("warmcache.copies.dropped", "what", "stripe")).isEqualTo(2);
	}

	@Test
	void speaksOnlyOfTheTiersThatTheCacheHas() {
		bind();
		Collection<String> tiers = this.registry.get("warmcache.tier.misses")
			.functionCounters()
			.stream()
			.map((counter) -> counter.getId().getTag("tier"))
			.toList();
		assertThat(tiers).contains("local", "source", "method").doesNotContain("shared");
	}

	@Test
	void tagsHaveNoKeysOrValues() {
		bind();
		this.cache.get("a", () -> "method");
		assertThat(this.registry.getMeters()).flatExtracting((meter) -> meter.getId().getTags())
			.extracting((tag) -> tag.getKey())
			.containsOnly("cache", "name", "result", "tier", "cause", "by", "outcome");
	}

	private double counter(String name, String... tags) {
		return this.registry.get(name).tags(tags).functionCounter().count();
	}

	private void bind() {
		new TieredCacheMeterBinderProvider(null, null, (name) -> false)
			.getMeterBinder(this.cache, Tags.of("name", "cities"))
			.bindTo(this.registry);
	}

}
