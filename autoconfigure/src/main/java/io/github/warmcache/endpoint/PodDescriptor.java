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

package io.github.warmcache.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.github.warmcache.advice.Advice;
import io.github.warmcache.coherence.Coherence;
import io.github.warmcache.coherence.CoherenceState;
import io.github.warmcache.redis.watch.RedisWatch;
import io.github.warmcache.redis.watch.RedisWatchState;
import io.github.warmcache.redis.watch.RedisWatchStatus;
import io.github.warmcache.warmup.WarmupStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * State of all caches of this pod.
 *
 * @param state the state of the whole warm-up, or {@code null} if caches are not warmed
 * @param ready whether the caches are ready for traffic
 * @param elapsed the time since the warm-up began, or the time that it took until the
 * application was ready; {@code null} if caches are not warmed
 * @param reason why the application was not ready, or not warm, when the start stopped
 * waiting; {@code null} if there is no reason
 * @param rehearsal the state of the rehearsal, or {@code null} if there was none
 * @param coherence the coherence with other pods, or {@code null} if the application does
 * not use Redis
 * @param redis what is known of the Redis server, or {@code null} if it is not watched
 * @param advice what is valid in the configuration and still wrong, as far as it is known
 * @param caches the state of each cache by name
 * @since 0.1.0
 */
public record PodDescriptor(@Nullable WarmupStatus state, boolean ready, @Nullable Duration elapsed,
		@Nullable String reason, @Nullable String rehearsal, @Nullable CoherenceDescriptor coherence,
		@Nullable RedisDescriptor redis, List<Advice> advice,
		Map<String, CacheDescriptor> caches) implements OperationResponseBody {

	/**
	 * Coherence with other pods.
	 *
	 * @param state whether this pod receives what other pods change
	 * @param since since when it is in this state
	 * @param pendingChanges the number of changes that other pods do not know of yet
	 * @param valuesLocal the caches whose values stay in each pod
	 */
	public record CoherenceDescriptor(CoherenceState state, Instant since, int pendingChanges,
			Collection<String> valuesLocal) {

		static @Nullable CoherenceDescriptor of(@Nullable Coherence coherence) {
			return (coherence != null) ? new CoherenceDescriptor(coherence.state(), coherence.since(),
					coherence.pendingChanges(), coherence.cachesWithLocalValues()) : null;
		}

	}

	/**
	 * What is known of the Redis server.
	 *
	 * @param state whether it evicts keys
	 * @param since since when it is in this state
	 * @param reason why
	 * @param policy its eviction policy, or {@code null} if unknown
	 * @param usedMemory the memory that it uses in bytes, or {@code null} if unknown
	 * @param maximumMemory its limit in bytes, or {@code null} if unknown
	 * @param evicted how many keys it has evicted since the start of this pod
	 */
	public record RedisDescriptor(RedisWatchState state, Instant since, String reason, @Nullable String policy,
			@Nullable Long usedMemory, @Nullable Long maximumMemory, long evicted) {

		static @Nullable RedisDescriptor of(@Nullable RedisWatch watch) {
			if (watch == null) {
				return null;
			}
			RedisWatchStatus status = watch.current();
			return new RedisDescriptor(status.state(), status.since(), status.reason(), status.policy(),
					status.usedMemory(), status.maximumMemory(), status.evicted());
		}

	}

}
