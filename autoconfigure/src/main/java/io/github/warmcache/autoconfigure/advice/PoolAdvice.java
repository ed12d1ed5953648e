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

package io.github.warmcache.autoconfigure.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.github.warmcache.advice.Advice;
import io.github.warmcache.advice.AdviceProvider;
import io.github.warmcache.advice.check.KnownAdvice;
import io.github.warmcache.autoconfigure.properties.ConfiguredCaches;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.source.jdbc.query.JdbcCacheSource;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.fill.WholeSourceWarmer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceUnwrapper;

/**
 * Advice on HikariCP pools that have fewer connections than SQL sources use at once.
 * Other pools are not looked at.
 */
final class PoolAdvice implements AdviceProvider {

	/**
	 * Connections of a pool whose size nobody has set, and which has not begun yet.
	 */
	private static final int DEFAULT_SIZE = 10;

	private final TieredCacheManager caches;

	private final ConfiguredCaches configured;

	private final @Nullable WarmupPlan plan;

	/**
	 * Create the advice.
	 * @param caches holds the caches
	 * @param configured knows their settings
	 * @param plan the warm-up, or {@code null} if there is none
	 */
	PoolAdvice(TieredCacheManager caches, ConfiguredCaches configured, @Nullable WarmupPlan plan) {
		this.caches = caches;
		this.configured = configured;
		this.plan = plan;
	}

	@Override
	public Set<String> ids() {
		return KnownAdvice.ids(KnownAdvice.POOL_SMALLER_THAN_WARMUP, KnownAdvice.POOL_SMALLER_THAN_LOADS);
	}

	@Override
	public List<Advice> advice() {
		List<Advice> advice = new ArrayList<>();
		if (this.plan != null) {
			warmup(this.plan, advice);
		}
		for (TieredCache cache : this.caches.getCachesPresent()) {
			JdbcSources.of(cache)
				.stream()
				.flatMap((source) -> Stream.ofNullable(pool(source)))
				.min(Comparator.comparing(PoolAdvice::size))
				.ifPresent((pool) -> loads(cache, pool, advice));
		}
		return advice;
	}

	private void loads(TieredCache cache, HikariConfigMXBean pool, List<Advice> advice) {
		int most = cache.definition().loads().maxConcurrent();
		// The default is above the size of most pools, which hardly ever matters.
		if (most != LoadPolicy.defaults().maxConcurrent() && most > size(pool)) {
			advice.add(KnownAdvice.POOL_SMALLER_THAN_LOADS.of(cache.getName(),
					"%s is %d, but %s of '%s' is %d, so loads wait for connections until they time out".formatted(
							this.configured.get(cache.getName()).property("max-concurrent-loads"), most,
							"maximumPoolSize", pool.getPoolName(), size(pool)),
					"Write %d at most, less if something is to be left for others, or raise spring.datasource.hikari.maximum-pool-size"
						.formatted(size(pool))));
		}
	}

	private void warmup(WarmupPlan warmup, List<Advice> advice) {
		Map<HikariConfigMXBean, List<Integer>> connections = new IdentityHashMap<>();
		for (CacheWarmupStep step : warmup.steps()) {
			TieredCache cache = this.caches.getCacheIfPresent(step.cacheName());
			HikariConfigMXBean pool = (cache != null && readsSource(step)
					&& cache.source() instanceof JdbcCacheSource<?, ?> source) ? pool(source) : null;
			if (pool != null) {
				Integer partitions = this.configured.get(step.cacheName()).warmup().partitions();
				connections.computeIfAbsent(pool, (key) -> new ArrayList<>())
					.add((partitions != null) ? partitions : 1);
			}
		}
		connections.forEach((pool, partitions) -> {
			int most = partitions.stream()
				.sorted(Comparator.reverseOrder())
				.limit(warmup.parallelism())
				.mapToInt(Integer::intValue)
				.sum();
			if (most > size(pool)) {
				advice.add(KnownAdvice.POOL_SMALLER_THAN_WARMUP.of(null,
						"With warmcache.warmup.parallelism %d and the partitions of its caches, the warm-up reads over %d connections at once, but maximumPoolSize of '%s' is %d"
							.formatted(warmup.parallelism(), most, pool.getPoolName(), size(pool)),
						"Raise spring.datasource.hikari.maximum-pool-size to %d, or lower warmup.partitions or warmcache.warmup.parallelism"
							.formatted(most)));
			}
		});
	}

	/**
	 * Return whether a warm-up reads a whole source. One from elsewhere has no parts.
	 */
	private static boolean readsSource(CacheWarmupStep step) {
		return step.warmers().values().stream().anyMatch(WholeSourceWarmer.class::isInstance);
	}

	private static @Nullable HikariConfigMXBean pool(JdbcCacheSource<?, ?> source) {
		return DataSourceUnwrapper.unwrap(source.dataSource(), HikariConfigMXBean.class, HikariDataSource.class);
	}

	private static int size(HikariConfigMXBean pool) {
		return (pool.getMaximumPoolSize() > 0) ? pool.getMaximumPoolSize() : DEFAULT_SIZE;
	}

}
