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

import javax.sql.DataSource;

import io.github.warmcache.source.jdbc.SqlFailures;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Runs SQL in a transaction of its own, read-only by default. Never joins a transaction
 * of the calling thread: a failing query would doom it, and its uncommitted rows must not
 * get into a cache.
 */
final class SourceSession {

	private final DataSource dataSource;

	private final @Nullable PlatformTransactionManager transactionManager;

	private final TransactionDefinition definition;

	private final boolean readOnly;

	SourceSession(DataSource dataSource, @Nullable PlatformTransactionManager transactionManager, boolean readOnly) {
		this.dataSource = dataSource;
		this.transactionManager = transactionManager;
		this.readOnly = readOnly;
		DefaultTransactionDefinition own = new DefaultTransactionDefinition(
				TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		own.setReadOnly(readOnly);
		own.setName("warmcache source");
		this.definition = own;
	}

	DataSource dataSource() {
		return this.dataSource;
	}

	<T> @Nullable T execute(Work<T> work) throws SQLException {
		if (this.transactionManager == null) {
			try (Connection connection = this.dataSource.getConnection()) {
				return inOwnTransaction(connection, work);
			}
		}
		return inManagedTransaction(this.transactionManager, work);
	}

	private <T> @Nullable T inManagedTransaction(PlatformTransactionManager manager, Work<T> work) throws SQLException {
		TransactionStatus status = begin(manager);
		@Nullable T result;
		try {
			// A manager of another resource, such as a message broker, does not cover our
			// connection.
			boolean covered = TransactionSynchronizationManager.hasResource(this.dataSource);
			Connection connection = DataSourceUtils.doGetConnection(this.dataSource);
			try {
				result = covered ? work.run(connection) : inOwnTransaction(connection, work);
			}
			finally {
				DataSourceUtils.releaseConnection(connection, this.dataSource);
			}
		}
		catch (Throwable ex) {
			undo(() -> manager.rollback(status), ex);
			throw ex;
		}
		try {
			manager.commit(status);
		}
		catch (RuntimeException ex) {
			throw asSqlException(ex);
		}
		return result;
	}

	private TransactionStatus begin(PlatformTransactionManager manager) throws SQLException {
		try {
			return manager.getTransaction(this.definition);
		}
		catch (RuntimeException ex) {
			throw asSqlException(ex);
		}
	}

	/**
	 * Convert a failure of the manager, to tell it from an exception of the work itself.
	 */
	private static SQLException asSqlException(RuntimeException failure) {
		SQLException cause = SqlFailures.find(failure);
		return (cause != null) ? cause : new SQLException("The transaction failed", failure);
	}

	private <T> @Nullable T inOwnTransaction(Connection connection, Work<T> work) throws SQLException {
		boolean readOnly = connection.isReadOnly();
		boolean autoCommit = connection.getAutoCommit();
		try {
			connection.setReadOnly(this.readOnly);
			// In auto-commit mode PostgreSQL sends all rows at once.
			connection.setAutoCommit(false);
			T result = work.run(connection);
			connection.commit();
			restore(connection, readOnly, autoCommit);
			return result;
		}
		catch (Throwable ex) {
			undo(connection::rollback, ex);
			undo(() -> restore(connection, readOnly, autoCommit), ex);
			throw ex;
		}
	}

	private static void restore(Connection connection, boolean readOnly, boolean autoCommit) throws SQLException {
		connection.setAutoCommit(autoCommit);
		connection.setReadOnly(readOnly);
	}

	private static void undo(Undo undo, Throwable failure) {
		try {
			undo.run();
		}
		catch (SQLException | RuntimeException ex) {
			failure.addSuppressed(ex);
		}
	}

	/**
	 * SQL to run on a connection.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface Work<T> {

		@Nullable T run(Connection connection) throws SQLException;

	}

	@FunctionalInterface
	private interface Undo {

		void run() throws SQLException;

	}

}
