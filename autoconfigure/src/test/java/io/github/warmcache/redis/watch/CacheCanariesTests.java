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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.RedisCluster;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.stripe.KeySpace;
import io.github.warmcache.tier.stripe.WatchNames;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the canaries of caches on real servers.
 */
@Tag("servers")
@ExtendWith(OutputCaptureExtension.class)
class CacheCanariesTests {

	/**
	 * Two caches whose values live much shorter and much longer than the keys of
	 * neighbours.
	 */
	private static final Map<String, Duration> CACHES = Map.of("rates", Duration.ofHours(1), "world cities",
			Duration.ofDays(365));

	/**
	 * Writes 20 keys of 20 KB that live for two days.
	 */
	private static final String FILL = "for i = 1, 20 do "
			+ "redis.call('SET', ARGV[1] .. ':' .. i, string.rep('x', 20000), 'EX', 172800) end";

	private final WatchNames names = new WatchNames("watched");

	private int filled;

	@Test
	void theCacheWhoseValuesExpireNextIsNamed(CapturedOutput output) {
		try (OwnRedisServer server = Servers.newRedis("maxmemory 8mb", "maxmemory-policy volatile-ttl");
				WatchingPod pod = pod(server);
				WatchingPod other = new WatchingPod(WatchingPod.application(server, null, null), "watched", "other")) {
			await().until(() -> pod.status().canariesLostByCache().size() == 2);
			await().until(() -> other.status().canariesLostByCache().size() == 2);
			await().until(() -> {
				server.command("EVAL", FILL, "0", "neighbour:" + this.filled++);
				return pod.status().canariesLostByCache().get("rates") > 0;
			});
			await().until(() -> other.status().canariesLostOfLate().containsKey("rates"));
			assertThat(pod.status().canariesLostOfLate()).containsOnlyKeys("rates");
			assertThat(pod.status().canariesLostByCache()).containsEntry("world cities", 0L);
			assertThat(pod.state()).isEqualTo(RedisWatchState.EVICTING);
			await().until(() -> output.getAll().contains("may be evicted too: rates"));
			assertThat(output).doesNotContain("world cities");
		}
	}

	@Test
	void withoutInfoTheCachesAreNamedToo(CapturedOutput output) {
		try (OwnRedisServer server = Servers.newRedis()) {
			server.command("ACL", "SETUSER", "blind", "on", ">secret", "~{watched:*}*", "&*", "+@all", "-info");
			try (WatchingPod pod = new WatchingPod(WatchingPod.application(server, "blind", "secret"), "watched",
					"blind", CACHES)) {
				await().until(() -> pod.status().canariesLostByCache().size() == 2);
				server.command("DEL", text(this.names.canary("world cities")));
				await().until(() -> pod.state() == RedisWatchState.EVICTING);
				assertThat(pod.status().reason())
					.isEqualTo("Redis evicted 1 of Warmcache's canary keys, also of the caches world cities");
				await().until(() -> output.getAll().contains("may be evicted too: world cities"));
				assertThat(pod.status().replication()).isNull();
			}
		}
	}

	@Test
	void aCanaryLivesAsLongAsAValueAndItsMarkerLonger() {
		try (OwnRedisServer server = Servers.newRedis(); WatchingPod pod = pod(server)) {
			await().until(() -> pod.status().canariesLostByCache().size() == 2);
			CACHES.forEach((cache, life) -> {
				assertThat(millis(server, this.names.canary(cache))).isBetween(life.toMillis() - 60_000,
						life.toMillis());
				assertThat(millis(server, this.names.marker(cache)) - life.toMillis())
					.isBetween(Duration.ofDays(7).toMillis() - 60_000, Duration.ofDays(7).toMillis());
			});
			// One that reached its end is replaced, and not lost.
			String marker = text(this.names.marker("rates"));
			String history = server.command("GET", marker).replaceFirst(":\\d+$", "");
			server.command("SET", marker, history + ":1", "KEEPTTL");
			server.command("DEL", text(this.names.canary("rates")));
			await().until(() -> "1".equals(server.command("EXISTS", text(this.names.canary("rates")))));
			server.flush();
			await().until(() -> "1".equals(server.command("EXISTS", text(this.names.canary("rates")))));
			assertThat(pod.status().canariesLostByCache().values()).containsOnly(0L);
		}
	}

	@Test
	void theFirstCachesHaveCanaries() {
		Map<String, Duration> many = new HashMap<>();
		for (int i = 100; i < 100 + 2 * WatchNames.CACHES; i++) {
			many.put("cache" + i, Duration.ofHours(1));
		}
		try (OwnRedisServer server = Servers.newRedis();
				WatchingPod pod = new WatchingPod(WatchingPod.application(server, null, null), "watched", "first",
						many)) {
			await().until(() -> !pod.status().canariesLostByCache().isEmpty());
			assertThat(pod.status().canariesLostByCache()).hasSize(WatchNames.CACHES)
				.containsKeys("cache100", "cache" + (99 + WatchNames.CACHES));
			assertThat(pod.status().visible()).isTrue();
		}
	}

	@Test
	void cachesOfAClusterHaveCanaries() {
		try (RedisCluster cluster = new RedisCluster();
				WatchingPod pod = new WatchingPod(cluster.application(), "watched", "first", CACHES)) {
			await().until(() -> pod.status().canariesLostByCache().size() == 2);
			assertThat(pod.status().visible()).isTrue();
		}
	}

	@Test
	void aCanaryIsNoValueOfItsCache() {
		for (String cache : new String[] { "rates", "world cities", "marker", "v1", "a}:v1:1:b" }) {
			KeySpace keys = new KeySpace("watched", cache, "schema", ResolvableType.forClass(String.class));
			for (byte[] name : new byte[][] { this.names.canary(cache), this.names.marker(cache) }) {
				assertThat(keys.parse(name)).isNull();
				assertThat(text(name)).startsWith("{watched:").doesNotMatch("\\{watched:\\d+\\}:v1:.*");
			}
			assertThat(text(this.names.nothing(cache))).startsWith(text(this.names.canary(cache)).split("}")[0]);
		}
	}

	private static long millis(OwnRedisServer server, byte[] name) {
		String left = server.command("PTTL", text(name));
		assertThat(left).isNotNull();
		return Long.parseLong(left);
	}

	private static WatchingPod pod(OwnRedisServer server) {
		return new WatchingPod(WatchingPod.application(server, null, null), "watched", "first", CACHES);
	}

	private static String text(byte[] name) {
		return new String(name, StandardCharsets.UTF_8);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
	}

}
