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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import io.github.warmcache.warmup.GoodLoad;
import io.github.warmcache.warmup.measure.GoodLoadStore;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Good loads in a table of the application's database, which outlives Redis and all pods.
 * Uses statements that every database has, each with a time-out.
 */
final class JdbcGoodLoadStore implements GoodLoadStore {

	/**
	 * Name of a table, with or without a schema and a catalog, that needs no quotes.
	 */
	static final Pattern TABLE = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*){0,2}");

	private static final int TIMEOUT_SECONDS = 5;

	/**
	 * Class of the SQL states of violated constraints.
	 */
	private static final String CONSTRAINT = "23";

	private final DataSource dataSource;

	private final String application;

	private final String select;

	private final String update;

	private final String insert;

	/**
	 * Create a store.
	 * @param dataSource the database
	 * @param table the name of the table, which matches {@link #TABLE}
	 * @param application separates the loads of an application from those of others
	 */
	JdbcGoodLoadStore(DataSource dataSource, String table, String application) {
		Assert.isTrue(TABLE.matcher(table).matches(), "The name of the table must be plain");
		this.dataSource = dataSource;
		this.application = application;
		this.select = "select cache_name, entries, finished_at, loaded_from from " + table + " where application = ?";
		this.update = "update " + table + " set entries = ?, finished_at = ?, loaded_from = ?"
				+ " where application = ? and cache_name = ? and (finished_at < ? or finished_at > ?)";
		this.insert = "insert into " + table + " (entries, finished_at, loaded_from, application, cache_name)"
				+ " values (?, ?, ?, ?, ?)";
	}

	@Override
	public String name() {
		return "the table of 'warmcache.warmup.good-loads.table'";
	}

	@Override
	public boolean forgets() {
		return false;
	}

	@Override
	public Map<String, GoodLoad> exchange(Map<String, GoodLoad> known) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			Map<String, GoodLoad> kept = read(connection);
			SQLException failure = null;
			Instant now = Instant.now();
			for (Map.Entry<String, GoodLoad> entry : known.entrySet()) {
				GoodLoad before = kept.get(entry.getKey());
				if (entry.getValue().replaces(before, now)) {
					try {
						write(connection, entry.getKey(), entry.getValue(), before);
						kept.put(entry.getKey(), entry.getValue());
					}
					catch (SQLException ex) {
						// A name may be too long for its column. The others are kept.
						rollback(connection);
						failure = ex;
					}
				}
			}
			if (failure != null) {
				throw failure;
			}
			return kept;
		}
	}

	private Map<String, GoodLoad> read(Connection connection) throws SQLException {
		Map<String, GoodLoad> loads = new LinkedHashMap<>();
		try (PreparedStatement statement = statement(connection, this.select)) {
			statement.setString(1, this.application);
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					long entries = rows.getLong(2);
					if (entries > 0) {
						loads.put(rows.getString(1), new GoodLoad(entries, Instant.ofEpochMilli(rows.getLong(3)),
								String.valueOf(rows.getString(4))));
					}
				}
			}
		}
		commit(connection);
		return loads;
	}

	private void write(Connection connection, String cacheName, GoodLoad load, @Nullable GoodLoad before)
			throws SQLException {
		if (before != null) {
			try (PreparedStatement statement = filled(connection, this.update, cacheName, load)) {
				statement.setLong(6, load.finishedAt().toEpochMilli());
				statement.setLong(7, Instant.now().toEpochMilli());
				statement.executeUpdate();
			}
			commit(connection);
			return;
		}
		try (PreparedStatement statement = filled(connection, this.insert, cacheName, load)) {
			statement.executeUpdate();
			commit(connection);
		}
		catch (SQLException ex) {
			if (ex.getSQLState() == null || !ex.getSQLState().startsWith(CONSTRAINT)) {
				throw ex;
			}
			// Another pod was faster, with a load of about the same time.
			rollback(connection);
		}
	}

	private PreparedStatement filled(Connection connection, String sql, String cacheName, GoodLoad load)
			throws SQLException {
		PreparedStatement statement = statement(connection, sql);
		statement.setLong(1, load.entries());
		statement.setLong(2, load.finishedAt().toEpochMilli());
		statement.setString(3, load.from());
		statement.setString(4, this.application);
		statement.setString(5, cacheName);
		return statement;
	}

	private static PreparedStatement statement(Connection connection, String sql) throws SQLException {
		PreparedStatement statement = connection.prepareStatement(sql);
		statement.setQueryTimeout(TIMEOUT_SECONDS);
		return statement;
	}

	private static void rollback(Connection connection) throws SQLException {
		if (!connection.getAutoCommit()) {
			connection.rollback();
		}
	}

	private static void commit(Connection connection) throws SQLException {
		if (!connection.getAutoCommit()) {
			connection.commit();
		}
	}

}
