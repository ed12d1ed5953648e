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

package io.github.warmcache.autoconfigure.caching;

import java.util.concurrent.ThreadLocalRandom;

import io.github.warmcache.autoconfigure.properties.PropertyChecks;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import io.github.warmcache.cache.OperationObserver;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.interceptor.CacheAdvisorOrder;
import io.github.warmcache.interceptor.CachingPostProcessor;
import io.github.warmcache.interceptor.FencedCacheResolver;
import io.github.warmcache.interceptor.SampledReads;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration that enables caching annotations unless the application already did.
 * Plain {@code @Cacheable} methods become single-flight, and all others are fenced. A hit
 * opens no transaction.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = { "io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration",
		"io.github.warmcache.autoconfigure.metrics.WarmcacheObservationAutoConfiguration" })
@ConditionalOnBean(TieredCacheManager.class)
@Import({ CachingPostProcessor.class, CacheAdvisorOrder.class })
public final class WarmcacheCachingAutoConfiguration {

	private static final String READ_SHARE = "warmcache.observations.read-share";

	@Bean(name = FencedCacheResolver.BEAN_NAME, defaultCandidate = false)
	FencedCacheResolver warmcacheFencedCacheResolver(ObjectProvider<CacheInterceptor> interceptor,
			TieredCacheManager cacheManager) {
		return new FencedCacheResolver(interceptor, cacheManager);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(OperationObserver.class)
	@ConditionalOnProperty(READ_SHARE)
	SampledReads warmcacheSampledReads(OperationObserver observer, WarmcacheProperties properties) {
		double share = properties.observations().readShare();
		PropertyChecks.sampledShare(READ_SHARE, share);
		return new SampledReads(observer, share, () -> ThreadLocalRandom.current().nextDouble());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(name = { "org.springframework.cache.config.internalCacheAdvisor",
			"org.springframework.cache.config.internalCacheAspect" })
	static class EnableCachingConfiguration {

		@Configuration(proxyBeanMethods = false)
		@EnableCaching(proxyTargetClass = true, order = CacheAdvisorOrder.BEFORE_TRANSACTIONS)
		@ConditionalOnBooleanProperty(name = "spring.aop.proxy-target-class", matchIfMissing = true)
		static class ClassProxies {

		}

		@Configuration(proxyBeanMethods = false)
		@EnableCaching(order = CacheAdvisorOrder.BEFORE_TRANSACTIONS)
		@ConditionalOnBooleanProperty(name = "spring.aop.proxy-target-class", havingValue = false)
		static class InterfaceProxies {

		}

	}

}
