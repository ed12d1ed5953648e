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

package io.github.warmcache.event;

import java.time.Instant;

import io.github.warmcache.warmup.WarmupStatus;
import org.jspecify.annotations.Nullable;

/**
 * Event that tells that the warm-up of a cache, or of all caches, ended, or that its
 * result changed later.
 *
 * @param cacheName the name of the cache, or {@code null} for the warm-up of all caches,
 * which ends when that of each cache has
 * @param before the status before; {@link WarmupStatus#WARMING} in the first event
 * @param after the status now: {@link WarmupStatus#WARM}, {@link WarmupStatus#DEGRADED}
 * or {@link WarmupStatus#FAILED}
 * @param since when the change was noticed
 * @param reason why the status is so
 * @since 0.1.0
 */
public record WarmupChanged(@Nullable String cacheName, WarmupStatus before, WarmupStatus after, Instant since,
		String reason) implements CacheStateEvent {

	/**
	 * Return whether what was to be warmed is warm.
	 * @return whether the status is {@link WarmupStatus#WARM}
	 */
	@Override
	public boolean well() {
		return this.after == WarmupStatus.WARM;
	}

}
