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

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.RedisCluster;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the shared tier on a Redis Cluster.
 */
@Tag("servers")
class ClusterSharedTierTests {

	private static RedisCluster cluster;

	@BeforeAll
	static void startCluster() {
		cluster = new RedisCluster();
	}

	@AfterAll
	static void stopCluster() {
		cluster.close();
	}

	@Nested
	class ByLettuce extends SharedTierContract {

		@Override
		TierFixture fixture() {
			return new TierFixture(cluster.application());
		}

		@Override
		RedisConnectionFactory connectionFactory(TierFixture fixture) {
			return fixture.application;
		}

		@Test
		void everyMasterHoldsValues() {
			for (int key = 0; key < 100; key++) {
				fill(this.pod, key, ROME);
			}
			List<OwnRedisServer> masters = cluster.masters();
			assertThat(masters)
				.allSatisfy((master) -> assertThat(Integer.parseInt(master.command("DBSIZE"))).isPositive());
		}

		@Test
		void everyMasterMayForgetTheScripts() {
			fill(this.pod, 1, ROME);
			cluster.masters().forEach((master) -> master.command("SCRIPT", "FLUSH"));
			assertThat(this.pod.clear()).isEqualTo(ChangeOutcome.APPLIED);
		}

	}

	@Nested
	class BySpring extends SharedTierContract {

		@Override
		TierFixture fixture() {
			return new TierFixture(cluster.application());
		}

		@Override
		RedisConnectionFactory connectionFactory(TierFixture fixture) {
			return new SpringSharedTierTests.UnknownConnectionFactory(fixture.application);
		}

	}

	@Nested
	class Loads extends FleetLoadsContract {

		@Override
		TierFixture fixture() {
			return new TierFixture(cluster.application());
		}

	}

	@Nested
	class Versioned extends VersionedTierContract {

		@Override
		TierFixture fixture() {
			return new TierFixture(cluster.application());
		}

	}

	@Nested
	class WithoutOneMaster {

		private static final int KEYS = 900;

		@Test
		void theOtherMastersAreToldWhatIsPendingInEveryCache() {
			try (RedisCluster own = new RedisCluster(); TierFixture fixture = new TierFixture(own.application())) {
				RedisSharedTierFactory pod = fixture.pod();
				List<SharedTier> caches = List.of(TierFixture.cities(pod), towns(pod));
				caches.forEach((cache) -> assertThat(cache.invalidate(0)).isEqualTo(ChangeOutcome.APPLIED));
				own.masters().forEach(OwnRedisServer::kill);
				caches.forEach((cache) -> IntStream.range(0, KEYS)
					.forEach((key) -> assertThat(cache.invalidate(key)).isEqualTo(ChangeOutcome.QUEUED)));
				own.masters().subList(1, 3).forEach((master) -> {
					master.start();
					master.command("CONFIG", "SET", "cluster-require-full-coverage", "no");
				});
				await().atMost(Duration.ofSeconds(30)).until(() -> {
					pod.tellPending();
					return pod.pending() < KEYS;
				});
				assertThat(caches).allSatisfy((cache) -> assertThat(IntStream.range(0, KEYS)).anyMatch(
						(key) -> cache.read(key) instanceof SharedRead.Miss miss && miss.cause() == MissCause.ABSENT));
			}
		}

		private static SharedTier towns(RedisSharedTierFactory pod) {
			return pod.create("towns", ResolvableType.forClass(Integer.class),
					ResolvableType.forClass(TierFixture.City.class), ValueVersion.NONE);
		}

	}

}
