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

package io.github.warmcache.autoconfigure.health;

import io.github.warmcache.health.CacheRedisHealthIndicator;
import io.github.warmcache.redis.watch.RedisWatch;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of the health contributor {@code cacheRedis}, which is informative
 * and takes no part in readiness.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = "io.github.warmcache.autoconfigure.redis.WarmcacheRedisWatchAutoConfiguration")
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(RedisWatch.class)
public final class WarmcacheRedisWatchHealthAutoConfiguration {

	/**
	 * Separate class, because its condition does not exist without Spring Boot's health
	 * module.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnEnabledHealthIndicator("cacheredis")
	static class IndicatorConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = { "cacheRedisHealthIndicator", "cacheRedisHealthContributor" })
		CacheRedisHealthIndicator cacheRedisHealthIndicator(RedisWatch watch) {
			return new CacheRedisHealthIndicator(watch);
		}

	}

}
