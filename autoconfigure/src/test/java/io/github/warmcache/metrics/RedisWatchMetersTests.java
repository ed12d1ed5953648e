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

package io.github.warmcache.metrics;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.redis.watch.HeardReports;
import io.github.warmcache.redis.watch.RedisWatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisWatchMeters}.
 */
class RedisWatchMetersTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void whatIsNotKnownIsNoNumber() {
		new RedisWatchMeters(new RedisWatch(InstantSource.system())).bindTo(this.registry);
		for (String name : List.of("evicted", "expired", "canaries.lost")) {
			assertThat(this.registry.get("warmcache.redis." + name).functionCounter().count()).isZero();
		}
		for (String name : List.of("memory.used", "memory.maximum", "visible", "replicas", "replication.pending",
				"replication.linked")) {
			assertThat(this.registry.get("warmcache.redis." + name).gauge().value()).isNaN();
		}
		assertThat(this.registry.get("warmcache.redis.replication.lag").timeGauge().value()).isNaN();
		assertThat(this.registry.get("warmcache.redis.replication.pending").meter().getId().getBaseUnit())
			.isEqualTo("bytes");
		assertThat(this.registry.get("warmcache.redis.memory.used").meter().getId().getBaseUnit()).isEqualTo("bytes");
		assertThat(this.registry.get("warmcache.redis.state").tag("state", "unknown").gauge().value()).isOne();
		assertThat(this.registry.get("warmcache.redis.state").tag("state", "near_limit").gauge().value()).isZero();
	}

	@Test
	void replicationAndTheCanariesOfCachesAreShown() {
		HeardReports reports = new HeardReports();
		new RedisWatchMeters(reports.watch()).bindTo(this.registry);
		reports.hearCache("cities", 0);
		reports.hearCache("cities", 2);
		assertThat(lost("cities")).isEqualTo(2);
		assertThat(lost("none")).isZero();
		reports.hearReplication(1, 700, 4);
		assertThat(this.registry.get("warmcache.redis.replicas").gauge().value()).isOne();
		assertThat(this.registry.get("warmcache.redis.replication.pending").gauge().value()).isEqualTo(700);
		assertThat(this.registry.get("warmcache.redis.replication.lag").timeGauge().value(TimeUnit.SECONDS))
			.isEqualTo(4);
		assertThat(this.registry.get("warmcache.redis.replication.linked").gauge().value()).isNaN();
	}

	private double lost(String cache) {
		return this.registry.get("warmcache.redis.canaries.lost").tag("cache", cache).functionCounter().count();
	}

}
