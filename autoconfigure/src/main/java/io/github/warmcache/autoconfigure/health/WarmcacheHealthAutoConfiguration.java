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

import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.health.CacheWarmupHealthIndicator;
import io.github.warmcache.warmup.WarmupState;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration that keeps an application out of service until its caches are warm.
 * It adds the health contributor {@code cacheWarmup} and makes it a member of the
 * readiness group.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = AvailabilityProbesAutoConfiguration.class,
		afterName = "io.github.warmcache.autoconfigure.warmup.WarmcacheWarmupAutoConfiguration")
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(WarmupState.class)
public final class WarmcacheHealthAutoConfiguration {

	/**
	 * Separate class, because its condition does not exist without Spring Boot's health
	 * module.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnEnabledHealthIndicator("cachewarmup")
	static class IndicatorConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = { "cacheWarmupHealthIndicator", "cacheWarmupHealthContributor" })
		CacheWarmupHealthIndicator cacheWarmupHealthIndicator(WarmupState state,
				ObjectProvider<TieredCacheManager> caches) {
			return new CacheWarmupHealthIndicator(state, caches.getIfAvailable());
		}

	}

	/**
	 * Separate class, because it needs the health endpoint and the indicator does not.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SecurityContext.class)
	@ConditionalOnEnabledHealthIndicator("cachewarmup")
	static class ReadinessGroupConfiguration {

		// Boot creates the readiness group in a post-processor of the same, lowest
		// precedence. Among equals the order of the auto-configurations decides. If this
		// one ran first, it would find no group to join, and a cold pod would report
		// ready.
		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		HealthEndpointGroupsPostProcessor cacheWarmupHealthEndpointGroupsPostProcessor(Environment environment) {
			return new ReadinessGroupPostProcessor(environment);
		}

	}

}
