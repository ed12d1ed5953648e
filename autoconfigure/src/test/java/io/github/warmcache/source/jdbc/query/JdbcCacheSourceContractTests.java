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

import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.CacheSourceContractTests;
import io.github.warmcache.source.Item;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

import org.springframework.core.ResolvableType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Contract tests of {@link JdbcCacheSource}, with its derived and with written queries,
 * with and without a transaction manager.
 */
@Tag("servers")
class JdbcCacheSourceContractTests {

	private static ItemTable table;

	@BeforeAll
	static void createTable() {
		table = new ItemTable();
	}

	private static CacheSource<Integer, Item> source(JdbcSourceSettings.Builder settings,
			@Nullable PlatformTransactionManager transactionManager) {
		return new JdbcCacheSource<>(table.dataSource(), transactionManager,
				settings.withBatchSize(10).withFetchSize(7).build(), ResolvableType.forClass(Integer.class),
				ResolvableType.forClass(Item.class));
	}

	private abstract static class OnPostgres extends CacheSourceContractTests {

		abstract CacheSource<Integer, Item> source(String query);

		@Override
		protected CacheSource<Integer, Item> sourceOf(Map<Integer, Item> entries) {
			table.fill(entries);
			return source("select id, name, population from item");
		}

		@Override
		protected CacheSource<Integer, Item> failingSource() {
			return source("select id, name, population / 0 as population from (values (1, '', 1), (2, '', 1)) "
					+ "as broken (id, name, population)");
		}

		@Override
		protected CacheSource<Integer, Item> blockedSource() {
			return source("select 1 as id, pg_sleep(60)::text as name, 1 as population");
		}

		@Override
		protected boolean isBlocked(Thread streaming) {
			return table.jdbc()
				.queryForObject("select count(*) from pg_stat_activity where wait_event = 'PgSleep' "
						+ "and datname = current_database()", Long.class) > 0;
		}

	}

	@Nested
	class WithoutTransactionManager extends OnPostgres {

		@Override
		CacheSource<Integer, Item> source(String query) {
			return JdbcCacheSourceContractTests.source(JdbcSourceSettings.query(query, "id"), null);
		}

	}

	@Nested
	class WithTransactionManager extends OnPostgres {

		@Override
		CacheSource<Integer, Item> source(String query) {
			return JdbcCacheSourceContractTests.source(JdbcSourceSettings.query(query, "id"),
					new JdbcTransactionManager(table.dataSource()));
		}

	}

	@Nested
	class WithPool extends CacheSourceContractTests {

		private final HikariDataSource pool = new HikariDataSource();

		@BeforeEach
		void createPool() {
			this.pool.setDataSource(table.dataSource());
			this.pool.setMaximumPoolSize(2);
		}

		@AfterEach
		void closePool() {
			this.pool.close();
		}

		@Override
		protected CacheSource<Integer, Item> sourceOf(Map<Integer, Item> entries) {
			table.fill(entries);
			return source();
		}

		@Override
		protected CacheSource<Integer, Item> failingSource() throws Exception {
			this.pool.setConnectionTimeout(250);
			return blockedSource();
		}

		@Override
		protected CacheSource<Integer, Item> blockedSource() throws Exception {
			this.pool.getConnection();
			this.pool.getConnection();
			return source();
		}

		private CacheSource<Integer, Item> source() {
			return new JdbcCacheSource<>(this.pool, null,
					JdbcSourceSettings.query("select * from item", "id").withBatchSize(10).build(),
					ResolvableType.forClass(Integer.class), ResolvableType.forClass(Item.class));
		}

	}

	@Nested
	class WithWrittenQueries extends OnPostgres {

		@Override
		CacheSource<Integer, Item> source(String query) {
			return JdbcCacheSourceContractTests.source(JdbcSourceSettings.query(query, "id")
				.withKeyQuery("select * from (" + query + ") item where id = :key and :key > 0")
				.withKeysQuery("select * from (" + query + ") item where id in (:keys) or id in (:keys)", "id")
				.withCountQuery("select count(id) from item"), null);
		}

	}

	@Nested
	class WithWrittenQueryOfOneKey extends OnPostgres {

		@Override
		CacheSource<Integer, Item> source(String query) {
			return JdbcCacheSourceContractTests.source(JdbcSourceSettings.query(query, "id")
				.withKeyQuery("select * from (" + query + ") item where id = :key"), null);
		}

	}

	@Nested
	class WithWrittenQueryOfManyKeys extends OnPostgres {

		@Override
		CacheSource<Integer, Item> source(String query) {
			return JdbcCacheSourceContractTests.source(JdbcSourceSettings.query(query, "id")
				.withKeysQuery("select * from (" + query + ") item where id in (:keys)", "id"), null);
		}

	}

}
