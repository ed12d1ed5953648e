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

package io.github.warmcache.warmup.measure;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import io.github.warmcache.redis.RedisTierConnections;
import io.github.warmcache.redis.RedisTierTimeouts;
import io.github.warmcache.redis.RedisUnavailableException;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.warmup.GoodLoad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RedisGoodLoadStore} on a real server.
 */
@Tag("servers")
class RedisGoodLoadStoreTests {

	private static final RedisTierTimeouts TIMEOUTS = new RedisTierTimeouts(Duration.ofSeconds(2),
			Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMillis(100));

	private static final String KEY = "{atlas:0}:good-loads";

	private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

	private final OwnRedisServer server = Servers.newRedis();

	private final LettuceConnectionFactory application = new LettuceConnectionFactory(this.server.host(),
			this.server.port());

	private RedisTierConnections connections;

	private RedisGoodLoadStore store;

	@BeforeEach
	void connect() {
		this.application.afterPropertiesSet();
		this.connections = new RedisTierConnections(this.application, TIMEOUTS);
		this.connections.connect(Duration.ofSeconds(2));
		this.store = new RedisGoodLoadStore(this.connections, "atlas");
	}

	@AfterEach
	void close() {
		this.connections.destroy();
		this.application.destroy();
		this.server.close();
	}

	@Test
	void keepsTheLaterLoadOfEachCacheForAWeek() {
		assertThat(this.store.exchange(Map.of())).isEmpty();
		GoodLoad cities = load(20_000, -60);
		assertThat(this.store.exchange(Map.of("cities", cities))).containsExactlyEntriesOf(Map.of("cities", cities));
		assertThat(this.store.exchange(Map.of("cities", load(9, -61), "my tags:1", load(7, -10))))
			.isEqualTo(Map.of("cities", cities, "my tags:1", load(7, -10)));
		assertThat(this.store.exchange(Map.of("cities", load(21_000, -59))))
			.isEqualTo(Map.of("cities", load(21_000, -59), "my tags:1", load(7, -10)));
		assertThat(Long.parseLong(this.server.command("PTTL", KEY))).isBetween(Duration.ofDays(6).toMillis(),
				Duration.ofDays(7).toMillis());
	}

	@Test
	void aLoadOfTheFutureIsReplacedByALaterOne() {
		GoodLoad kept = this.store.exchange(Map.of("cities", load(20_000, 86_400))).get("cities");
		assertThat(kept.entries()).isEqualTo(20_000);
		assertThat(kept.finishedAt()).isBefore(Instant.now().plusSeconds(3600));
		this.server.command("HSET", KEY, "cities", "20000:9999999999999:source");
		assertThat(this.store.exchange(Map.of("cities", load(9, -60)))).isEqualTo(Map.of("cities", load(9, -60)));
		assertThat(this.store.exchange(Map.of("cities", load(20_000, 86_400))))
			.as("a clock that is ahead tells nothing where another load is known")
			.isEqualTo(Map.of("cities", load(9, -60)));
	}

	@Test
	void whatSomebodyElseWroteIsReplaced() {
		this.server.command("HSET", KEY, "cities", "nonsense");
		this.server.command("HSET", KEY, "tags", "0:9999999999999:source");
		assertThat(this.store.exchange(Map.of("cities", load(20_000, -60))))
			.isEqualTo(Map.of("cities", load(20_000, -60)));
	}

	@Test
	void aFullServerAnswersAsLongAsNothingIsNew() {
		this.store.exchange(Map.of("cities", load(20_000, -60)));
		this.server.command("CONFIG", "SET", "maxmemory", "1mb");
		assertThat(this.store.exchange(Map.of("cities", load(20_000, -60))))
			.isEqualTo(Map.of("cities", load(20_000, -60)));
		assertThat(this.store.exchange(Map.of("cities", load(21_000, -50))))
			.as("written although the server is full, because it is small")
			.isEqualTo(Map.of("cities", load(21_000, -50)));
	}

	@Test
	void aServerThatDoesNotAnswerFails() {
		this.server.stop();
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> this.store.exchange(Map.of()));
	}

	private static GoodLoad load(long entries, long seconds) {
		return new GoodLoad(entries, NOW.plusSeconds(seconds), "source");
	}

}
