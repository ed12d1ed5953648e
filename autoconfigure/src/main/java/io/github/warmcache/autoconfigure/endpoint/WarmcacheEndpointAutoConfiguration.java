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

package io.github.warmcache.autoconfigure.endpoint;

import io.github.warmcache.advice.ConfigurationAdvisor;
import io.github.warmcache.answers.AnswerWatch;
import io.github.warmcache.audit.DriftAudit;
import io.github.warmcache.autoconfigure.advice.WarmcacheAdviceAutoConfiguration;
import io.github.warmcache.autoconfigure.audit.WarmcacheAuditAutoConfiguration;
import io.github.warmcache.autoconfigure.cache.ValueCodecs;
import io.github.warmcache.autoconfigure.properties.ConfiguredCaches;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.coherence.Coherence;
import io.github.warmcache.endpoint.CacheWarmupEndpoint;
import io.github.warmcache.endpoint.KnownParameters;
import io.github.warmcache.endpoint.PodParts;
import io.github.warmcache.endpoint.ValueVisibility;
import io.github.warmcache.operation.CacheOperations;
import io.github.warmcache.redis.watch.RedisWatch;
import io.github.warmcache.tier.ValueCodecFactory;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.rewarm.RewarmScheduler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of the actuator endpoint {@code cachewarmup}, if the application
 * exposes it.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { WarmcacheAuditAutoConfiguration.class, WarmcacheAdviceAutoConfiguration.class },
		afterName = { "io.github.warmcache.autoconfigure.warmup.WarmcacheWarmupAutoConfiguration",
				"io.github.warmcache.autoconfigure.redis.WarmcacheRedisWatchAutoConfiguration" })
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(TieredCacheManager.class)
public final class WarmcacheEndpointAutoConfiguration {

	/**
	 * Separate class, because its condition does not exist without Actuator.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(CacheWarmupEndpoint.class)
	@EnableConfigurationProperties(CacheWarmupEndpointProperties.class)
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		CacheWarmupEndpoint cacheWarmupEndpoint(TieredCacheManager caches, ObjectProvider<WarmupState> warmup,
				ObjectProvider<AnswerWatch> answers, ObjectProvider<DriftAudit> audit,
				ObjectProvider<Coherence> coherence, ObjectProvider<RedisWatch> redis,
				ObjectProvider<ConfigurationAdvisor> advisor, ObjectProvider<RewarmScheduler> rewarms,
				ObjectProvider<ValueCodecFactory> codecs, ObjectProvider<ConfiguredCaches> configured,
				CacheWarmupEndpointProperties properties) {
			PodParts parts = new PodParts(caches, warmup.getIfAvailable(), answers.getIfAvailable(),
					audit.getIfAvailable(), coherence.getIfAvailable(), redis.getIfAvailable(),
					advisor.getIfAvailable());
			CacheOperations operations = new CacheOperations(new ValueCodecs(codecs), new SourceKinds(configured),
					rewarms.getIfAvailable(), ApplicationConversionService.getSharedInstance());
			return new CacheWarmupEndpoint(parts, operations,
					new ValueVisibility(properties.showValues(), properties.roles()));
		}

		@Bean
		@ConditionalOnMissingBean
		KnownParameters cacheWarmupKnownParameters() {
			return new KnownParameters();
		}

	}

}
