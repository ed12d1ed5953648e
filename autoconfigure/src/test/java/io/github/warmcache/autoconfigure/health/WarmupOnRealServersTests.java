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

package io.github.warmcache.autoconfigure.health;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.warmcache.autoconfigure.health.RunningApplication.Response;
import io.github.warmcache.testsupport.ConnectionProperties;
import io.github.warmcache.testsupport.OwnPostgresServer;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for warm-ups from PostgreSQL and Redis, as pods do them one after the other.
 */
@Tag("servers")
class WarmupOnRealServersTests {

	private static final String READINESS = "/actuator/health/readiness";

	private static final int ROWS = 2500;

	@Test
	void theFirstPodIsWarmedFromTheSourceTheNextFromTheSharedTierAndBothOutliveTheirServers() throws Exception {
		try (OwnRedisServer redis = Servers.newRedis(); OwnPostgresServer postgres = Servers.newPostgres()) {
			TestDatabase database = postgres.newDatabase();
			execute(database, "create table city (id bigint primary key, name text not null)",
					"insert into city select i, 'city ' || i from generate_series(1, %d) i".formatted(ROWS));
			try (RunningApplication first = start(redis, database);
					RunningApplication next = startAfter(first, redis, database)) {
				assertWarm(first, "source");
				assertWarm(next, "shared");
				postgres.stop();
				try (RunningApplication last = start(redis, database, "warmcache.warmup.deadline=2s",
						"warmcache.warmup.coordination.enabled=false",
						"spring.datasource.hikari.connection-timeout=300")) {
					last.awaitStarted();
					Response degraded = last.get(READINESS);
					assertThat(degraded.status()).isEqualTo(200);
					assertThat(degraded.detail("state")).isEqualTo("DEGRADED");
					assertThat(degraded.detail("caches.cities.state")).isEqualTo("DEGRADED");
					assertThat(degraded.detail("caches.cities.lastError")).asString()
						.contains("SQL state 08")
						.doesNotContain(database.password());
					assertServed(last);
				}
				try (RunningApplication copying = start(redis, database, "warmcache.warmup.deadline=4s",
						"spring.datasource.hikari.connection-timeout=300")) {
					copying.awaitStarted();
					Response degraded = copying.get(READINESS);
					assertThat(degraded.status()).isEqualTo(200);
					assertThat(degraded.detail("caches.cities.state")).isEqualTo("DEGRADED");
					assertThat(degraded.detail("caches.cities.from")).isEqualTo("shared");
					assertServed(copying);
				}
				redis.stop();
				for (RunningApplication application : new RunningApplication[] { first, next }) {
					assertThat(application.get(READINESS).status()).isEqualTo(200);
					assertThat(application.get("/actuator/health/liveness").status()).isEqualTo(200);
					assertServed(application);
				}
			}
		}
	}

	private static RunningApplication startAfter(RunningApplication first, ConnectionProperties... servers)
			throws Exception {
		first.awaitStarted();
		return start(servers[0], servers[1]);
	}

	private static void assertWarm(RunningApplication application, String from) throws Exception {
		application.awaitStarted();
		Response warm = application.get(READINESS);
		assertThat(warm.status()).isEqualTo(200);
		assertThat(warm.detail("state")).isEqualTo("WARM");
		assertThat(warm.detail("caches.cities.from")).isEqualTo(from);
		assertThat(warm.detail("caches.cities.entries")).isEqualTo(ROWS);
		assertThat(warm.detail("caches.cities.expected")).isEqualTo(ROWS);
		assertServed(application);
	}

	private static void assertServed(RunningApplication application) throws Exception {
		Cities cities = application.context().getBean(Cities.class);
		assertThat(LongStream.rangeClosed(1, ROWS))
			.allSatisfy((id) -> assertThat(cities.find(id)).isEqualTo(new City(id, "city " + id)));
		assertThat(cities.calls()).isZero();
	}

	@Test
	void aPodIsOutOfServiceWhileItsDatabaseIsAwayAndReadyWhenItIsBack() throws Exception {
		try (OwnPostgresServer postgres = Servers.newPostgres(); OwnRedisServer redis = Servers.newRedis()) {
			TestDatabase database = postgres.newDatabase();
			execute(database, "create table city (id bigint primary key, name text not null)",
					"insert into city select i, 'city ' || i from generate_series(1, %d) i".formatted(ROWS));
			postgres.stop();
			try (RunningApplication application = start(redis, database, "warmcache.warmup.deadline=1s",
					"spring.datasource.hikari.connection-timeout=300")) {
				application.awaitStarted();
				await().atMost(60, TimeUnit.SECONDS)
					.untilAsserted(() -> assertThat(application.get(READINESS).body()).contains("lastError"));
				Response failed = application.get(READINESS);
				assertThat(failed.status()).isEqualTo(503);
				assertThat(failed.detail("state")).isEqualTo("FAILED");
				assertThat(failed.detail("caches.cities.lastError")).asString().contains("SQL state 08");
				postgres.start();
				await().atMost(60, TimeUnit.SECONDS).until(() -> application.get(READINESS).status() == 200);
				assertWarm(application, "source");
			}
		}
	}

	@Test
	void aPodThatIsStuckInAQueryStopsInTimeAndEndsTheQuery() throws Exception {
		TestDatabase database = Servers.postgres().newDatabase();
		try (RunningApplication application = start(Servers.redis(), database,
				"warmcache.caches.cities.source.jdbc.query=select 1 as id, 'stuck' as name from pg_sleep(600)",
				"warmcache.caches.cities.source.jdbc.count-query=select 1",
				"warmcache.caches.cities.source.jdbc.key-query=select :key as id, 'one' as name",
				"warmcache.caches.cities.source.jdbc.keys-query=select 1 as id, 'one' as name where 1 in (:keys)",
				"warmcache.caches.cities.warmup.from=source")) {
			await().atMost(90, TimeUnit.SECONDS).until(() -> stuckQueries(database) == 1);
			long before = System.nanoTime();
			application.context().close();
			assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(5));
			await().until(() -> stuckQueries(database) == 0);
		}
	}

	private static RunningApplication start(ConnectionProperties redis, ConnectionProperties database,
			String... properties) {
		return RunningApplication.start(CityApplication.class,
				Stream
					.of(Stream.of(Servers.properties(redis, database)),
							Stream.of("management.endpoint.health.show-details=always",
									"spring.application.name=atlas-" + database.springProperties().hashCode(),
									"warmcache.caches.cities.shared.time-to-live=1h",
									"warmcache.caches.cities.source.jdbc.query=select id, name from city",
									"warmcache.caches.cities.source.jdbc.key-column=id"),
							Stream.of(properties))
					.flatMap((part) -> part)
					.toArray(String[]::new));
	}

	private static void execute(TestDatabase database, String... statements) throws SQLException {
		try (Connection connection = database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private static int stuckQueries(TestDatabase database) throws SQLException {
		DataSource dataSource = database.dataSource();
		try (Connection connection = dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement
					.executeQuery("select count(*) from pg_stat_activity where state = 'active' "
							+ "and query like '%pg_sleep(600)%' and pid <> pg_backend_pid()")) {
			result.next();
			return result.getInt(1);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class CityApplication {

		@Bean
		Cities cities() {
			return new Cities();
		}

	}

	static class Cities {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("cities")
		public City find(long id) {
			this.calls.incrementAndGet();
			return new City(id, "not warm");
		}

		// The fields of a proxy are not those of the bean.
		public int calls() {
			return this.calls.get();
		}

	}

	record City(long id, String name) {
	}

}
