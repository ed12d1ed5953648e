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

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.PropertyChecks;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties.Coherence;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties.Shared;
import io.github.warmcache.breaker.BreakerSettings;
import io.github.warmcache.redis.RedisTierTimeouts;
import io.github.warmcache.tier.redis.RedisTierSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Validated settings of the shared tier in Redis.
 */
final class SharedTierSettings {

	private static final String PREFIX = "warmcache.shared.";

	private static final long SMALLEST_MAXIMUM = 128;

	private final WarmcacheProperties properties;

	private final Environment environment;

	SharedTierSettings(WarmcacheProperties properties, Environment environment) {
		this.properties = properties;
		this.environment = environment;
		Shared shared = properties.shared();
		PropertyChecks.positive(PREFIX + "command-timeout", shared.commandTimeout(), "200ms");
		PropertyChecks.positive(PREFIX + "bulk-timeout", shared.bulkTimeout(), "2s");
		PropertyChecks.positive(PREFIX + "connect-timeout", shared.connectTimeout(), "250ms");
		PropertyChecks.positive(PREFIX + "reconnect-delay", shared.reconnectDelay(), "500ms");
		PropertyChecks.positive(PREFIX + "lease-duration", shared.leaseDuration(), "10s");
		PropertyChecks.circuitBreaker("warmcache.shared", shared.circuitBreaker().failureThreshold(),
				shared.circuitBreaker().waitDuration());
		Coherence coherence = properties.coherence();
		PropertyChecks.positive("warmcache.coherence.check-interval", coherence.checkInterval(), "1s");
		PropertyChecks.positive("warmcache.coherence.journal-size", coherence.journalSize(), "10000");
		PropertyChecks.positive("warmcache.redis-watch.interval", properties.redisWatch().interval(), "10s");
		long maximum = shared.maximumValueSize().toBytes();
		if (maximum < SMALLEST_MAXIMUM || maximum > Integer.MAX_VALUE) {
			throw new InvalidCacheConfigurationException(PREFIX + "maximum-value-size",
					"must be from 128B to below 2GB, but is " + shared.maximumValueSize(), "Write a size such as 1MB");
		}
	}

	RedisTierTimeouts timeouts() {
		Shared shared = this.properties.shared();
		return new RedisTierTimeouts(shared.commandTimeout(), shared.bulkTimeout(), shared.connectTimeout(),
				shared.reconnectDelay());
	}

	RedisTierSettings sizes() {
		RedisTierSettings defaults = RedisTierSettings.defaults();
		Shared shared = this.properties.shared();
		return new RedisTierSettings(shared.leaseDuration(), defaults.batchSize(), defaults.scanCount(),
				(int) shared.maximumValueSize().toBytes(), this.properties.coherence().journalSize());
	}

	/**
	 * Return the settings of the circuit breaker around Redis.
	 * @return the settings, or {@code null} if there is no breaker
	 */
	@Nullable BreakerSettings breaker() {
		return CacheSettings.breaker(this.properties.shared().circuitBreaker());
	}

	/**
	 * Return the namespace in which all pods of this application share values.
	 * @return the name
	 * @throws InvalidCacheConfigurationException if the application has no name: a
	 * default would be the same for all applications in the same Redis
	 */
	String namespace() {
		String name = this.properties.application(this.environment);
		if (name == null) {
			throw new InvalidCacheConfigurationException("warmcache.namespace",
					"is missing, and so is 'spring.application.name': pods could not tell the values of this "
							+ "application from those of others in the same Redis",
					"Set 'spring.application.name', or 'warmcache.shared.enabled' to false to keep values out of Redis");
		}
		return name;
	}

}
