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

package io.github.warmcache.simulation.redis;

import java.util.List;
import java.util.Map;

import io.github.warmcache.redis.ShippedScripts;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SimulatedRedis}: whatever is asked, it answers, publishes and keeps
 * what a real Redis does.
 */
@Tag("servers")
class SimulatedRedisTests {

	private static final int STEPS = 3000;

	private static OwnRedisServer server;

	@BeforeAll
	static void start() {
		server = Servers.newRedis();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void theModelDoesWhatRedisDoes(long seed) {
		try (MirroredRedis redis = new MirroredRedis(server)) {
			run(redis, seed, STEPS);
			assertThat(redis.ran()).as("every script that is shipped is compared")
				.containsOnlyKeys(ShippedScripts.sources().keySet())
				.allSatisfy((script, times) -> assertThat(times).as(script).isGreaterThan(10));
		}
	}

	@Test
	void theModelRefusesWhatAFullRedisRefuses() {
		try (MirroredRedis redis = new MirroredRedis(server)) {
			redis.flush();
			RandomTraffic traffic = new RandomTraffic(redis, 4);
			try {
				for (int i = 0; i < STEPS / 20; i++) {
					redis.fullOfMemory(i % 2 == 1);
					for (int k = 0; k < 20; k++) {
						traffic.step();
					}
					redis.compare();
				}
			}
			finally {
				redis.fullOfMemory(false);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "del", "set", "hset", "hincrby", "hdel", "hget", "hmget", "get", "pttl", "pexpire",
			"publish", "zincrby", "zremrangebyrank", "mget", "type", "hkeys" })
	void aModelThatDoesSomethingElseIsFound(String command) {
		try (MirroredRedis redis = new MirroredRedis(server)) {
			redis.model().server().replace(command, wrong(command));
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> run(redis, 1, STEPS))
				.withMessageContaining("model");
		}
	}

	private static void run(MirroredRedis redis, long seed, int steps) {
		redis.flush();
		RandomTraffic traffic = new RandomTraffic(redis, seed);
		for (int i = 1; i <= steps; i++) {
			traffic.step();
			if (i % 100 == 0) {
				redis.compare();
			}
		}
	}

	/**
	 * Return what a command does in a model with a mistake.
	 */
	private static Command.Action wrong(String command) {
		SimulatedRedis other = new SimulatedRedis(System::currentTimeMillis, 7);
		Map<String, Command.Action> mistakes = Map.of("set", (server, words) -> {
			// Forgets the time to live.
			server.keys().put(words[1], words[2], Keyspace.NEVER);
			return Server.status("OK");
		}, "publish", (server, words) -> LuaValue.ONE, "get", (server, words) -> {
			LuaString found = server.keys().find(words[1], LuaString.class);
			return (found != null) ? found : LuaValue.EMPTYSTRING;
		});
		// Answers as an empty server does, and changes nothing.
		return mistakes.getOrDefault(command, (server, words) -> other.server().execute(words));
	}

	@Test
	void scansFindWhatMatches() {
		assertThat(List.of("a*", "*:[b-d]?", "{x:\\*}*", "?", "*", "[^a]*")
			.stream()
			.map((pattern) -> List.of("a", "abc", "{x:*}y", "q:cz", "")
				.stream()
				.filter((text) -> SimulatedScan.GlobPattern.matches(Differences.bytes(pattern),
						Differences.bytes(text)))
				.toList()))
			.containsExactly(List.of("a", "abc"), List.of("q:cz"), List.of("{x:*}y"), List.of("a"),
					List.of("a", "abc", "{x:*}y", "q:cz"), List.of("{x:*}y", "q:cz"));
	}

}
