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

package io.github.warmcache.tier.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.warmcache.redis.RedisTierTimeouts;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.tier.FleetLoads.Bid;
import io.github.warmcache.tier.LoadLease;
import io.github.warmcache.tier.LoadLease.Standing;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.stripe.KeySpace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RedisFleetLoads}.
 */
@Tag("servers")
class RedisFleetLoadsTests extends FleetLoadsContract {

	private static final RedisTierTimeouts IMPATIENT = new RedisTierTimeouts(Duration.ofMillis(500),
			Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMillis(50));

	@Override
	TierFixture fixture() {
		return new TierFixture(Servers.redis());
	}

	@Test
	void aLostServerIsNotALostLease() {
		try (OwnRedisServer redis = Servers.newRedis(); TierFixture fixture = new TierFixture(redis)) {
			FleetLoads loads = TierFixture.cities(fixture.pod(fixture.application, IMPATIENT, TierFixture.SMALL))
				.fleetLoads();
			LoadLease lease = ((Bid.Leads) loads.bid(0, Duration.ofMinutes(1))).lease();
			redis.stop();
			assertThat(lease.keep()).isEqualTo(Standing.UNKNOWN);
			assertThat(lease.finish(1, false)).isEqualTo(Standing.UNKNOWN);
			assertThat(loads.bid(0, Duration.ofMinutes(1))).isEqualTo(new Bid.Unavailable());
			assertThat(loads.lastFinished()).isNull();
			assertThat(loads.reserve(10, 1)).isZero();
			lease.release();
			redis.start();
			await().ignoreExceptions().until(() -> loads.bid(0, Duration.ofMinutes(1)) instanceof Bid.Leads);
			assertThat(lease.keep()).isEqualTo(Standing.LOST);
		}
	}

	@Test
	void numbersGoOnGrowingWhenTheServerForgets() {
		try (OwnRedisServer redis = Servers.newRedis(); TierFixture fixture = new TierFixture(redis)) {
			FleetLoads loads = TierFixture.cities(fixture.pod()).fleetLoads();
			((Bid.Leads) loads.bid(0, Duration.ofMinutes(1))).lease().finish(1, false);
			long before = loads.lastFinished().generation();
			redis.flush();
			LoadLease lease = ((Bid.Leads) loads.bid(before, Duration.ofMinutes(1))).lease();
			await().until(() -> System.currentTimeMillis() > before);
			lease.finish(1, false);
			assertThat(loads.lastFinished().generation()).isGreaterThan(before);
		}
	}

	@Test
	void whatOthersWroteThereIsNoObstacle() {
		try (OwnRedisServer redis = Servers.newRedis(); TierFixture fixture = new TierFixture(redis)) {
			FleetLoads loads = TierFixture.cities(fixture.pod()).fleetLoads();
			KeySpace keys = keys(fixture);
			for (String kind : new String[] { "last", "doubtful", "rate", "progress" }) {
				redis.command("SET", name(keys, kind), "nonsense");
			}
			redis.command("RPUSH", name(keys, "lease"), "nonsense");
			assertThat(loads.lastFinished()).isNull();
			assertThat(loads.reserve(1, 1)).isZero();
			LoadLease lease = ((Bid.Leads) loads.bid(0, Duration.ofMinutes(1))).lease();
			assertThat(lease.parts()).isEmpty();
			assertThat(lease.finish(3, false)).isEqualTo(Standing.LEADS);
			assertThat(loads.lastFinished().entries()).isEqualTo(3);
		}
	}

	private static String name(KeySpace keys, String kind) {
		return new String(keys.loadName(kind), StandardCharsets.UTF_8);
	}

	private static KeySpace keys(TierFixture fixture) {
		return new KeySpace(fixture.namespace, "cities", TierFixture.schema(TierFixture.City.class, ValueVersion.NONE),
				ResolvableType.forClass(Integer.class));
	}

}
