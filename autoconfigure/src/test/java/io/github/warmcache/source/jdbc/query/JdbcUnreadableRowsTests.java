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

import io.github.warmcache.source.Chunk;
import io.github.warmcache.source.PermanentSourceException;
import io.github.warmcache.source.RecordingSink;
import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for rows that are no values of the declared type.
 */
@Tag("servers")
class JdbcUnreadableRowsTests {

	private final TestDatabase database = Servers.postgres().newDatabase();

	@BeforeEach
	void createTable() {
		JdbcTemplate jdbc = new JdbcTemplate(this.database.dataSource());
		jdbc.execute("create table city (id bigint, status text, size int)");
		jdbc.execute("insert into city select i, 'OPEN', i from generate_series(1, 20) i");
		jdbc.execute("update city set status = 'RAZED' where id in (3, 20)");
		jdbc.execute("update city set size = null where id = 7");
	}

	@Test
	void aStreamHandsThemOverWithTheirKeys() {
		RecordingSink<Long, City> sink = new RecordingSink<Long, City>().lenient();
		source("select id, status, size from city order by id").stream(sink);
		assertThat(sink.unreadable()).containsExactly(3L, 7L, 20L);
		assertThat(sink.entries()).hasSize(17);
	}

	@Test
	void aRowWithoutAKeyIsOneOfThem() {
		new JdbcTemplate(this.database.dataSource())
			.execute("insert into city values (null, 'OPEN', 1), (null, 'NO', 1)");
		RecordingSink<Long, City> sink = new RecordingSink<Long, City>().lenient();
		source("select id, status, size from city order by id").stream(sink);
		assertThat(sink.unreadable()).containsExactly(3L, 7L, 20L, "unknown key", "unknown key");
	}

	@Test
	void aChunkGoesOnBehindThem() {
		JdbcCacheSource<Long, City> source = source("select id, status, size from city");
		RecordingSink<Long, City> sink = new RecordingSink<Long, City>().lenient();
		Chunk first = source.stream(RowChunks.ALL, null, 3, sink);
		assertThat(first).isEqualTo(new Chunk(2, "3", false));
		Chunk rest = source.stream(RowChunks.ALL, first.last(), 100, sink);
		assertThat(rest).isEqualTo(new Chunk(15, "20", true));
		assertThat(sink.unreadable()).containsExactly(3L, 7L, 20L);
	}

	@Test
	void aSinkThatLeavesNothingOutIsToldOfTheColumnAndNotOfTheValue() {
		assertThatExceptionOfType(UnreadableEntryException.class)
			.isThrownBy(() -> source("select id, status, size from city order by id").stream(new RecordingSink<>()))
			.withMessageContaining("column for 'status'")
			.withMessageNotContaining("RAZED")
			.withNoCause();
	}

	@Test
	void aMissingColumnIsNoMatterOfRows() {
		RecordingSink<Long, City> sink = new RecordingSink<Long, City>().lenient();
		assertThatExceptionOfType(PermanentSourceException.class)
			.isThrownBy(() -> source("select id, status from city").stream(sink))
			.withMessageContaining("The query has no column for 'size'");
		assertThat(sink.unreadable()).isEmpty();
	}

	private JdbcCacheSource<Long, City> source(String query) {
		return new JdbcCacheSource<>(this.database.dataSource(), null, JdbcSourceSettings.query(query, "id").build(),
				ResolvableType.forClass(Long.class), ResolvableType.forClass(City.class));
	}

	enum Status {

		OPEN, CLOSED

	}

	record City(long id, Status status, int size) {
	}

}
