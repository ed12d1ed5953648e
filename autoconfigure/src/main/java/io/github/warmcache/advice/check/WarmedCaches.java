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

package io.github.warmcache.advice.check;

import java.time.Duration;

import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.GoodLoad;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import org.jspecify.annotations.Nullable;

/**
 * What the warm-up has learned of the caches. Thread-safe.
 */
public final class WarmedCaches {

	private final @Nullable WarmupState state;

	/**
	 * Create the knowledge of a warm-up.
	 * @param state the state of the warm-up, or {@code null} if there is none
	 */
	public WarmedCaches(@Nullable WarmupState state) {
		this.state = state;
	}

	/**
	 * Return how many entries a cache should have: what came or was expected in this
	 * warm-up, and unless that succeeded or only brings some entries, what the last good
	 * load had.
	 * @param cacheName the name of the cache
	 * @return the number, 0 if nothing is known
	 */
	public long entries(String cacheName) {
		CacheWarmupProgress progress = progress(cacheName);
		if (progress == null) {
			return 0;
		}
		Long expected = progress.expected();
		return Math.max(Math.max(progress.entries(), (expected != null) ? expected : 0), remembered(progress));
	}

	private long remembered(CacheWarmupProgress progress) {
		String cacheName = progress.cacheName();
		if (this.state == null || progress.status() == WarmupStatus.WARM
				|| !this.state.progress(cacheName).bringsAll()) {
			return 0;
		}
		GoodLoad last = this.state.lastLoad(cacheName);
		return (last != null) ? last.entries() : 0;
	}

	/**
	 * Return how long the entries took to come that fill a cache. What failed before, and
	 * what had to be waited for, is no part of it.
	 * @param cacheName the name of the cache
	 * @return the time, or {@code null} if it is not filled
	 */
	public @Nullable Duration fillTime(String cacheName) {
		CacheWarmupProgress progress = progress(cacheName);
		if (this.state == null || progress == null
				|| (progress.status() != WarmupStatus.WARM && progress.status() != WarmupStatus.DEGRADED)) {
			return null;
		}
		return this.state.progress(cacheName).fillTime();
	}

	private @Nullable CacheWarmupProgress progress(String cacheName) {
		return (this.state != null) ? this.state.cache(cacheName) : null;
	}

}
