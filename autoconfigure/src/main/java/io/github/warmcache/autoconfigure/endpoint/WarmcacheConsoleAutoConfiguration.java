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

import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.endpoint.CacheConsoleEndpoint;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of the actuator endpoint {@code cacheconsole}, if the application
 * exposes it.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = "io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration")
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(TieredCacheManager.class)
public final class WarmcacheConsoleAutoConfiguration {

	/**
	 * Separate class, because its condition does not exist without Actuator.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(CacheConsoleEndpoint.class)
	static class ConsoleConfiguration {

		@Bean
		@ConditionalOnMissingBean
		CacheConsoleEndpoint cacheConsoleEndpoint() {
			return new CacheConsoleEndpoint();
		}

	}

}
