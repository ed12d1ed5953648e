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

package io.github.warmcache.health;

import java.util.Map;
import java.util.Set;

import io.github.warmcache.redis.watch.HeardReports;
import io.github.warmcache.redis.watch.ReplicationTrouble;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CacheRedisHealthIndicator}.
 */
class CacheRedisHealthIndicatorTests {

	private final HeardReports reports = new HeardReports();

	private final CacheRedisHealthIndicator indicator = new CacheRedisHealthIndicator(this.reports.watch());

	@Test
	void replicationIsShownAndLowersNoHealth() {
		this.reports.hearReplication(1, 700, 4);
		assertThat(this.indicator.health().getDetails()).containsEntry("replication",
				Map.of("replicas", 1L, "pendingBytes", 700L, "lagSeconds", 4L, "troubles", Set.of()));
		this.reports.hearReplication(0, -1, -1);
		this.reports.hearReplication(0, -1, -1);
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("replication",
				Map.of("replicas", 0L, "troubles", Set.of(ReplicationTrouble.NO_REPLICA)));
	}

	@Test
	void theCachesThatLoseAreShown() {
		this.reports.hearCache("cities", 0);
		assertThat(this.indicator.health().getDetails()).doesNotContainKeys("canariesLostByCache", "replication");
		this.reports.hearCache("cities", 2);
		assertThat(this.indicator.health().getDetails()).containsEntry("canariesLostByCache", Map.of("cities", 2L))
			.containsEntry("canariesLost", 2L);
	}

}
