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

package io.github.warmcache.cache;

import java.time.Duration;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Definitions for the tests of this package.
 */
public final class TestCaches {

	public static final Duration TTL = Duration.ofMinutes(10);

	public static final Duration NULL_TTL = Duration.ofMinutes(1);

	private TestCaches() {
	}

	public static TieredCacheBuilder local() {
		return TieredCache.builder(definition(ResolvableType.NONE, 0, null));
	}

	public static TieredCacheBuilder local(Class<?> keyType) {
		return TieredCache.builder(definition(ResolvableType.forClass(keyType), 0, null));
	}

	public static TieredCacheBuilder shared() {
		return TieredCache.builder(definition(ResolvableType.NONE, 0, Duration.ofHours(1)));
	}

	public static TieredCacheBuilder loading(LoadPolicy loads, @Nullable Duration sharedTimeToLive) {
		CacheDefinition definition = definition(ResolvableType.NONE, 0, sharedTimeToLive);
		return TieredCache.builder(new CacheDefinition(definition.name(), definition.keyType(), definition.valueType(),
				definition.local(), definition.sharedTimeToLive(), loads));
	}

	public static CacheDefinition definition(ResolvableType keyType, double jitter,
			@Nullable Duration sharedTimeToLive) {
		return new CacheDefinition("cities", keyType, ResolvableType.forClass(String.class),
				new LocalTierSettings(1000L, null, TTL, jitter, NULL_TTL), sharedTimeToLive);
	}

}
