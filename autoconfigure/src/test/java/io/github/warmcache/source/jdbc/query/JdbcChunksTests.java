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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CancellationException;

import io.github.warmcache.source.Chunk;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.KeyRange;
import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.source.jdbc.query.RowChunks.RowLimit;
import io.github.warmcache.testsupport.Servers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ResolvableType;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for reading all rows in chunks of key order.
 */
@Tag("servers")
class JdbcChunksTests {

	private JdbcTemplate jdbc;

	@BeforeEach
	void createDatabase() {
		this.jdbc = new JdbcTemplate(Servers.postgres().newDatabase().dataSource());
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7 })
	void partsTogetherAreAllRowsOnceAndInOrder(int parts) {
		this.jdbc.execute("create table item (id bigint primary key, name text)");
		this.jdbc
			.execute("insert into item select i * 1000003 - 9000000000, 'item ' || i from generate_series(1, 997) i");
		JdbcCacheSource<Long, String> source = source(Long.class, 50);
		List<KeyRange> ranges = source.partitions(parts);
		assertThat(ranges).hasSize(parts);
		Map<Object, Object> found = new LinkedHashMap<>();
		for (KeyRange range : ranges) {
			readAll(source, range, null, found);
		}
		assertThat(found).hasSize(997).containsEntry(1000003L - 9000000000L, "item 1");
		assertThat(new ArrayList<>(found.keySet())).isSortedAccordingTo((a, b) -> Long.compare((Long) a, (Long) b));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			text    | concat(chr(196 + i % 3), i, chr(39))
			varchar | concat(chr(65 + 32 * (i % 2)), i)
			uuid    | gen_random_uuid()
			numeric | i * 3
			int2    | i * 3 - 500
			numeric(20) | i * 3""")
	void keysOfOtherTypesAreReadOnceToo(String type, String key) {
		this.jdbc.execute("create table item (id " + type + " primary key, name text)");
		this.jdbc.execute("insert into item select " + key + ", 'item ' || i from generate_series(1, 333) i");
		Class<?> keyType = switch (type) {
			case "uuid" -> UUID.class;
			case "text", "varchar" -> String.class;
			default -> Integer.class;
		};
		JdbcCacheSource<Object, String> source = source(keyType, 10);
		Map<Object, Object> found = new LinkedHashMap<>();
		readAll(source, source.partitions(1).get(0), null, found);
		assertThat(found).hasSize(333).doesNotContainValue(null);
		assertThat(found.keySet()).allSatisfy((each) -> assertThat(each).isInstanceOf(keyType));
	}

	@Test
	void anotherPodGoesOnWhereOneEnded() {
		fillItems(100);
		JdbcCacheSource<Integer, String> first = source(Integer.class, 30);
		Map<Object, Object> found = new LinkedHashMap<>();
		Chunk chunk = first.stream(RowChunks.ALL, null, 30, sink(found));
		assertThat(chunk).isEqualTo(new Chunk(30, "30", false));
		readAll(source(Integer.class, 30), RowChunks.ALL, chunk.last(), found);
		assertThat(found).hasSize(100);
	}

	@Test
	void chunksGrowToFourTimesTheirFirstSize() {
		JdbcCacheSource<Integer, String> source = source(Integer.class, 10_000);
		assertThat(List.of(source.chunkSize(0), source.chunkSize(1), source.chunkSize(2), source.chunkSize(30)))
			.containsExactly(10_000, 20_000, 40_000, 40_000);
	}

	@Test
	void anEmptyTableIsOneEmptyChunk() {
		fillItems(0);
		JdbcCacheSource<Integer, String> source = source(Integer.class, 10);
		assertThat(source.partitions(4)).containsExactly(RowChunks.ALL);
		assertThat(source.stream(RowChunks.ALL, null, 10, sink(new LinkedHashMap<>())))
			.isEqualTo(new Chunk(0, null, true));
	}

	@Test
	void oneRowIsNotSplit() {
		fillItems(1);
		JdbcCacheSource<Integer, String> source = source(Integer.class, 10);
		Map<Object, Object> found = new LinkedHashMap<>();
		source.partitions(4).forEach((range) -> readAll(source, range, null, found));
		assertThat(found).containsOnlyKeys(1);
	}

	@Test
	void rowsWithoutAKeyComeWithTheFirstChunkAndAreUnreadable() {
		this.jdbc.execute("create table item (id integer, name text)");
		this.jdbc.execute("insert into item values (null, 'nothing'), (1, 'one'), (2, 'two')");
		List<String> problems = new ArrayList<>();
		Map<Object, Object> found = new LinkedHashMap<>();
		EntrySink<Object, Object> sink = new EntrySink<>() {

			@Override
			public void accept(Object key, Object value) {
				found.put(key, value);
			}

			@Override
			public void unreadable(@Nullable Object key, UnreadableEntryException problem) {
				problems.add(String.valueOf(problem.getMessage()));
			}

			@Override
			public void onCancel(Runnable action) {
			}

		};
		JdbcCacheSource<Integer, String> source = source(Integer.class, 1);
		Chunk first = source.stream(RowChunks.ALL, null, 1, sink);
		assertThat(first).isEqualTo(new Chunk(1, "1", false));
		source.stream(RowChunks.ALL, first.last(), 1, sink);
		assertThat(found).containsOnlyKeys(1, 2);
		assertThat(problems).containsExactly("The key column 'id' is NULL in a row");
	}

	@Test
	void rowsWithoutAValueAreNotCountedAndEndNothing() {
		this.jdbc.execute("create table item (id integer primary key, name text)");
		this.jdbc.execute("insert into item values (1, null), (2, null), (3, 'something')");
		Map<Object, Object> found = new LinkedHashMap<>();
		assertThat(source(Integer.class, 2).stream(RowChunks.ALL, null, 2, sink(found)))
			.isEqualTo(new Chunk(0, "2", false));
		readAll(source(Integer.class, 2), RowChunks.ALL, null, found);
		assertThat(found).containsOnlyKeys(3);
	}

	@Test
	void aColumnInAnotherOrderThanItsKeysIsReadAsOneChunk() {
		this.jdbc.execute("create table item (id text primary key, name text)");
		this.jdbc.execute("insert into item select i::text, 'item ' || i from generate_series(1, 100) i");
		JdbcCacheSource<Integer, String> source = source(Integer.class, 10);
		Map<Object, Object> found = new LinkedHashMap<>();
		assertThat(source.partitions(3)).containsExactly(RowChunks.ALL);
		Chunk chunk = source.stream(RowChunks.ALL, null, 10, sink(found));
		assertThat(chunk).isEqualTo(new Chunk(100, null, true));
		assertThat(found).hasSize(100);
	}

	@Test
	void eachRowIsReadFromTheTableOnce() {
		fillItems(100_000);
		this.jdbc.execute("vacuum analyze item");
		long before = rowsRead();
		Map<Object, Object> found = new LinkedHashMap<>();
		JdbcCacheSource<Integer, String> source = source(Integer.class, 10_000);
		source.partitions(2).forEach((range) -> readAll(source, range, null, found));
		assertThat(found).hasSize(100_000);
		assertThat(rowsRead() - before).isBetween(100_000L, 101_000L);
	}

	@Test
	void aCancelledChunkEnds() {
		fillItems(10);
		JdbcCacheSource<Integer, String> source = source(Integer.class, 10);
		assertThatExceptionOfType(CancellationException.class)
			.isThrownBy(() -> source.stream(RowChunks.ALL, null, 10, new EntrySink<Object, Object>() {

				@Override
				public void accept(Object key, Object value) {
					throw new AssertionError("Nothing was to be read");
				}

				@Override
				public void onCancel(Runnable action) {
					action.run();
				}

			}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "select * from item", "SELECT id, name FROM item WHERE name <> 'group by' -- order by",
			"select i.id, i.\"order\" from item i join country c on c.id = i.country /* union */ where i.id > 3" })
	void aPlainSelectIsReadInChunks(String query) {
		assertThat(isChunked(query, Integer.class, 10)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "select * from item order by name", "select distinct id, name from item",
			"select id, count(*) from item group by id", "select * from item union all select * from other",
			"with i as (select * from item) select * from i", "select * from item limit 10", "table item",
			"select id, row_number() over (partition by name) as name from item",
			"select * from (select * from item fetch first 10 rows only) i" })
	void aQueryThatMakesItsRowsFirstIsReadAsAWhole(String query) {
		assertThat(isChunked(query, Integer.class, 10)).isFalse();
	}

	@Test
	void keysThatNoTextCanStandForAndChunksOfNothingAreReadAsAWhole() {
		assertThat(isChunked("select * from item", Double.class, 10)).isFalse();
		assertThat(isChunked("select * from item", Integer.class, 0)).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			PostgreSQL           | limit 7
			MySQL                | limit 7
			Microsoft SQL Server | offset 0 rows fetch next 7 rows only
			Oracle               | fetch first 7 rows only""")
	void rowsAreLimitedInTheWordsOfTheDatabase(String product, String clause) {
		assertThat(RowLimit.of(product).clause(7)).isEqualTo(" " + clause);
	}

	private boolean isChunked(String query, Class<?> keyType, int chunkSize) {
		return new JdbcCacheSource<>(Objects.requireNonNull(this.jdbc.getDataSource()), null,
				JdbcSourceSettings.query(query, "id").withChunkSize(chunkSize).build(),
				ResolvableType.forClass(keyType), ResolvableType.forClass(String.class))
			.isChunked();
	}

	private void fillItems(int count) {
		this.jdbc.execute("create table item (id integer primary key, name text)");
		this.jdbc.execute("insert into item select i, 'item ' || i from generate_series(1, %d) i".formatted(count));
	}

	private long rowsRead() {
		this.jdbc.execute("select pg_stat_force_next_flush()");
		this.jdbc.execute("select pg_stat_clear_snapshot()");
		return Objects.requireNonNull(this.jdbc.queryForObject(
				"select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_user_tables where relname = 'item'",
				Long.class));
	}

	private <K> JdbcCacheSource<K, String> source(Class<?> keyType, int chunkSize) {
		return new JdbcCacheSource<>(Objects.requireNonNull(this.jdbc.getDataSource()), null,
				JdbcSourceSettings.query("select id, name from item", "id").withChunkSize(chunkSize).build(),
				ResolvableType.forClass(keyType), ResolvableType.forClass(String.class));
	}

	private static <K> void readAll(JdbcCacheSource<K, String> source, KeyRange range, @Nullable String after,
			Map<Object, Object> found) {
		String position = after;
		int number = 0;
		Chunk chunk;
		do {
			chunk = source.stream(range, position, source.chunkSize(number++), sink(found));
			position = chunk.last();
		}
		while (!chunk.end());
	}

	private static EntrySink<Object, Object> sink(Map<Object, Object> found) {
		return new EntrySink<>() {

			@Override
			public void accept(Object key, Object value) {
				assertThat(found.put(key, value)).as("a row that came twice").isNull();
			}

			@Override
			public void onCancel(Runnable action) {
			}

		};
	}

}
