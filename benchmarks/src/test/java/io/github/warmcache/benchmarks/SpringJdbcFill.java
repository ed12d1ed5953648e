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

import java.sql.SQLException;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.github.benmanes.caffeine.cache.Cache;

import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What one would write with Spring's JDBC support.
 */
final class SpringJdbcFill implements PostgresFill {

	private final String query;

	private final int rows;

	private final Way way;

	private final JdbcTemplate template;

	private final TransactionTemplate transaction;

	SpringJdbcFill(DataSource dataSource, String table, int rows, Way way) {
		this.query = "select * from " + table;
		this.rows = rows;
		this.way = way;
		this.template = new JdbcTemplate(dataSource, true);
		this.template.setFetchSize(CursorLoop.FETCH_SIZE);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
	}

	@Override
	public long fill() throws SQLException {
		long begin = System.nanoTime();
		Cache<Long, BenchmarkCity> cache = CursorLoop.cache(this.rows);
		this.transaction.executeWithoutResult((status) -> {
			try (Stream<BenchmarkCity> cities = cities()) {
				cities.forEach((city) -> cache.put(city.id(), city));
			}
		});
		cache.cleanUp();
		long nanos = System.nanoTime() - begin;
		CursorLoop.requireAll(cache.estimatedSize(), this.rows);
		return nanos;
	}

	private Stream<BenchmarkCity> cities() {
		if (this.way == Way.JDBC_CLIENT) {
			return JdbcClient.create(this.template).sql(this.query).query(BenchmarkCity.class).stream();
		}
		RowMapper<BenchmarkCity> mapper = new DataClassRowMapper<>(BenchmarkCity.class);
		return this.template.queryForStream(this.query, mapper);
	}

	enum Way {

		ROW_MAPPER, JDBC_CLIENT

	}

}
