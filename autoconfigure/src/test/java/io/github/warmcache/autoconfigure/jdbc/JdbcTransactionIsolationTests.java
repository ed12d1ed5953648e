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
import java.util.function.Consumer;

import javax.sql.DataSource;

import io.github.warmcache.cache.TransactionIsolation;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link JdbcTransactionIsolation} on a real PostgreSQL.
 */
@Tag("servers")
class JdbcTransactionIsolationTests {

	private static TestDatabase database;

	private final TransactionIsolation isolation = new JdbcTransactionIsolation();

	@BeforeAll
	static void createDatabase() {
		database = Servers.postgres().newDatabase();
	}

	@Test
	void defaultOfPostgresqlIsReadCommitted() {
		DataSource dataSource = database.dataSource();
		for (int i = 0; i < 2; i++) {
			inTransaction(dataSource, (jdbc) -> assertThat(this.isolation.isReadCommitted(null)).isTrue());
		}
	}

	@Test
	void defaultThatSomebodyChangedCounts() {
		TestDatabase changed = Servers.postgres().newDatabase();
		String name = changed.jdbcUrl().substring(changed.jdbcUrl().lastIndexOf('/') + 1);
		new JdbcTemplate(changed.dataSource())
			.execute("alter database \"" + name + "\" set default_transaction_isolation = 'repeatable read'");
		inTransaction(changed.dataSource(), (jdbc) -> assertThat(this.isolation.isReadCommitted(null)).isFalse());
	}

	@Test
	void levelThatTheTransactionAskedForCounts() {
		assertThat(this.isolation.isReadCommitted(Connection.TRANSACTION_READ_COMMITTED)).isTrue();
		assertThat(this.isolation.isReadCommitted(Connection.TRANSACTION_READ_UNCOMMITTED)).isFalse();
		assertThat(this.isolation.isReadCommitted(Connection.TRANSACTION_REPEATABLE_READ)).isFalse();
		assertThat(this.isolation.isReadCommitted(Connection.TRANSACTION_SERIALIZABLE)).isFalse();
	}

	@Test
	void transactionWithoutADatabaseIsUnknown() {
		assertThat(this.isolation.isReadCommitted(null)).isFalse();
	}

	@Test
	void transactionThatFailedIsUnknownAndTheNextOneIsNot() {
		DataSource dataSource = database.dataSource();
		inTransaction(dataSource, (jdbc) -> {
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> jdbc.execute("nonsense"));
			assertThat(this.isolation.isReadCommitted(null)).isFalse();
		});
		inTransaction(dataSource, (jdbc) -> assertThat(this.isolation.isReadCommitted(null)).isTrue());
	}

	@Test
	void persistenceContextMayHoldOldEntities() throws Exception {
		Object holder = new ByteBuddy().subclass(Object.class)
			.name("org.springframework.orm.jpa.EntityManagerHolder")
			.make()
			.load(getClass().getClassLoader())
			.getLoaded()
			.getConstructor()
			.newInstance();
		inTransaction(database.dataSource(), (jdbc) -> {
			TransactionSynchronizationManager.bindResource("entity manager factory", holder);
			try {
				assertThat(this.isolation.isReadCommitted(null)).isFalse();
				assertThat(this.isolation.isReadCommitted(Connection.TRANSACTION_READ_COMMITTED)).isFalse();
			}
			finally {
				TransactionSynchronizationManager.unbindResource("entity manager factory");
			}
		});
	}

	private static void inTransaction(DataSource dataSource, Consumer<JdbcTemplate> work) {
		TransactionTemplate template = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		template.setReadOnly(true);
		template.executeWithoutResult((status) -> work.accept(new JdbcTemplate(dataSource)));
	}

}
