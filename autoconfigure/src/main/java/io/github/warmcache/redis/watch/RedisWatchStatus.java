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

package io.github.warmcache.redis.watch;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a pod knows of the Redis server. In a Redis Cluster, figures are sums over all
 * masters. Counts are of what this pod heard of since it started; all pods hear of the
 * same.
 *
 * @param state the state of the server
 * @param since the time of the last change of the state
 * @param reason why the server is in that state, in one sentence
 * @param policy what the server does if it has no memory left, such as
 * {@code noeviction}; policies of masters that differ are separated by commas;
 * {@code null} if it is not known
 * @param usedMemory the memory in use in bytes, or {@code null} if it is not known
 * @param maximumMemory the limit of the memory in bytes, 0 if there is none, or
 * {@code null} if it is not known
 * @param visible whether every master answers {@code INFO}, or {@code null} if it is not
 * known
 * @param invisible what the server does not let this application see, or {@code null} if
 * it sees everything
 * @param evicted the number of keys that the server evicted
 * @param expired the number of keys that expired
 * @param canariesLost the number of canaries that were gone before their time, those of
 * caches included
 * @param canariesLostByCache the same for each cache that has canaries, by its name
 * @param canariesLostOfLate the same for each cache that lost some since the server began
 * to evict; empty if it does not evict
 * @param replication the replication of the server, or {@code null} if it is not known
 * @since 0.1.0
 */
public record RedisWatchStatus(RedisWatchState state, Instant since, String reason, @Nullable String policy,
		@Nullable Long usedMemory, @Nullable Long maximumMemory, @Nullable Boolean visible, @Nullable String invisible,
		long evicted, long expired, long canariesLost, Map<String, Long> canariesLostByCache,
		Map<String, Long> canariesLostOfLate, @Nullable RedisReplication replication) {

	/**
	 * Return whether the server, as it is configured, evicts values of caches once it has
	 * no memory left. All values have a time to live, so policies for keys with one evict
	 * them too.
	 * @return {@code true} if it does; {@code false} also if its policy or its limit is
	 * not known
	 */
	public boolean mayEvict() {
		return this.policy != null && (this.policy.contains("allkeys-") || this.policy.contains("volatile-"))
				&& this.maximumMemory != null && this.maximumMemory > 0;
	}

}
