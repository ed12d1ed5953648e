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

package io.github.warmcache.autoconfigure.redis;

import java.time.Duration;
import java.time.InstantSource;

import io.github.warmcache.autoconfigure.cache.CacheAssembly;
import io.github.warmcache.autoconfigure.cache.SharedTierObserver;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.coherence.Coherence;
import io.github.warmcache.tier.redis.RedisSharedTierFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Auto-configuration of the coherence between pods: this pod listens for the changes of
 * other pods if it has a shared tier.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WarmcacheRedisAutoConfiguration.class)
@ConditionalOnClass(RedisConnectionFactory.class)
@ConditionalOnBean({ CacheAssembly.class, RedisSharedTierFactory.class })
@ConditionalOnBooleanProperty(name = "warmcache.coherence.enabled", matchIfMissing = true)
public final class WarmcacheCoherenceAutoConfiguration {

	/**
	 * Time for which a check that no server answered keeps callers from trying Redis. It
	 * is longer than the time until the next check, which comes after half a second of
	 * silence at the latest.
	 */
	private static final Duration SILENCE = Duration.ofSeconds(3);

	@Bean
	@ConditionalOnMissingBean
	Coherence warmcacheCoherence(TieredCacheManager cacheManager, WarmcacheProperties properties) {
		return new Coherence(cacheManager, properties.coherence().checkInterval(), InstantSource.system());
	}

	/**
	 * Create the observer that starts listening when the first cache uses the shared
	 * tier. If no cache does, nothing connects.
	 */
	@Bean
	SharedTierObserver warmcacheCoherenceObserver(ObjectProvider<Coherence> coherence) {
		return (factory) -> {
			if (factory instanceof RedisSharedTierFactory redis) {
				CallBreaker breaker = redis.breaker();
				coherence.ifAvailable((listening) -> listening.join(redis.stripes(), redis, breaker::tryAgain,
						() -> breaker.holdTrials(SILENCE)));
			}
		};
	}

}
