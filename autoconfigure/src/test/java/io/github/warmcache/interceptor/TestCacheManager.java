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

package io.github.warmcache.interceptor;

import java.time.Duration;
import java.util.List;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.local.CoarseClock;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;

/**
 * Configuration of caches that live in the heap only. Keys of the cache {@code numbers}
 * are of type {@code Long}.
 */
@Configuration(proxyBeanMethods = false)
class TestCacheManager {

	@Bean
	CoarseClock clock() {
		return new CoarseClock();
	}

	@Bean
	TieredCacheManager cacheManager(CoarseClock clock) {
		return new TieredCacheManager(List::of, (name) -> TieredCache.builder(definition(name)).ticker(clock).build());
	}

	private static CacheDefinition definition(String name) {
		ResolvableType keyType = name.equals("numbers") ? ResolvableType.forClass(Long.class) : ResolvableType.NONE;
		return new CacheDefinition(name, keyType, ResolvableType.NONE,
				new LocalTierSettings(1000L, null, Duration.ofMinutes(1), 0, Duration.ofMinutes(1)), null);
	}

}
