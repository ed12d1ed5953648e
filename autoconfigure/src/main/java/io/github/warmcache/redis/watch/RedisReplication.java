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

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the replication of a Redis server. Immutable.
 *
 * @param replicas the number of replicas that follow the master, in a Redis Cluster the
 * master with the fewest; {@code null} if unknown, also if a replica was reached in place
 * of the master
 * @param pending the bytes of changes that the slowest replica has not confirmed;
 * {@code null} if unknown, also if there is no replica
 * @param lag the time since the most silent replica confirmed anything, in whole seconds;
 * {@code null} if unknown, also if there is no replica
 * @param linked whether the replica that was reached has a link to its master;
 * {@code null} if a master was reached, or if it is unknown
 * @param troubles what is wrong, empty if nothing is
 * @since 0.1.0
 */
public record RedisReplication(@Nullable Long replicas, @Nullable Long pending, @Nullable Duration lag,
		@Nullable Boolean linked, Set<ReplicationTrouble> troubles) {
}
