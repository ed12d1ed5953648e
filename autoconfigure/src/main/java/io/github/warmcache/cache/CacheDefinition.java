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

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * Definition of one cache.
 *
 * @param name the name that {@code @Cacheable} methods use
 * @param keyType the declared type of the keys, {@link ResolvableType#NONE} if any
 * @param valueType the declared type of the values, {@link ResolvableType#NONE} if any
 * @param local the bounds in this pod's heap
 * @param sharedTimeToLive the maximum life of a value in the shared tier, positive;
 * {@code null} if the cache does not use the shared tier
 * @param loads the policy for loads of values that no tier has
 * @since 0.1.0
 */
public record CacheDefinition(String name, ResolvableType keyType, ResolvableType valueType, LocalTierSettings local,
		@Nullable Duration sharedTimeToLive, LoadPolicy loads) {

	public CacheDefinition {
		Assert.notNull(name, "name must not be null");
		Assert.isTrue(sharedTimeToLive == null || LocalTierSettings.isPositive(sharedTimeToLive),
				"sharedTimeToLive must be positive");
	}

	/**
	 * Create a definition with the default load policy.
	 * @param name the name that {@code @Cacheable} methods use
	 * @param keyType the declared type of the keys, {@link ResolvableType#NONE} if any
	 * @param valueType the declared type of the values, {@link ResolvableType#NONE} if
	 * any
	 * @param local the bounds in this pod's heap
	 * @param sharedTimeToLive the maximum life of a value in the shared tier, positive;
	 * {@code null} if the cache does not use the shared tier
	 */
	public CacheDefinition(String name, ResolvableType keyType, ResolvableType valueType, LocalTierSettings local,
			@Nullable Duration sharedTimeToLive) {
		this(name, keyType, valueType, local, sharedTimeToLive, LoadPolicy.defaults());
	}

}
