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

package io.github.warmcache.warmup.fleet;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.source.jdbc.query.JdbcCacheSource;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import io.github.warmcache.warmup.CoordinationSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what a fleet that starts costs the database, on a real one.
 */
@Tag("servers")
class FleetOnPostgresTests {

	/**
	 * One of their own: so many keys would make every scan of the other tests slow.
	 */
	private static OwnRedisServer redis;

	private static final int ROWS = 20_000;

	private static final CoordinationSettings SETTINGS = new CoordinationSettings(Duration.ofMinutes(10), 1, false,
			null);

	private final String namespace = UUID.randomUUID().toString();

	private final TestDatabase database = Servers.postgres().newDatabase();

	private final List<FleetPod> pods = new ArrayList<>();

	@BeforeEach
	void createTable() throws SQLException {
		execute("create table city (id bigint primary key, name text not null)",
				"insert into city select i, 'city ' || i from generate_series(1, %d) i".formatted(ROWS),
				"vacuum analyze city", "select pg_stat_reset()");
	}

	@BeforeAll
	static void startRedis() {
		redis = Servers.newRedis();
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	@AfterEach
	void closePods() {
		this.pods.forEach(FleetPod::close);
	}

	@Test
	void sixPodsThatStartTogetherReadTheTableOnce() {
		for (int i = 0; i < 6; i++) {
			pod(this.database.dataSource(), SETTINGS);
		}
		startAndRequireAll(this.pods);
		assertRowsRead(1.1);
	}

	@Test
	void partitionsReadTheTableOnceToo() {
		for (int i = 0; i < 2; i++) {
			pod(this.database.dataSource(), new CoordinationSettings(Duration.ofMinutes(10), 3, false, null));
		}
		startAndRequireAll(this.pods);
		assertRowsRead(1.1);
	}

	@Test
	void anotherPodGoesOnWhenTheConnectionsOfTheFirstAreKilled() throws Exception {
		CountDownLatch killed = new CountDownLatch(1);
		AtomicInteger connections = new AtomicInteger();
		FleetPod first = pod(new DelegatingDataSource(this.database.dataSource()) {

			@Override
			public Connection getConnection() throws SQLException {
				// Some chunks, and then never again.
				if (connections.incrementAndGet() > 2) {
					killed.countDown();
					throw new SQLException("terminating connection due to administrator command", "57P01");
				}
				return super.getConnection();
			}

		}, SETTINGS);
		CompletableFuture<Void> failing = first.start();
		assertThat(killed.await(60, TimeUnit.SECONDS)).isTrue();
		List<FleetPod> others = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			others.add(pod(this.database.dataSource(), SETTINGS));
		}
		startAndRequireAll(others);
		failing.get(60, TimeUnit.SECONDS);
		assertThat(first.held(ROWS)).isEqualTo(ROWS);
		assertRowsRead(1.5);
	}

	private FleetPod pod(DataSource dataSource, CoordinationSettings settings) {
		JdbcSourceSettings jdbc = JdbcSourceSettings.query("select id, name from city", "id")
			.withChunkSize(2000)
			.build();
		CacheSource<?, ?> source = new JdbcCacheSource<>(dataSource, null, jdbc, ResolvableType.forClass(Long.class),
				ResolvableType.forClass(String.class));
		FleetPod pod = new FleetPod(redis, this.namespace, source, settings);
		this.pods.add(pod);
		return pod;
	}

	private static void startAndRequireAll(List<FleetPod> pods) {
		CompletableFuture.allOf(pods.stream().map(FleetPod::start).toArray(CompletableFuture<?>[]::new)).join();
		assertThat(pods).allSatisfy((pod) -> {
			assertThat(pod.isWarm()).isTrue();
			assertThat(pod.held(ROWS)).isEqualTo(ROWS);
		});
	}

	private void assertRowsRead(double atMost) {
		// The server counts when a connection ends, a moment later.
		await().untilAsserted(() -> assertThat(rowsRead()).isGreaterThanOrEqualTo(ROWS));
		await().during(Duration.ofSeconds(1))
			.untilAsserted(() -> assertThat((double) rowsRead()).isLessThanOrEqualTo(atMost * ROWS));
	}

	private long rowsRead() throws SQLException {
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement
					.executeQuery("select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)"
							+ " from pg_stat_user_tables where relname = 'city'")) {
			result.next();
			return result.getLong(1);
		}
	}

	private void execute(String... statements) throws SQLException {
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

}
