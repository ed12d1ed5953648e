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

package io.github.warmcache.autoconfigure.audit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.SplittableRandom;

import io.github.warmcache.audit.DriftAudit;
import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.cache.ValueCodecs;
import io.github.warmcache.autoconfigure.properties.PropertyChecks;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.health.CacheAuditHealthIndicator;
import io.github.warmcache.tier.ValueCodecFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of the comparison of caches with their sources, and of the health
 * contributor {@code cacheAudit}, which is informative and takes no part in readiness.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = { "io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration",
		"io.github.warmcache.autoconfigure.redis.WarmcacheRedisAutoConfiguration" })
@ConditionalOnBean(TieredCacheManager.class)
@ConditionalOnProperty("warmcache.audit.interval")
public final class WarmcacheAuditAutoConfiguration {

	private static final String SAMPLE_SIZE = "warmcache.audit.sample-size";

	private static final int LARGEST_SAMPLE = 1000;

	@Bean
	@ConditionalOnMissingBean
	DriftAudit warmcacheDriftAudit(TieredCacheManager caches, ObjectProvider<ValueCodecFactory> codecs,
			WarmcacheProperties properties) {
		Duration interval = Objects.requireNonNull(properties.audit().interval());
		PropertyChecks.positive("warmcache.audit.interval", interval, "5m");
		PropertyChecks.positive(SAMPLE_SIZE, properties.audit().sampleSize(), "100");
		if (properties.audit().sampleSize() > LARGEST_SAMPLE) {
			throw new InvalidCacheConfigurationException(SAMPLE_SIZE,
					"must be at most %d, but is %d".formatted(LARGEST_SAMPLE, properties.audit().sampleSize()),
					"Write a number such as 100: the pod asks the source for as many keys in one go");
		}
		return new DriftAudit(caches, new ValueCodecs(codecs), interval, properties.audit().sampleSize(),
				InstantSource.system(), new SplittableRandom());
	}

	/**
	 * Separate class, because its condition does not exist without Spring Boot's health
	 * module.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthIndicator.class)
	@ConditionalOnEnabledHealthIndicator("cacheaudit")
	static class IndicatorConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = { "cacheAuditHealthIndicator", "cacheAuditHealthContributor" })
		CacheAuditHealthIndicator cacheAuditHealthIndicator(DriftAudit audit) {
			return new CacheAuditHealthIndicator(audit);
		}

	}

}
