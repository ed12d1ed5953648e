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

package io.github.warmcache.autoconfigure.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.warmup.GoodLoad;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JdbcGoodLoadStore} on real servers, with the table of the
 * documentation.
 */
@Tag("servers")
class JdbcGoodLoadStoreTests {

	private static final ClassPathResource TABLE = new ClassPathResource("documentation/good-loads.sql");

	private static final Instant NOW = Instant.parse("2026-11-30T10:00:00.123Z");

	@ParameterizedTest
	@EnumSource
	void keepsTheLaterLoadOfEachCache(Kind kind) throws Exception {
		DataSource database = kind.newDatabase();
		JdbcGoodLoadStore store = store(database, "atlas");
		assertThat(store.exchange(Map.of())).isEmpty();
		assertThat(store.exchange(Map.of("cities", load(20_000, -60), "tags", load(7, -60))))
			.isEqualTo(Map.of("cities", load(20_000, -60), "tags", load(7, -60)));
		assertThat(store.exchange(Map.of("cities", load(9, -61)))).containsEntry("cities", load(20_000, -60));
		store.exchange(Map.of("cities", load(21_000, -59)));
		assertThat(store(database, "atlas").exchange(Map.of()))
			.isEqualTo(Map.of("cities", load(21_000, -59), "tags", load(7, -60)));
		assertThat(store(database, "other").exchange(Map.of())).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void aPoolWithoutAutoCommitKeepsThemToo(Kind kind) throws Exception {
		DataSource database = kind.newDatabase();
		DataSource pool = new DelegatingDataSource(database) {

			@Override
			public Connection getConnection() throws SQLException {
				Connection connection = super.getConnection();
				connection.setAutoCommit(false);
				return connection;
			}

		};
		store(pool, "atlas").exchange(Map.of("cities", load(20_000, -60)));
		store(pool, "atlas").exchange(Map.of("cities", load(21_000, -59)));
		assertThat(store(database, "atlas").exchange(Map.of())).isEqualTo(Map.of("cities", load(21_000, -59)));
	}

	@ParameterizedTest
	@EnumSource
	void podsThatStartTogetherDoNotDisturbEachOther(Kind kind) throws Exception {
		DataSource database = kind.newDatabase();
		CyclicBarrier together = new CyclicBarrier(4);
		ExecutorService pods = Executors.newFixedThreadPool(4);
		try {
			for (int round = 0; round < 10; round++) {
				String cache = "cities " + round;
				Callable<Map<String, GoodLoad>> pod = () -> {
					together.await();
					return store(database, "atlas").exchange(Map.of(cache, load(20_000, -60)));
				};
				List<Future<Map<String, GoodLoad>>> begun = IntStream.range(0, 4)
					.mapToObj((number) -> pods.submit(pod))
					.toList();
				for (Future<Map<String, GoodLoad>> each : begun) {
					assertThat(each.get()).containsEntry(cache, load(20_000, -60));
				}
				assertThat(store(database, "atlas").exchange(Map.of())).containsEntry(cache, load(20_000, -60));
			}
		}
		finally {
			pods.shutdownNow();
		}
	}

	@ParameterizedTest
	@EnumSource
	void aNameThatIsTooLongTakesNoOtherWithIt(Kind kind) throws Exception {
		JdbcGoodLoadStore store = store(kind.newDatabase(), "atlas");
		Map<String, GoodLoad> known = Map.of("a".repeat(1000), load(7, -60), "cities", load(20_000, -60));
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> store.exchange(known));
		assertThat(store.exchange(Map.of())).isEqualTo(Map.of("cities", load(20_000, -60)));
	}

	@ParameterizedTest
	@EnumSource
	void aLoadOfTheFutureIsReplaced(Kind kind) throws Exception {
		JdbcGoodLoadStore store = store(kind.newDatabase(), "atlas");
		store.exchange(Map.of("cities", new GoodLoad(20_000, Instant.now().plusSeconds(86_400), "source")));
		store.exchange(Map.of("cities", load(9, -60)));
		assertThat(store.exchange(Map.of())).isEqualTo(Map.of("cities", load(9, -60)));
	}

	@Test
	void rowsThatAreNoLoadsAreLeftOut() throws Exception {
		DataSource database = Kind.POSTGRESQL.newDatabase();
		new JdbcTemplate(database).update(
				"insert into warmcache_good_load values ('atlas', 'cities', 0, 1, 'x'), ('atlas', 'tags', -1, 1, 'x')");
		assertThat(store(database, "atlas").exchange(Map.of("cities", load(20_000, -60)))).containsOnlyKeys("cities");
	}

	@Test
	void aMissingTableFails() {
		JdbcGoodLoadStore store = new JdbcGoodLoadStore(Servers.postgres().newDatabase().dataSource(), "nowhere",
				"atlas");
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> store.exchange(Map.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a;drop table b", "\"a\"", "a.b.c.d", "1a", "a.", "a--" })
	void aTableThatNeedsQuotesIsRefused(String table) {
		DataSource none = new DelegatingDataSource();
		assertThatIllegalArgumentException().isThrownBy(() -> new JdbcGoodLoadStore(none, table, "atlas"));
	}

	private static JdbcGoodLoadStore store(DataSource database, String application) {
		return new JdbcGoodLoadStore(database, "warmcache_good_load", application);
	}

	private static GoodLoad load(long entries, long seconds) {
		return new GoodLoad(entries, NOW.plusSeconds(seconds), "source");
	}

	enum Kind {

		POSTGRESQL, MARIADB;

		DataSource newDatabase() {
			DataSource database = (this == POSTGRESQL) ? Servers.postgres().newDatabase().dataSource()
					: Servers.mariaDb().newDatabase();
			new ResourceDatabasePopulator(TABLE).execute(database);
			return database;
		}

	}

}
