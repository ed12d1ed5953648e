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

import java.security.SecureRandom;
import java.time.InstantSource;

import io.github.warmcache.autoconfigure.cache.CacheAssembly;
import io.github.warmcache.autoconfigure.cache.Signing;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.properties.ConfiguredCaches;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import io.github.warmcache.autoconfigure.types.CachedMethods;
import io.github.warmcache.breaker.CallBreakers;
import io.github.warmcache.redis.RedisTierConnections;
import io.github.warmcache.tier.ValueCodecFactory;
import io.github.warmcache.tier.codec.Signer;
import io.github.warmcache.tier.redis.RedisSharedTierFactory;
import io.github.warmcache.warmup.measure.GoodLoads;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Auto-configuration of the shared tier and sources in Redis, if the application has
 * Redis. Connections and the shared tier are created only if a cache uses them.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WarmcacheAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass(RedisConnectionFactory.class)
@ConditionalOnBean({ CacheAssembly.class, RedisConnectionFactory.class })
public final class WarmcacheRedisAutoConfiguration {

	@Bean
	SharedTierSettings warmcacheSharedTierSettings(WarmcacheProperties properties, Environment environment) {
		return new SharedTierSettings(properties, environment);
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	RedisTierConnections warmcacheRedisTierConnections(RedisConnectionFactory connectionFactory,
			SharedTierSettings settings) {
		return new RedisTierConnections(connectionFactory, settings.timeouts());
	}

	@Bean
	RedisConnector warmcacheRedisConnector(ConfigurableListableBeanFactory beanFactory) {
		return new RedisConnector(beanFactory);
	}

	@Bean
	RedisHashSourceFactory warmcacheRedisHashSourceFactory(BeanFactory beanFactory) {
		return new RedisHashSourceFactory(new RedisFormats(beanFactory));
	}

	@Bean
	RedisKeysSourceFactory warmcacheRedisKeysSourceFactory(BeanFactory beanFactory) {
		return new RedisKeysSourceFactory(new RedisFormats(beanFactory));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(ValueCodecFactory.class)
	@ConditionalOnBooleanProperty(name = "warmcache.shared.enabled", matchIfMissing = true)
	static class SharedTierConfiguration {

		@Bean
		@Lazy
		RedisSharedTierFactory warmcacheSharedTierFactory(RedisTierConnections connections, SharedTierSettings settings,
				CallBreakers breakers, ConfiguredCaches caches, CachedMethods methods, ValueCodecFactory codecs,
				Signing signing) {
			RedisSharedTierFactory factory = new RedisSharedTierFactory(connections, settings.namespace(),
					settings.sizes(), codecs, InstantSource.system(), new SecureRandom(),
					breakers.redis(settings.breaker()));
			Signer signer = signing.signer();
			if (signer != null) {
				factory.sign(signer);
			}
			factory.holdOff((cacheName) -> caches.get(cacheName).loads().holdOff());
			factory.writtenUnder((cacheName) -> caches.get(cacheName).writtenName(),
					(cacheName) -> methods.cacheNames().contains(cacheName));
			return factory;
		}

		@Bean
		GoodLoadsInRedis warmcacheGoodLoadsInRedis(ObjectProvider<GoodLoads> goodLoads,
				ObjectProvider<RedisTierConnections> connections, SharedTierSettings settings) {
			return new GoodLoadsInRedis(goodLoads, connections, settings);
		}

	}

}
