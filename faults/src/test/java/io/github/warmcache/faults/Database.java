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

package io.github.warmcache.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import io.github.warmcache.testsupport.OwnPostgresServer;
import io.github.warmcache.testsupport.TestDatabase;

/**
 * The database of a fleet: one row per cache and key with a version.
 */
final class Database {

	private static final String SCHEMA = """
			alter database %1$s set synchronous_commit = on;
			create table item (cache int, key int, version bigint not null default 1, stamp bigint not null default 0,
			 primary key (cache, key)) with (fillfactor = 50);
			create table control (seconds double precision);
			insert into control values (0);
			create function brake() returns boolean language plpgsql volatile as $$
			declare pause double precision;
			begin
				select seconds into pause from control;
				if pause > 0 then perform pg_sleep(pause); end if;
				return true;
			end $$;
			insert into item (cache, key) select cache, key from generate_series(0, 5) cache, generate_series(0, %2$d) key
			""";

	private final OwnPostgresServer server;

	private final TestDatabase database;

	Database(OwnPostgresServer server, int keys) {
		this.server = server;
		this.database = server.newDatabase();
		// Without it, a killed server forgets commits that it had confirmed. It need not
		// survive a power cut.
		execute("alter system set fsync = off", "select pg_reload_conf()");
		execute(SCHEMA.formatted(this.database.jdbcUrl().replaceFirst(".*/", ""), keys - 1));
	}

	OwnPostgresServer server() {
		return this.server;
	}

	TestDatabase connection() {
		return this.database;
	}

	/**
	 * Makes every load of a row take longer.
	 */
	void brake(double seconds) {
		execute("update control set seconds = " + seconds);
	}

	/**
	 * Locks the table against everybody until the returned lock is closed.
	 */
	Connection lock() throws SQLException {
		Connection connection = this.database.dataSource().getConnection();
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.execute("lock table item in access exclusive mode");
		}
		return connection;
	}

	void execute(String... statements) {
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException("PostgreSQL refuses: " + String.join("; ", statements), ex);
		}
	}

}
