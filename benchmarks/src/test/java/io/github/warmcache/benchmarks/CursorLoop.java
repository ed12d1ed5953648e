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

package io.github.warmcache.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * What one would write by hand where nothing but speed counts: a cursor, columns read by
 * number, and a bare Caffeine cache.
 */
final class CursorLoop implements PostgresFill {

	static final int FETCH_SIZE = 5000;

	private final DataSource dataSource;

	private final String table;

	private final int rows;

	CursorLoop(DataSource dataSource, String table, int rows) {
		this.dataSource = dataSource;
		this.table = table;
		this.rows = rows;
	}

	static <K, V> Cache<K, V> cache(int rows) {
		return Caffeine.newBuilder().maximumSize(maximumSize(rows)).expireAfterWrite(Duration.ofMinutes(10)).build();
	}

	/**
	 * As in the sample: there is room for half as many again.
	 */
	static long maximumSize(int rows) {
		return rows * 3L / 2;
	}

	@Override
	public long fill() throws SQLException {
		long begin = System.nanoTime();
		Cache<Long, BenchmarkCity> cache = cache(this.rows);
		forEach(this.dataSource, this.table, (city) -> cache.put(city.id(), city));
		cache.cleanUp();
		long nanos = System.nanoTime() - begin;
		requireAll(cache.estimatedSize(), this.rows);
		return nanos;
	}

	static void forEach(DataSource dataSource, String table, Consumer<BenchmarkCity> consumer) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			connection.setAutoCommit(false);
			try (PreparedStatement statement = connection.prepareStatement("select * from " + table)) {
				statement.setFetchSize(FETCH_SIZE);
				try (ResultSet row = statement.executeQuery()) {
					while (row.next()) {
						consumer.accept(BenchmarkCity.of(row));
					}
				}
			}
			connection.commit();
		}
	}

	static void requireAll(long held, int rows) {
		if (held != rows) {
			throw new IllegalStateException("%d of %d rows are cached".formatted(held, rows));
		}
	}

}
