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

import java.util.LinkedHashMap;
import java.util.Map;

import javax.sql.DataSource;

import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * One database of a PostgreSQL server.
 *
 * @param jdbcUrl the URL, without user and password
 * @param username the superuser
 * @param password the superuser's password
 * @author the Warmcache authors
 * @since 0.1.0
 */
public record TestDatabase(String jdbcUrl, String username, String password) implements ConnectionProperties {

	static TestDatabase at(String host, int port, String name) {
		return new TestDatabase("jdbc:postgresql://%s:%d/%s".formatted(host, port, name), PostgresServerHandle.USER,
				PostgresServerHandle.PASSWORD);
	}

	/**
	 * A data source without a pool: every connection is a new one.
	 * @return a new data source
	 */
	public DataSource dataSource() {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(this.jdbcUrl);
		dataSource.setUser(this.username);
		dataSource.setPassword(this.password);
		return dataSource;
	}

	/**
	 * What Spring Boot's auto-configuration takes instead of properties, for an
	 * application under development.
	 * @return the details, to be exposed as a bean
	 */
	public JdbcConnectionDetails connectionDetails() {
		return new JdbcConnectionDetails() {

			@Override
			public String getUsername() {
				return TestDatabase.this.username;
			}

			@Override
			public String getPassword() {
				return TestDatabase.this.password;
			}

			@Override
			public String getJdbcUrl() {
				return TestDatabase.this.jdbcUrl;
			}

		};
	}

	@Override
	public Map<String, String> springProperties() {
		Map<String, String> properties = new LinkedHashMap<>();
		properties.put("spring.datasource.url", this.jdbcUrl);
		properties.put("spring.datasource.username", this.username);
		properties.put("spring.datasource.password", this.password);
		return properties;
	}

}
