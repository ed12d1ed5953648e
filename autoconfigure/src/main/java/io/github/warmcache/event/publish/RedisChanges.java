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

package io.github.warmcache.event.publish;

import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.warmcache.event.CacheStateEvent;
import io.github.warmcache.event.RedisChanged;
import io.github.warmcache.redis.watch.RedisWatchState;
import io.github.warmcache.redis.watch.RedisWatchStatus;

/**
 * Changes of the Redis server. A server that is well when it is first heard of is not
 * told.
 */
public final class RedisChanges implements StateChanges {

	private final Supplier<RedisWatchStatus> watch;

	private RedisWatchState told = RedisWatchState.UNKNOWN;

	private boolean known;

	/**
	 * Create an observer of a server of which nothing is known.
	 * @param watch returns what is known at the moment
	 */
	public RedisChanges(Supplier<RedisWatchStatus> watch) {
		this.watch = watch;
	}

	@Override
	public void look(Instant now, Consumer<? super CacheStateEvent> events) {
		RedisWatchStatus status = this.watch.get();
		if (status.state() != this.told) {
			RedisWatchState before = this.told;
			this.told = status.state();
			if (this.known || status.state() != RedisWatchState.WELL) {
				events.accept(new RedisChanged(before, status.state(), status.since(), status.reason()));
			}
			this.known = true;
		}
	}

}
