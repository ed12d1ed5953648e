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
 * Progress of the warm-up of one cache at one moment.
 *
 * @param cacheName the name of the cache
 * @param status the status
 * @param required whether the application is not ready without the cache
 * @param entries number of entries that came in the latest attempt
 * @param expected number of entries that make the cache complete, or {@code null} if
 * unknown
 * @param entriesPerSecond entries per second of the latest attempt
 * @param elapsed how long the warm-up has taken, or took, since it first began; zero
 * before
 * @param attempts number of attempts that began
 * @param warmer the name of the warmer that is or was filling the cache, or {@code null}
 * before the first
 * @param lastError the last failure, without keys, values and secrets; {@code null} if
 * there was none, or if the cache is warm
 * @param waitingFor what the cache waits for at the moment, such as another pod that
 * loads it or a cache that it depends on; {@code null} if nothing
 * @param badRows number of rows of the source that could not be read in the last fill,
 * and are missing
 * @param repeatedKeys number of rows that had the key of another row in the last fill,
 * and were replaced by it
 * @since 0.1.0
 */
public record CacheWarmupProgress(String cacheName, WarmupStatus status, boolean required, long entries,
		@Nullable Long expected, double entriesPerSecond, Duration elapsed, int attempts, @Nullable String warmer,
		@Nullable String lastError, @Nullable String waitingFor, long badRows, long repeatedKeys) {
}
