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

package io.github.warmcache.autoconfigure.metrics;

import java.util.Arrays;

import io.github.warmcache.answers.AnswerWatch;
import io.github.warmcache.audit.DriftAudit;
import io.github.warmcache.breaker.CallBreakers;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.coherence.Coherence;
import io.github.warmcache.metrics.BreakerMeters;
import io.github.warmcache.metrics.CacheObservations;
import io.github.warmcache.metrics.CoherenceMeters;
import io.github.warmcache.metrics.PendingChangesMeters;
import io.github.warmcache.metrics.RedisWatchMeters;
import io.github.warmcache.metrics.TieredCacheMeterBinderProvider;
import io.github.warmcache.metrics.WarmupMeters;
import io.github.warmcache.redis.watch.RedisWatch;
import io.github.warmcache.tier.PendingChanges;
import io.github.warmcache.warmup.WarmupState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.GlobalObservationConvention;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters of caches, warm-up, coherence, breakers, pending
 * changes and the Redis server. Boot binds them to the registries.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = CacheMetricsAutoConfiguration.class,
		afterName = { "io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration",
				"io.github.warmcache.autoconfigure.audit.WarmcacheAuditAutoConfiguration",
				"io.github.warmcache.autoconfigure.redis.WarmcacheRedisAutoConfiguration",
				"io.github.warmcache.autoconfigure.redis.WarmcacheCoherenceAutoConfiguration",
				"io.github.warmcache.autoconfigure.redis.WarmcacheRedisWatchAutoConfiguration",
				"io.github.warmcache.autoconfigure.warmup.WarmcacheWarmupAutoConfiguration" })
@ConditionalOnClass({ MeterRegistry.class, CacheMeterBinderProvider.class })
@ConditionalOnBean(TieredCacheManager.class)
public final class WarmcacheMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TieredCacheMeterBinderProvider tieredCacheMeterBinderProvider(ObjectProvider<AnswerWatch> answers,
			ObjectProvider<DriftAudit> audit, ObjectProvider<CacheObservations> observations,
			ObjectProvider<MeterObservationHandler<?>> handlers,
			ObjectProvider<GlobalObservationConvention<?>> conventions) {
		return new TieredCacheMeterBinderProvider(answers.getIfAvailable(), audit.getIfAvailable(), (cacheName) -> {
			CacheObservations observer = observations.getIfAvailable();
			return observer != null && handlers.stream().findAny().isPresent()
					&& observer.namesLoads(cacheName, conventions.orderedStream());
		});
	}

	@Bean
	@ConditionalOnBean(CallBreakers.class)
	@ConditionalOnMissingBean
	BreakerMeters breakerMeters(CallBreakers breakers) {
		return new BreakerMeters(breakers);
	}

	@Bean
	@ConditionalOnBean(Coherence.class)
	@ConditionalOnMissingBean
	CoherenceMeters coherenceMeters(Coherence coherence) {
		return new CoherenceMeters(coherence);
	}

	@Bean
	@ConditionalOnBean(RedisWatch.class)
	@ConditionalOnMissingBean
	RedisWatchMeters redisWatchMeters(RedisWatch watch) {
		return new RedisWatchMeters(watch);
	}

	@Bean
	@ConditionalOnBean(PendingChanges.class)
	@ConditionalOnMissingBean
	PendingChangesMeters pendingChangesMeters(ConfigurableListableBeanFactory beanFactory) {
		return new PendingChangesMeters(() -> pending(beanFactory));
	}

	/**
	 * Return the number of pending changes. A shared tier that no cache uses is not
	 * created for that.
	 */
	private static int pending(ConfigurableListableBeanFactory beanFactory) {
		return Arrays.stream(beanFactory.getBeanNamesForType(PendingChanges.class, true, false))
			.filter(beanFactory::containsSingleton)
			.mapToInt((name) -> beanFactory.getBean(name, PendingChanges.class).pending())
			.sum();
	}

	@Bean
	@ConditionalOnBean(WarmupState.class)
	@ConditionalOnMissingBean
	WarmupMeters warmupMeters(WarmupState state) {
		return new WarmupMeters(state);
	}

}
