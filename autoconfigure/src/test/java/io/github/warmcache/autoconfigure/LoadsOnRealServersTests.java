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

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.jdbc.WarmcacheJdbcAutoConfiguration;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.testsupport.OwnPostgresServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of loads from a real database that is slow, locked or gone.
 */
@Tag("servers")
class LoadsOnRealServersTests {

	private static final Duration GENEROUS = Duration.ofSeconds(5);

	@Test
	void loadOfALockedRowEndsInTimeAndItsStatementOnTheServer() throws SQLException {
		TestDatabase database = database(Servers.postgres().newDatabase());
		String name = "loads " + UUID.randomUUID();
		try (Connection locker = database.dataSource().getConnection(); Statement lock = locker.createStatement()) {
			locker.setAutoCommit(false);
			lock.execute("lock table city in access exclusive mode");
			runner(database)
				.withPropertyValues("warmcache.caches.cities.load-timeout=1s",
						"spring.datasource.hikari.data-source-properties.ApplicationName=" + name)
				.run((context) -> {
					TieredCache cities = context.getBean(TieredCacheManager.class).getCache("cities");
					long start = System.nanoTime();
					assertThatExceptionOfType(ValueRetrievalException.class)
						.isThrownBy(() -> cities.get(1L, () -> "method"))
						.satisfies((ex) -> assertThat(ex.getCause()).hasMessageContaining("load-timeout"));
					assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(900), GENEROUS);
					JdbcTemplate server = new JdbcTemplate(database.dataSource());
					Awaitility.await()
						.atMost(GENEROUS)
						.until(() -> server.queryForObject("select count(*) from pg_stat_activity "
								+ "where application_name = ? and state = 'active'", Integer.class, name) == 0);
					Awaitility.await().atMost(GENEROUS).until(() -> cities.loadsUnderWay() == 0);
					locker.rollback();
					assertThat(cities.get(1L, String.class)).isEqualTo("Rome");
				});
		}
	}

	@Test
	void slowQueryEndsInTimeAndItsConnectionGoesOn() {
		TestDatabase database = database(Servers.postgres().newDatabase());
		runner(database)
			.withPropertyValues("warmcache.caches.cities.load-timeout=1s",
					"spring.datasource.hikari.maximum-pool-size=1",
					"warmcache.caches.cities.source.jdbc.key-query="
							+ "select name from city, pg_sleep(case when id = 2 then 30 else 0 end) where id = :key")
			.run((context) -> {
				TieredCache cities = context.getBean(TieredCacheManager.class).getCache("cities");
				assertThat(cities.get(2L)).isNull();
				assertThat(cities.statistics().count(CacheEvent.LOAD_TIMED_OUT)).isOne();
				Awaitility.await().atMost(GENEROUS).until(() -> cities.loadsUnderWay() == 0);
				assertThat(cities.get(1L, String.class)).isEqualTo("Rome");
			});
	}

	@Test
	void transactionsThatHoldAllConnectionsCallTheMethod() {
		TestDatabase database = database(Servers.postgres().newDatabase());
		runner(database).withPropertyValues("spring.datasource.hikari.maximum-pool-size=2").run((context) -> {
			TieredCache cities = context.getBean(TieredCacheManager.class).getCache("cities");
			TransactionTemplate transaction = new TransactionTemplate(
					context.getBean(PlatformTransactionManager.class));
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
			CyclicBarrier both = new CyclicBarrier(2);
			List<CompletableFuture<String>> reads = new ArrayList<>();
			for (long id = 1; id <= 2; id++) {
				long key = id;
				reads.add(CompletableFuture.supplyAsync(() -> transaction.execute((status) -> {
					jdbc.queryForObject("select 1", Integer.class);
					await(both);
					String read = cities.get(key, () -> "method " + key);
					// The connection of the first is of no use to the second.
					await(both);
					return read;
				})));
			}
			assertThat(reads.get(0).get(8, TimeUnit.SECONDS)).isEqualTo("method 1");
			assertThat(reads.get(1).get(8, TimeUnit.SECONDS)).isEqualTo("method 2");
			assertThat(cities.get(1L, String.class)).isEqualTo("Rome");
		});
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(10, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void valueOfAnotherKeyIsReadAgainEachTime() {
		TestDatabase database = database(Servers.postgres().newDatabase());
		JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
		jdbc.execute("create extension citext");
		jdbc.execute("create table tag (code citext primary key, name text)");
		jdbc.execute("insert into tag values ('abc', 'old')");
		runner(database)
			.withPropertyValues("warmcache.caches.cities.key-type=java.lang.String",
					"warmcache.caches.cities.source.jdbc.query=select code, name from tag",
					"warmcache.caches.cities.source.jdbc.key-column=code")
			.run((context) -> {
				TieredCache tags = context.getBean(TieredCacheManager.class).getCache("cities");
				assertThat(tags.get("abc", String.class)).isEqualTo("old");
				assertThat(tags.get("ABC", String.class)).isEqualTo("old");
				jdbc.execute("update tag set name = 'new'");
				assertThat(tags.get("abc", String.class)).isEqualTo("old");
				tags.evict("abc");
				assertThat(tags.get("ABC", String.class)).isEqualTo("new");
				assertThat(tags.get("abc", String.class)).isEqualTo("new");
				jdbc.execute("update tag set name = 'newer'");
				assertThat(tags.get("abc", String.class)).isEqualTo("new");
				assertThat(tags.get("ABC", String.class)).isEqualTo("newer");
				assertThat(tags.retrieve("ABC", () -> CompletableFuture.completedFuture("method"))
					.get(10, TimeUnit.SECONDS)).isEqualTo("newer");
				assertThat(tags.source()).isNotNull();
				assertThat(tags.source().isExact()).isFalse();
			});
	}

	@Test
	void databaseThatIsGoneLeavesStaleValuesAndTheLoadersOwnExceptions() {
		try (OwnPostgresServer server = Servers.newPostgres()) {
			TestDatabase database = database(server.newDatabase());
			runner(database)
				.withPropertyValues("warmcache.caches.cities.load-timeout=2s",
						"warmcache.caches.cities.stale-if-error=1h", "warmcache.caches.cities.time-to-live=500ms",
						"spring.datasource.hikari.connection-timeout=500")
				.run((context) -> {
					TieredCache cities = context.getBean(TieredCacheManager.class).getCache("cities");
					assertThat(cities.get(1L, String.class)).isEqualTo("Rome");
					server.stop();
					Awaitility.await().atMost(GENEROUS).until(() -> {
						assertThat(cities.get(1L, String.class)).isEqualTo("Rome");
						return cities.statistics().count(CacheEvent.STALE_SERVED) > 0;
					});
					IllegalStateException own = new IllegalStateException("no database");
					assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> cities.get(2L, () -> {
						throw own;
					})).satisfies((ex) -> assertThat(ex.getCause()).isSameAs(own));
					server.start();
					Awaitility.await()
						.atMost(Duration.ofSeconds(20))
						.until(() -> "Paris".equals(cities.get(2L, String.class)));
				});
		}
	}

	private static TestDatabase database(TestDatabase database) {
		JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
		jdbc.execute("create table city (id bigint primary key, name text)");
		jdbc.execute("insert into city values (1, 'Rome'), (2, 'Paris')");
		return database;
	}

	private static ApplicationContextRunner runner(TestDatabase database) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WarmcacheAutoConfiguration.class, WarmcacheJdbcAutoConfiguration.class,
							DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class))
			.withPropertyValues(Servers.properties(database))
			.withPropertyValues("warmcache.caches.cities.key-type=long",
					"warmcache.caches.cities.value-type=java.lang.String",
					"warmcache.caches.cities.source.jdbc.query=select id, name from city",
					"warmcache.caches.cities.source.jdbc.key-column=id");
	}

}
