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

package io.github.warmcache.source.jdbc.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.Item;
import io.github.warmcache.source.LoadCancellation;
import io.github.warmcache.source.RecordingSink;
import io.github.warmcache.source.SourceBusyException;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.ResolvableType;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the transactions of {@link JdbcCacheSource}.
 */
@Tag("servers")
class JdbcCacheSourceTransactionTests {

	private static final String WRITING = "select id, touch(id)::text as name, population from item";

	private static ItemTable table;

	@BeforeAll
	static void createTable() {
		table = new ItemTable();
		table.jdbc().execute("insert into item select i, 'item ' || i, i * 10 from generate_series(1, 100) i");
		table.jdbc().execute("create table touched (id integer)");
		table.jdbc()
			.execute("create function touch(id integer) returns integer language sql as "
					+ "'insert into touched values (id) returning id'");
	}

	static Stream<@Nullable PlatformTransactionManager> transactionManagers() {
		return Stream.of(null, new JdbcTransactionManager(table.dataSource()), new ForeignTransactionManager());
	}

	@ParameterizedTest
	@MethodSource("transactionManagers")
	void cannotWrite(@Nullable PlatformTransactionManager manager) {
		JdbcCacheSource<Integer, Item> source = source(manager, WRITING);
		for (Runnable call : List.<Runnable>of(() -> source.load(1), () -> source.loadAll(List.of(1, 2)),
				() -> source.stream(new RecordingSink<>()))) {
			assertThatExceptionOfType(CacheSourceException.class).isThrownBy(call::run)
				.withMessageContaining("SQL state 25006");
		}
		assertThat(table.jdbc().queryForObject("select count(*) from touched", Long.class)).isZero();
	}

	@ParameterizedTest
	@MethodSource("transactionManagers")
	void handsRowsOverBeforeTheDatabaseHasMadeAllOfThem(@Nullable PlatformTransactionManager manager) {
		JdbcCacheSource<Integer, Item> source = source(manager, "select i as id, '' as name, 1 / (9000 - i) as "
				+ "population from (select generate_series(1, 100000) as i) numbers");
		RecordingSink<Integer, Item> sink = new RecordingSink<>();
		assertThatExceptionOfType(CacheSourceException.class).isThrownBy(() -> source.stream(sink))
			.withMessageContaining("SQL state 22012");
		assertThat(sink.keys()).hasSize(8900);
	}

	@Test
	void doesNotSeeWhatTheCallersTransactionHasNotCommitted() {
		JdbcTransactionManager manager = new JdbcTransactionManager(table.dataSource());
		for (PlatformTransactionManager used : new PlatformTransactionManager[] { null, manager }) {
			JdbcCacheSource<Integer, Item> source = source(used, "select * from item");
			new TransactionTemplate(manager).executeWithoutResult((status) -> {
				table.jdbc().update("update item set name = 'changed' where id = 50");
				assertThat(source.load(50)).isEqualTo(new Item(50, "item 50", 500));
				status.setRollbackOnly();
			});
		}
	}

	@Test
	void readsWhereChangesAreWrittenIfItIsToldTo() {
		for (PlatformTransactionManager manager : new PlatformTransactionManager[] { null,
				new JdbcTransactionManager(table.dataSource()) }) {
			for (boolean readOnly : new boolean[] { true, false }) {
				JdbcCacheSource<Integer, String> source = new JdbcCacheSource<>(table.dataSource(), manager,
						JdbcSourceSettings
							.query("select 1 as id, current_setting('transaction_read_only') as name", "id")
							.withReadOnly(readOnly)
							.build(),
						ResolvableType.forClass(Integer.class), ResolvableType.forClass(String.class));
				assertThat(source.load(1)).isEqualTo(readOnly ? "on" : "off");
			}
		}
	}

	@Test
	void waitsOnlyAMomentForASecondConnectionInATransactionOfTheCaller() throws SQLException {
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setDataSource(table.dataSource());
			pool.setMaximumPoolSize(1);
			JdbcCacheSource<Integer, Item> source = new JdbcCacheSource<>(pool, null,
					JdbcSourceSettings.query("select * from item", "id").build(),
					ResolvableType.forClass(Integer.class), ResolvableType.forClass(Item.class));
			LoadCancellation inTransaction = new LoadCancellation() {

				@Override
				public void onCancel(Runnable action) {
					// Nobody gives it up.
				}

				@Override
				public boolean isCallerInTransaction() {
					return true;
				}

			};
			try (Connection held = pool.getConnection()) {
				assertThat(held.isClosed()).isFalse();
				long start = System.nanoTime();
				assertThatExceptionOfType(SourceBusyException.class).isThrownBy(() -> source.load(50, inTransaction))
					.withMessageContaining("no second connection");
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
				assertThat(Thread.currentThread().isInterrupted()).isFalse();
			}
			assertThat(source.load(50, inTransaction)).isNotNull();
		}
	}

	@Test
	void doesNotDoomTheCallersTransactionWhenItFails() {
		JdbcTransactionManager manager = new JdbcTransactionManager(table.dataSource());
		JdbcCacheSource<Integer, Item> source = source(manager, "select id, name, 1 / 0 as population from item");
		new TransactionTemplate(manager).executeWithoutResult((status) -> {
			table.jdbc().update("update item set name = 'kept' where id = 51");
			assertThatExceptionOfType(CacheSourceException.class).isThrownBy(() -> source.load(51));
		});
		assertThat(table.jdbc().queryForObject("select name from item where id = 51", String.class)).isEqualTo("kept");
	}

	@Test
	void givesTheConnectionBackAsItWas() throws SQLException {
		for (boolean autoCommit : new boolean[] { true, false }) {
			try (Connection connection = table.dataSource().getConnection()) {
				connection.setAutoCommit(autoCommit);
				SingleConnectionDataSource pool = new SingleConnectionDataSource(connection, true);
				Function<String, JdbcCacheSource<Integer, Item>> sources = (query) -> new JdbcCacheSource<>(pool, null,
						JdbcSourceSettings.query(query, "id").build(), ResolvableType.forClass(Integer.class),
						ResolvableType.forClass(Item.class));
				sources.apply("select * from item").load(1);
				assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
				assertThat(connection.isReadOnly()).isFalse();
				assertThatExceptionOfType(CacheSourceException.class)
					.isThrownBy(() -> sources.apply("select * from nothing").load(1));
				assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
				assertThat(connection.isReadOnly()).isFalse();
				sources.apply("select * from item").stream(new RecordingSink<>());
			}
		}
	}

	@Test
	void passesOnWhatTheSinkThrows() {
		RuntimeException failure = new CannotCreateTransactionException("not ours");
		JdbcCacheSource<Integer, Item> source = source(new JdbcTransactionManager(table.dataSource()),
				"select * from item");
		assertThatExceptionOfType(CannotCreateTransactionException.class)
			.isThrownBy(() -> source.stream(new RecordingSink<>() {

				@Override
				public void accept(Integer key, Item value) {
					throw failure;
				}

			}))
			.isSameAs(failure);
	}

	@Test
	void reportsThatThereIsNoConnection() {
		SingleConnectionDataSource nowhere = new SingleConnectionDataSource(
				"jdbc:postgresql://localhost:1/none?user=user&password=secret", false);
		for (PlatformTransactionManager manager : new PlatformTransactionManager[] { null,
				new JdbcTransactionManager(nowhere) }) {
			JdbcCacheSource<Integer, Item> source = new JdbcCacheSource<>(nowhere, manager,
					JdbcSourceSettings.query("select * from item", "id").build(),
					ResolvableType.forClass(Integer.class), ResolvableType.forClass(Item.class));
			assertThatExceptionOfType(CacheSourceException.class).isThrownBy(() -> source.stream(new RecordingSink<>()))
				.withMessageContaining("SQL state 08001")
				.withMessageNotContaining("secret");
		}
	}

	@Test
	void limitsHowLongAQueryForKeysMayTake() {
		JdbcCacheSource<Integer, Item> source = new JdbcCacheSource<>(table.dataSource(), null,
				JdbcSourceSettings.query("select 1 as id, pg_sleep(60)::text as name, 1 as population", "id")
					.withQueryTimeout(Duration.ofMillis(300))
					.build(),
				ResolvableType.forClass(Integer.class), ResolvableType.forClass(Item.class));
		for (Runnable call : List.<Runnable>of(() -> source.load(1), () -> source.loadAll(List.of(1, 2)),
				source::count)) {
			assertThatExceptionOfType(CacheSourceException.class).isThrownBy(call::run)
				.withMessageContaining("SQL state 57014");
		}
	}

	private static JdbcCacheSource<Integer, Item> source(@Nullable PlatformTransactionManager manager, String query) {
		return new JdbcCacheSource<>(table.dataSource(), manager,
				JdbcSourceSettings.query(query, "id").withFetchSize(100).build(),
				ResolvableType.forClass(Integer.class), ResolvableType.forClass(Item.class));
	}

	/**
	 * Manager of something that is not our database, such as messages.
	 */
	private static final class ForeignTransactionManager extends AbstractPlatformTransactionManager {

		@Override
		protected Object doGetTransaction() {
			return new Object();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

}
