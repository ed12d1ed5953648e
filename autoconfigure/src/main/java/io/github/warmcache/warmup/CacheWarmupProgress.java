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

package io.github.warmcache.warmup;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How far the warm-up of one cache was at one moment.
 *
 * @param cacheName the name of the cache
 * @param status how far it is
 * @param required whether the application is not ready without it
 * @param entries how many entries came in the latest attempt
 * @param expected how many make it complete, or {@code null} if unknown
 * @param entriesPerSecond how many came in a second of the latest attempt
 * @param elapsed how long it takes or took since it first began, zero before
 * @param attempts how many attempts began
 * @param warmer the name of the warmer that is or was filling it, or {@code null} before
 * the first
 * @param lastError what went wrong last, without keys, values and secrets; {@code null}
 * if nothing, or if the cache is warm
 * @param waitingFor what the cache waits for at the moment, such as another pod that
 * loads it or a cache that it depends on; {@code null} if for nothing
 * @param badRows how many rows of the source could not be read when the cache was filled
 * last, and are missing
 * @param repeatedKeys how many rows had the key of another one when the cache was filled
 * last, and were replaced by it
 * @since 0.1.0
 */
public record CacheWarmupProgress(String cacheName, WarmupStatus status, boolean required, long entries,
		@Nullable Long expected, double entriesPerSecond, Duration elapsed, int attempts, @Nullable String warmer,
		@Nullable String lastError, @Nullable String waitingFor, long badRows, long repeatedKeys) {
}
