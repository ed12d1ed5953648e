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

import io.github.warmcache.redis.watch.RedisWatchState;
import org.jspecify.annotations.Nullable;

/**
 * Event that tells that the Redis server began or ceased to evict keys, to be near the
 * limit of its memory, or to be visible. All pods of an application tell the same.
 *
 * @param before the state before; {@link RedisWatchState#UNKNOWN} if none was told
 * @param after the state now
 * @param since since when the state lasts
 * @param reason why the state is so
 * @since 0.1.0
 */
public record RedisChanged(RedisWatchState before, RedisWatchState after, Instant since,
		String reason) implements CacheStateEvent {

	/**
	 * Return that the event is about all caches of the pod.
	 * @return {@code null}
	 */
	@Override
	public @Nullable String cacheName() {
		return null;
	}

	/**
	 * Return whether the server is well.
	 * @return whether the state is {@link RedisWatchState#WELL}
	 */
	@Override
	public boolean well() {
		return this.after == RedisWatchState.WELL;
	}

}
