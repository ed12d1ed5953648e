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

package io.github.warmcache.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.testsupport.ConnectionProperties;
import io.github.warmcache.testsupport.OwnPostgresServer;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for restarts of a pod that has a snapshot, on a real Redis and a real PostgreSQL.
 */
@Tag("servers")
class SnapshotsOnRealServersTests {

	private static final int ROWS = 3000;

	private static final long CHANGED = 7;

	private final String application = "spring.application.name=" + UUID.randomUUID();

	@TempDir
	Path directory;

	private TestDatabase database;

	private JdbcTemplate jdbc;

	@BeforeEach
	void createDatabase() {
		this.database = Servers.postgres().newDatabase();
		this.jdbc = fill(this.database);
	}

	private static JdbcTemplate fill(TestDatabase database) {
		JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
		jdbc.execute("create table city (id bigint primary key, name text not null)");
		jdbc.execute("insert into city select i, 'city ' || i from generate_series(1, %d) i".formatted(ROWS));
		return jdbc;
	}

	@Test
	void aRestartedPodIsWarmAndServesWithRedisAndTheDatabaseStopped() {
		try (OwnRedisServer redis = Servers.newRedis(); OwnPostgresServer postgres = Servers.newPostgres()) {
			TestDatabase own = postgres.newDatabase();
			fill(own);
			try (Pod first = start(redis, own)) {
				assertThat(first.progress().warmer()).isEqualTo("source");
			}
			redis.stop();
			postgres.stop();
			try (Pod restarted = start(redis, own)) {
				assertThat(restarted.progress().status()).isEqualTo(WarmupStatus.WARM);
				assertThat(restarted.progress().warmer()).isEqualTo("snapshot");
				assertThat(restarted.progress().attempts()).isEqualTo(1);
				assertThat(LongStream.rangeClosed(1, ROWS))
					.allSatisfy((id) -> assertThat(restarted.read(id)).isEqualTo("city " + id));
				assertThat(restarted.cities().calls()).isZero();
			}
			// What it could not compare with anything is still good for the next one.
			try (Pod again = start(redis, own)) {
				assertThat(again.progress().warmer()).isEqualTo("snapshot");
			}
		}
	}

	@Test
	void aValueThatWasChangedWhileThePodWasAwayIsNotServed() {
		try (Pod other = start(Servers.redis(), this.database, "warmcache.snapshots.directory=")) {
			start(Servers.redis(), this.database).close();
			change(other);
			try (Pod restarted = start(Servers.redis(), this.database)) {
				assertThat(restarted.read(CHANGED)).isEqualTo("changed");
				assertThat(restarted.progress().warmer()).isEqualTo("snapshot");
				assertThat(restarted.progress().entries()).isBetween((long) (0.9 * ROWS), (long) ROWS - 1);
			}
		}
	}

	@Test
	void aStaleValueIsGoneTwoSecondsAfterASilentRedisAnswersAgain() {
		try (OwnRedisServer redis = Servers.newRedis();
				Pod other = start(redis, this.database, "warmcache.snapshots.directory=")) {
			start(redis, this.database).close();
			change(other);
			redis.pause();
			Pod restarted;
			try {
				restarted = start(redis, this.database);
				assertThat(restarted.progress().warmer()).isEqualTo("snapshot");
				assertThat(restarted.read(CHANGED)).isEqualTo("city " + CHANGED);
			}
			finally {
				redis.resume();
			}
			try (Pod closed = restarted) {
				await().atMost(Duration.ofSeconds(2))
					.untilAsserted(() -> assertThat(closed.read(CHANGED)).isEqualTo("changed"));
				assertThat(LongStream.rangeClosed(1, ROWS).filter(closed::holds).count()).isGreaterThan(ROWS * 9 / 10);
			}
		}
	}

	@Test
	void nothingIsTakenFromTheSnapshotIfRedisWasEmptiedMeanwhile() {
		try (OwnRedisServer redis = Servers.newRedis()) {
			start(redis, this.database).close();
			// As if all other pods had gone as well, after one of them changed it.
			this.jdbc.update("update city set name = 'changed' where id = ?", CHANGED);
			redis.flush();
			try (Pod restarted = start(redis, this.database)) {
				assertThat(restarted.read(CHANGED)).isEqualTo("changed");
				assertThat(restarted.progress().warmer()).isEqualTo("source");
			}
		}
	}

	@Test
	void nothingIsTakenFromTheSnapshotIfRedisWasStartedAnewMeanwhile() {
		try (OwnRedisServer redis = Servers.newRedis()) {
			start(redis, this.database).close();
			this.jdbc.update("update city set name = 'changed' where id = ?", CHANGED);
			redis.stop();
			redis.start();
			try (Pod restarted = start(redis, this.database, "warmcache.caches.cities.warmup.from=snapshot,source")) {
				assertThat(restarted.read(CHANGED)).isEqualTo("changed");
				assertThat(restarted.progress().warmer()).isEqualTo("source");
			}
		}
	}

	@Test
	void aClearOfOneCacheLeavesTheSnapshotsOfOthers() {
		try (Pod other = start(Servers.redis(), this.database, "warmcache.snapshots.directory=")) {
			try (Pod first = startWithRivers()) {
				assertThat(first.progress("rivers").warmer()).isEqualTo("source");
				await().atMost(Duration.ofMinutes(1))
					.untilAsserted(() -> assertThat(List.of("cities.snapshot", "rivers.snapshot"))
						.allSatisfy((file) -> assertThat(this.directory.resolve(file)).exists()));
			}
			// What nobody was told of shows where values come from.
			this.jdbc.update("update city set name = 'untold'");
			other.cities().clearRivers();
			try (Pod restarted = startWithRivers()) {
				assertThat(restarted.progress().warmer()).isEqualTo("snapshot");
				assertThat(restarted.progress().entries()).isEqualTo(ROWS);
				assertThat(restarted.progress("rivers").warmer()).isEqualTo("source");
				assertThat(LongStream.rangeClosed(1, ROWS)).allSatisfy((id) -> {
					assertThat(restarted.read(id)).isEqualTo("city " + id);
					assertThat(restarted.cities().river(id)).isEqualTo(new City(id, "untold"));
				});
			}
			other.cities().clearRivers();
			other.cities().change(CHANGED);
			try (Pod again = startWithRivers()) {
				assertThat(again.progress().warmer()).isEqualTo("snapshot");
				assertThat(again.progress().entries()).isBetween((long) (0.9 * ROWS), (long) ROWS - 1);
				assertThat(again.progress("rivers").warmer()).isEqualTo("source");
				assertThat(again.holds(CHANGED)).isFalse();
				assertThat(again.read(CHANGED)).isEqualTo("untold");
			}
		}
	}

	private Pod startWithRivers() {
		return start(Servers.redis(), this.database, "warmcache.warmup.deadline=60s",
				"warmcache.snapshots.interval=200ms", "warmcache.caches.rivers.warmup.from=snapshot,source",
				"warmcache.caches.rivers.source.jdbc.query=select id, name from city",
				"warmcache.caches.rivers.source.jdbc.key-column=id",
				"warmcache.caches.cities.warmup.from=snapshot,source");
	}

	private void change(Pod by) {
		assertThat(by.read(CHANGED)).isEqualTo("city " + CHANGED);
		this.jdbc.update("update city set name = 'changed' where id = ?", CHANGED);
		by.cities().change(CHANGED);
	}

	private Pod start(ConnectionProperties redis, TestDatabase own, String... properties) {
		List<String> all = new ArrayList<>(List.of(Servers.properties(redis, own)));
		all.addAll(List.of(this.application, "spring.main.banner-mode=off",
				"spring.datasource.hikari.connection-timeout=300", "warmcache.warmup.deadline=3s",
				"warmcache.snapshots.directory=" + this.directory, "warmcache.defaults.time-to-live=1h",
				"warmcache.caches.cities.warmup.from=snapshot,shared,source",
				"warmcache.caches.cities.source.jdbc.query=select id, name from city",
				"warmcache.caches.cities.source.jdbc.key-column=id"));
		for (String property : properties) {
			all.removeIf((other) -> other.startsWith(property.substring(0, property.indexOf('=') + 1)));
			if (property.equals("warmcache.snapshots.directory=")) {
				all.removeIf((other) -> other.startsWith("warmcache.caches.cities.warmup.from"));
			}
			else {
				all.add(property);
			}
		}
		return new Pod(new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties(all.toArray(String[]::new))
			.run());
	}

	private record Pod(ConfigurableApplicationContext context) implements AutoCloseable {

		Cities cities() {
			return this.context.getBean(Cities.class);
		}

		@Nullable String read(long id) {
			City city = cities().find(id);
			return (city != null) ? city.name() : null;
		}

		boolean holds(long id) {
			return this.context.getBean(TieredCacheManager.class)
				.getCache("cities")
				.getNativeCache()
				.policy()
				.getIfPresentQuietly(id) != null;
		}

		CacheWarmupProgress progress() {
			return progress("cities");
		}

		CacheWarmupProgress progress(String cacheName) {
			return Objects.requireNonNull(this.context.getBean(WarmupState.class).cache(cacheName));
		}

		@Override
		public void close() {
			this.context.close();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		Cities cities() {
			return new Cities();
		}

	}

	static class Cities {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("cities")
		public @Nullable City find(long id) {
			this.calls.incrementAndGet();
			return null;
		}

		@Cacheable("rivers")
		public @Nullable City river(long id) {
			return null;
		}

		@CacheEvict(cacheNames = "rivers", allEntries = true)
		public void clearRivers() {
		}

		@CacheEvict("cities")
		public void change(long id) {
		}

		public int calls() {
			return this.calls.get();
		}

	}

	record City(long id, String name) {
	}

}
