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

package io.github.warmcache.testsupport;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A running PostgreSQL. Safe for use by several threads.
 *
 * @author the Warmcache authors
 * @since 0.1.0
 */
public class PostgresServerHandle {

	static final String USER = "postgres";

	static final String PASSWORD = "postgres";

	private final Backend backend;

	private final AtomicInteger databases = new AtomicInteger();

	PostgresServerHandle(Backend backend) {
		this.backend = backend;
	}

	public final String host() {
		return this.backend.host();
	}

	public final int port() {
		return this.backend.port();
	}

	/**
	 * Creates an empty database, which stays until the server goes. Its encoding is UTF-8
	 * and its locale C, so that text sorts alike on every machine.
	 * @return the database, owned by a superuser
	 * @throws IllegalStateException if the server does not create it
	 */
	public final TestDatabase newDatabase() {
		String name = "test_" + this.databases.incrementAndGet();
		try (Connection connection = database("postgres").dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("create database " + name + " template template0 encoding 'UTF8' locale 'C'");
		}
		catch (SQLException ex) {
			throw new IllegalStateException("PostgreSQL did not create a database", ex);
		}
		return database(name);
	}

	private TestDatabase database(String name) {
		return TestDatabase.at(host(), port(), name);
	}

	final Backend backend() {
		return this.backend;
	}

}
