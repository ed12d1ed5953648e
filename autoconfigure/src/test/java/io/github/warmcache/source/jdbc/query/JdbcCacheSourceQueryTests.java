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

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.InvalidSourceException;
import io.github.warmcache.source.Item;
import io.github.warmcache.source.RecordingSink;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the SQL that {@link JdbcCacheSource} runs, and of the keys it binds.
 */
@Tag("servers")
class JdbcCacheSourceQueryTests {

	private static ItemTable table;

	private static StatementRecorder dataSource;

	@BeforeAll
	static void createTable() {
		table = new ItemTable();
		dataSource = new StatementRecorder(table.dataSource());
		table.jdbc().execute("insert into item select i, 'item ' || i, i * 10 from generate_series(1, 1300) i");
	}

	@Test
	void asksForManyKeysInChunks() {
		JdbcCacheSource<Integer, Item> source = source(
				JdbcSourceSettings.query("select * from item", "id").withBatchSize(500));
		source.load(1);
		dataSource.statements().clear();
		Map<Integer, Item> loaded = source.loadAll(IntStream.rangeClosed(1, 1201).boxed().toList());
		assertThat(loaded).hasSize(1201).containsEntry(1201, new Item(1201, "item 1201", 12010));
		assertThat(dataSource.statements()).hasSize(3);
	}

	@Test
	void needsFewStatementsForAllNumbersOfKeys() {
		JdbcCacheSource<Integer, Item> source = source(
				JdbcSourceSettings.query("select * from item", "id").withBatchSize(20));
		source.load(1);
		dataSource.statements().clear();
		for (int count = 1; count <= 20; count++) {
			assertThat(source.loadAll(IntStream.rangeClosed(1, count).boxed().toList())).hasSize(count);
		}
		assertThat(dataSource.statements()).hasSize(20);
		assertThat(dataSource.statements().stream().distinct()).hasSize(6);
	}

	@ParameterizedTest
	@ValueSource(strings = { "select * from item order by name desc", "select * from item;",
			"select * from item order by id limit 1300 ; ", "select * from item -- all of them",
			"with i as (select * from item) select * from i",
			"select id, name, population from item where '{\"a\": 1}'::jsonb ?? 'a' union all select 0, ':x', 0",
			"select ((array[id, 0])[1:1])[1] as id, name, population from item" })
	void derivesTheOtherQueriesFromTheQueryOfAllRows(String query) {
		JdbcCacheSource<Integer, Item> source = source(JdbcSourceSettings.query(query, "id"));
		assertThat(source.load(7)).isEqualTo(new Item(7, "item 7", 70));
		assertThat(source.loadAll(List.of(8, 9))).hasSize(2);
		assertThat(source.count().orElseThrow()).isBetween(1300L, 1301L);
		RecordingSink<Integer, Item> sink = new RecordingSink<>();
		source.stream(sink);
		assertThat(sink.entries()).hasSize((int) source.count().orElseThrow());
	}

	@Test
	void handsEveryRowOverOnce() {
		RecordingSink<Integer, Item> sink = new RecordingSink<>();
		source(JdbcSourceSettings.query("select * from item order by id", "id").withFetchSize(100)).stream(sink);
		assertThat(sink.keys()).containsExactlyElementsOf(IntStream.rangeClosed(1, 1300).boxed().toList());
	}

	@Test
	void loadsManyKeysOneByOneIfOnlyTheQueryOfOneKeyIsWritten() {
		JdbcCacheSource<Integer, Item> source = source(
				JdbcSourceSettings.query("select * from item where id < 100", "id")
					.withKeyQuery("select * from item where id = :key"));
		dataSource.statements().clear();
		assertThat(source.loadAll(List.of(1, 200))).containsOnlyKeys(1, 200);
		assertThat(dataSource.statements()).containsExactly("select * from item where id = ?",
				"select * from item where id = ?");
		assertThat(source.load(200)).isNotNull();
	}

	@Test
	void loadsOneKeyByTheQueryOfManyIfOnlyThatIsWritten() {
		JdbcCacheSource<Integer, Item> source = source(
				JdbcSourceSettings.query("select * from item where id < 100", "id")
					.withKeysQuery("select * from item where id in (:keys)", "id"));
		dataSource.statements().clear();
		assertThat(source.load(200)).isNotNull();
		assertThat(source.loadAll(List.of(1, 200))).containsOnlyKeys(1, 200);
		assertThat(dataSource.statements()).containsExactly("select * from item where id in (?)",
				"select * from item where id in (?, ?)");
	}

	@Test
	void listsAndCountsNothingWithoutAQueryOfAllRows() {
		JdbcCacheSource<Integer, Item> source = source(
				JdbcSourceSettings.keyQuery("select * from item where id = :key"));
		assertThat(source.load(5)).isEqualTo(new Item(5, "item 5", 50));
		assertThat(source.loadAll(List.of(4, 5))).hasSize(2);
		assertThat(source.count()).isEmpty();
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> source.stream(new RecordingSink<>()))
			.withMessageContaining("configure 'query'");
	}

	@Test
	void refusesTwoRowsForOneKey() {
		JdbcCacheSource<Integer, Item> source = source(
				JdbcSourceSettings.query("select id / 2 as id, name, population from item", "id"));
		assertThatExceptionOfType(CacheSourceException.class).isThrownBy(() -> source.load(7))
			.withMessageContaining("more than one row for a key");
		assertThatExceptionOfType(CacheSourceException.class).isThrownBy(() -> source.loadAll(List.of(7)))
			.withMessageContaining("more than one row for a key");
	}

	@Test
	void namesTheKeyColumnThatIsMissing() {
		JdbcCacheSource<Integer, Item> source = source(
				JdbcSourceSettings.query("select * from item where 1 = 0", "code"));
		assertThatExceptionOfType(CacheSourceException.class).isThrownBy(() -> source.stream(new RecordingSink<>()))
			.withMessageContaining("no column 'code'")
			.withMessageContaining("key-column")
			.withMessageContaining("[id, name, population]");
	}

	@Test
	void refusesARowWithoutKey() {
		JdbcCacheSource<Integer, String> source = source(
				JdbcSourceSettings.query("select null::int as id, 'x' as name", "id"), Integer.class, String.class);
		assertThatExceptionOfType(CacheSourceException.class).isThrownBy(() -> source.stream(new RecordingSink<>()))
			.withMessage("The key column 'id' is NULL in a row");
	}

	@Test
	void bindsKeysOfEveryScalarType() {
		assertKey("7::bigint", Long.class, 7L);
		assertKey("7::smallint", Short.class, (short) 7);
		assertKey("7::int", int.class, 7);
		assertKey("'a'::text", String.class, "a");
		assertKey("'a'::varchar(3)", String.class, "a");
		assertKey("'a'::char(3)", String.class, "a");
		assertKey("'HIGH'", Level.class, Level.HIGH);
		assertKey("true", Boolean.class, true);
		assertKey("1.50::numeric", BigDecimal.class, new BigDecimal("1.50"));
		assertKey("'5aa5ab51-57a8-4a91-aa2a-b4d4d05fbdc0'::uuid", UUID.class,
				UUID.fromString("5aa5ab51-57a8-4a91-aa2a-b4d4d05fbdc0"));
		assertKey("date '2026-02-03'", LocalDate.class, LocalDate.of(2026, 2, 3));
		assertKey("timestamptz '2026-02-03T04:05:06Z'", Instant.class, Instant.parse("2026-02-03T04:05:06Z"));
	}

	private <K> void assertKey(String sql, Class<K> type, K key) {
		JdbcCacheSource<K, String> source = source(
				JdbcSourceSettings.query("select " + sql + " as code, 'value' as name", "code"), type, String.class);
		assertThat(source.load(key)).as(sql).isEqualTo("value");
		assertThat(source.loadAll(List.of(key))).as(sql).containsExactly(Map.entry(key, "value"));
		RecordingSink<K, String> sink = new RecordingSink<>();
		source.stream(sink);
		assertThat(sink.keys()).as(sql)
			.singleElement()
			.usingComparator(JdbcCacheSourceQueryTests::compare)
			.isEqualTo(key);
	}

	@SuppressWarnings("unchecked")
	private static <K> int compare(K left, K right) {
		return ((Comparable<K>) left).compareTo(right);
	}

	@Test
	void refusesAKeyThatIsNotOneColumn() {
		JdbcSourceSettings.Builder settings = JdbcSourceSettings.query("select * from item", "id");
		for (Class<?> type : List.of(Item.class, List.class, Object.class, byte[].class)) {
			assertThatExceptionOfType(InvalidSourceException.class).isThrownBy(() -> source(settings, type, Item.class))
				.satisfies((ex) -> assertThat(ex.getSetting()).isEqualTo("key-type"))
				.withMessageContaining(type.getName())
				.withMessageContaining("key-columns");
		}
	}

	@Test
	void repeatsWhatTheDatabaseSaysAboutWrongSql() {
		JdbcCacheSource<Integer, Item> source = source(JdbcSourceSettings.query("select * from itme", "id"));
		assertThatExceptionOfType(CacheSourceException.class).isThrownBy(() -> source.stream(new RecordingSink<>()))
			.withMessageStartingWith("JDBC source of io.github.warmcache.source.Item cannot read all rows: ")
			.withMessageContaining("SQL state 42P01")
			.withMessageContaining("relation \"itme\" does not exist");
		assertThatExceptionOfType(CacheSourceException.class).isThrownBy(source::count)
			.withMessageContaining("relation \"itme\" does not exist");
	}

	@Test
	void quotesNoKeysAndNoDataInItsMessages() {
		JdbcCacheSource<String, Item> source = source(JdbcSourceSettings.query("select * from item", "id")
			.withKeyQuery("select * from item where id = cast(:key as text)::int"), String.class, Item.class);
		assertThatExceptionOfType(CacheSourceException.class).isThrownBy(() -> source.load("secret"))
			.withMessageContaining("SQL state 22P02")
			.satisfies((ex) -> assertThat(ex).hasMessageNotContaining("secret").hasNoCause());
		JdbcCacheSource<Integer, Item> broken = source(
				JdbcSourceSettings.query("select id, name, ('secret' || name)::int as population from item", "id"));
		assertThatExceptionOfType(CacheSourceException.class).isThrownBy(() -> broken.stream(new RecordingSink<>()))
			.withMessageContaining("SQL state 22P02")
			.satisfies((ex) -> assertThat(ex).hasMessageNotContaining("secret").hasNoCause());
	}

	private static JdbcCacheSource<Integer, Item> source(JdbcSourceSettings.Builder settings) {
		return source(settings, Integer.class, Item.class);
	}

	private static <K, V> JdbcCacheSource<K, V> source(JdbcSourceSettings.Builder settings, Class<K> keyType,
			Class<V> valueType) {
		return new JdbcCacheSource<>(dataSource, null, settings.build(), ResolvableType.forClass(keyType),
				ResolvableType.forClass(valueType));
	}

	enum Level {

		LOW, HIGH

	}

}
