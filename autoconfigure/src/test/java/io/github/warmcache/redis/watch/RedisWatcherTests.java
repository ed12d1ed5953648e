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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.RedisCluster;
import io.github.warmcache.testsupport.Servers;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisWatcher} on real servers.
 */
@Tag("servers")
@ExtendWith(OutputCaptureExtension.class)
class RedisWatcherTests {

	private static final String FILL = "for i = 1, 20 do redis.call('SET', ARGV[1] .. ':' .. i, string.rep('x', 20000)) end";

	private static final String LEASE = "{watched:0}:watch:lease";

	private static final Pattern CALLS = Pattern.compile("cmdstat_info:calls=(\\d+)");

	private int filled;

	@Test
	void aServerThatEvictsIsNamedByEveryPod(CapturedOutput output) {
		try (OwnRedisServer server = Servers.newRedis("maxmemory 8mb", "maxmemory-policy allkeys-lru");
				WatchingPod first = pod(server, "first");
				WatchingPod second = pod(server, "second")) {
			await().until(() -> first.state() == RedisWatchState.WELL && second.state() == RedisWatchState.WELL);
			assertThat(first.status().policy()).isEqualTo("allkeys-lru");
			assertThat(first.status().maximumMemory()).isEqualTo(8L << 20);
			await().until(() -> {
				fill(server);
				return first.state() == RedisWatchState.EVICTING && second.state() == RedisWatchState.EVICTING;
			});
			assertThat(first.status().evicted()).isPositive();
			assertThat(second.status().evicted()).isPositive();
			assertThat(first.status().reason()).contains("allkeys-lru");
			await().until(() -> {
				fill(server);
				return first.status().canariesLost() > 0 && second.status().canariesLost() > 0;
			});
			assertThat(first.watch.clockDifference()).as("both run here")
				.isBetween(Duration.ofSeconds(-1), Duration.ofSeconds(1));
			assertThat(second.watch.clockDifference()).isBetween(Duration.ofSeconds(-1), Duration.ofSeconds(1));
			await().until(() -> lines(output, "Redis evicted ") == 2);
		}
	}

	@Test
	void aFullServerThatEvictsNothingIsNearItsLimit(CapturedOutput output) {
		try (OwnRedisServer server = Servers.newRedis("maxmemory 8mb", "maxmemory-policy noeviction");
				WatchingPod pod = pod(server, "first")) {
			await().until(() -> pod.state() == RedisWatchState.WELL);
			fillUp(server);
			await().until(() -> pod.state() == RedisWatchState.NEAR_LIMIT);
			// The watch goes on where other writes are refused.
			server.command("DEL", LEASE);
			server.command("CONFIG", "SET", "maxmemory", "1mb");
			await().until(() -> Long.valueOf(1L << 20).equals(pod.status().maximumMemory()));
			assertThat(pod.state()).isEqualTo(RedisWatchState.NEAR_LIMIT);
			assertThat(pod.status().evicted()).isZero();
			assertThat(pod.status().canariesLost()).isZero();
			server.command("CONFIG", "SET", "maxmemory", "100mb");
			await().until(() -> pod.state() == RedisWatchState.WELL);
			assertThat(lines(output, "Give Redis more memory, or keep less there")).isEqualTo(1);
			assertThat(lines(output, "Redis is well again")).isEqualTo(1);
			assertThat(output).doesNotContain("Redis evicted");
		}
	}

	@Test
	void aServerThatLostEverythingDidNotEvict() {
		try (OwnRedisServer server = Servers.newRedis(); WatchingPod pod = pod(server, "first")) {
			await().until(() -> pod.state() == RedisWatchState.WELL);
			assertThat(
					server.command("EXISTS", "{watched:0}:canary", "{watched:13}:canary", "{watched:13}:canary:marker"))
				.isEqualTo("3");
			server.flush();
			await().until(() -> "1".equals(server.command("EXISTS", "{watched:13}:canary")));
			server.stop();
			await().until(() -> pod.state() == RedisWatchState.UNKNOWN);
			server.start();
			await().until(() -> pod.state() == RedisWatchState.WELL);
			await().until(() -> "1".equals(server.command("EXISTS", "{watched:13}:canary")));
			server.flush();
			await().until(() -> "2".equals(server.command("EXISTS", LEASE, "{watched:13}:canary")));
			assertThat(pod.status().evicted()).isZero();
			assertThat(pod.status().canariesLost()).isZero();
		}
	}

	@Test
	void whereInfoIsForbiddenCanariesTell(CapturedOutput output) {
		try (OwnRedisServer server = Servers.newRedis("maxmemory 8mb", "maxmemory-policy allkeys-lru")) {
			server.command("ACL", "SETUSER", "blind", "on", ">secret", "~{watched:*}*", "&*", "+@all", "-info");
			try (WatchingPod pod = new WatchingPod(WatchingPod.application(server, "blind", "secret"), "watched",
					"blind")) {
				await().until(() -> pod.state() == RedisWatchState.WELL);
				assertThat(pod.status().visible()).isFalse();
				assertThat(pod.status().invisible())
					.isEqualTo("evictions, expirations, memory, policy and replication: INFO is forbidden");
				assertThat(pod.status().usedMemory()).isNull();
				await().until(() -> {
					fill(server);
					return pod.state() == RedisWatchState.EVICTING;
				});
				assertThat(pod.status().canariesLost()).isPositive();
				assertThat(pod.status().evicted()).isZero();
				assertThat(lines(output, "Redis does not let this user call INFO")).isEqualTo(1);
			}
		}
	}

	@Test
	void aCanaryThatIsReplacedIsLostOnce() {
		try (OwnRedisServer server = Servers.newRedis()) {
			server.command("ACL", "SETUSER", "blind", "on", ">secret", "~*", "&*", "+@all", "-info");
			try (WatchingPod pod = new WatchingPod(WatchingPod.application(server, "blind", "secret"), "watched",
					"blind")) {
				await().until(() -> pod.state() == RedisWatchState.WELL);
				server.command("DEL", "{watched:1}:canary");
				await().until(() -> pod.status().canariesLost() == 1);
				await().until(() -> "1".equals(server.command("EXISTS", "{watched:1}:canary")));
				server.command("DEL", "{watched:2}:canary:marker");
				await().until(() -> pod.status().canariesLost() == 2);
				assertThat(Long.parseLong(server.command("PTTL", "{watched:2}:canary"))).isPositive();
				// One that reached its end is replaced.
				server.command("SET", "{watched:3}:canary:marker", "history:0:1");
				server.command("DEL", "{watched:3}:canary");
				await().until(() -> "1".equals(server.command("EXISTS", "{watched:3}:canary")));
				server.command("SET", "{watched:10}:canary:marker", "garbage");
				await().until(() -> pod.status().canariesLost() == 3);
			}
		}
	}

	@Test
	void onePodAsksForAll() {
		try (OwnRedisServer server = Servers.newRedis();
				WatchingPod first = pod(server, "first");
				WatchingPod second = pod(server, "second")) {
			await().until(() -> first.state() == RedisWatchState.WELL && second.state() == RedisWatchState.WELL);
			String watching = server.command("GET", LEASE);
			server.command("CONFIG", "RESETSTAT");
			long begin = System.nanoTime();
			await().pollDelay(WatchingPod.INTERVAL.multipliedBy(12)).until(() -> true);
			long asked = infos(server);
			long intervals = Duration.ofNanos(System.nanoTime() - begin).dividedBy(WatchingPod.INTERVAL);
			assertThat(server.command("GET", LEASE)).isEqualTo(watching);
			assertThat(asked).as("in %d intervals", intervals).isBetween(2L, intervals + 2);
		}
	}

	@Test
	void anotherPodTakesOver() {
		try (OwnRedisServer server = Servers.newRedis("maxmemory 8mb", "maxmemory-policy noeviction");
				WatchingPod first = pod(server, "first")) {
			await().until(() -> first.state() == RedisWatchState.WELL);
			try (WatchingPod second = pod(server, "second")) {
				await().until(() -> second.state() == RedisWatchState.WELL);
				assertThat(server.command("GET", LEASE)).isEqualTo("first");
				first.cutOff();
				await().until(() -> "second".equals(server.command("GET", LEASE)));
				await().until(() -> first.state() == RedisWatchState.UNKNOWN);
				fillUp(server);
				await().until(() -> second.state() == RedisWatchState.NEAR_LIMIT);
				try (WatchingPod third = pod(server, "third")) {
					await().until(() -> third.state() == RedisWatchState.NEAR_LIMIT);
					second.watcher.stop();
					// Well before its lease would have ended.
					await().atMost(WatchingPod.INTERVAL).until(() -> !"second".equals(server.command("GET", LEASE)));
					await().until(() -> "third".equals(server.command("GET", LEASE)));
				}
			}
		}
	}

	@Test
	void aServerThatIsAwayIsUnknownAndNotLoggedHere(CapturedOutput output) {
		try (OwnRedisServer server = Servers.newRedis(); WatchingPod pod = pod(server, "first")) {
			await().until(() -> pod.state() == RedisWatchState.WELL);
			server.stop();
			await().until(() -> pod.state() == RedisWatchState.UNKNOWN);
			assertThat(pod.status().reason()).startsWith("Redis does not answer: ");
			assertThat(pod.status().visible()).isNull();
			server.start();
			await().until(() -> pod.state() == RedisWatchState.WELL);
			server.pause();
			await().until(() -> pod.state() == RedisWatchState.UNKNOWN);
			server.resume();
			await().until(() -> pod.state() == RedisWatchState.WELL);
			assertThat(lines(output, "RedisWatch")).isZero();
		}
	}

	@Test
	void everyMasterOfAClusterIsAsked() {
		try (RedisCluster cluster = new RedisCluster();
				WatchingPod pod = new WatchingPod(cluster.application(), "watched", "first")) {
			cluster.masters().forEach((master) -> master.command("CONFIG", "SET", "maxmemory", "100mb"));
			await().until(() -> Long.valueOf(300L << 20).equals(pod.status().maximumMemory()));
			assertThat(pod.state()).isEqualTo(RedisWatchState.WELL);
			assertThat(pod.status().visible()).isTrue();
			await().untilAsserted(() -> assertThat(cluster.masters()).allSatisfy(
					(master) -> assertThat(Long.parseLong(master.command("DBSIZE"))).as("canaries").isPositive()));
			cluster.masters().get(1).command("CONFIG", "SET", "maxmemory", "1mb");
			await().until(() -> pod.state() == RedisWatchState.NEAR_LIMIT);
			cluster.masters().get(1).flush();
			await().until(() -> Long.parseLong(cluster.masters().get(1).command("DBSIZE")) > 0);
			assertThat(pod.status().canariesLost()).isZero();
		}
	}

	private static WatchingPod pod(OwnRedisServer server, String name) {
		return new WatchingPod(WatchingPod.application(server, null, null), "watched", name);
	}

	/**
	 * Write 400 KB.
	 */
	private void fill(OwnRedisServer server) {
		server.command("EVAL", FILL, "0", "neighbour:" + this.filled++);
	}

	/**
	 * Write until more than nine tenths of the memory are in use.
	 */
	private void fillUp(OwnRedisServer server) {
		while (figure(server, "used_memory") < 0.92 * figure(server, "maxmemory")) {
			server.command("SET", "neighbour:" + this.filled++, "x".repeat(50_000));
		}
	}

	private static long figure(OwnRedisServer server, String name) {
		Matcher figure = Pattern.compile("(?m)^" + name + ":(\\d+)").matcher(info(server, "memory"));
		assertThat(figure.find()).isTrue();
		return Long.parseLong(figure.group(1));
	}

	private static long infos(OwnRedisServer server) {
		Matcher calls = CALLS.matcher(info(server, "commandstats"));
		return calls.find() ? Long.parseLong(calls.group(1)) : 0;
	}

	private static String info(OwnRedisServer server, String section) {
		@Nullable String info = server.command("INFO", section);
		return (info != null) ? info : "";
	}

	private static long lines(CapturedOutput output, String text) {
		return output.getAll().lines().filter((line) -> line.contains(text)).count();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
	}

}
