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

package io.github.warmcache.autoconfigure;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import io.github.warmcache.source.LoadCancellation;
import io.github.warmcache.source.RecordingSink;
import io.github.warmcache.source.jdbc.JdbcCacheSource;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.testsupport.Servers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a key means the same to the heap and to the database, on MariaDB.
 */
@ExtendWith(OutputCaptureExtension.class)
class MariaDbSourceTests {

	private static final UUID ID = UUID.fromString("5aa5ab51-57a8-4a91-aa2a-b4d4d05fbdc0");

	private static DataSource mariaDb;

	@BeforeAll
	static void createDatabase() {
		mariaDb = Servers.mariaDb().newDatabase();
	}

	@Test
	void keepsAValueUnderTheKeyOfItsRowOnly(CapturedOutput output) {
		table(mariaDb, "ci", "code varchar(10) collate utf8mb4_general_ci", "'abc'");
		JdbcCacheSource<String, String> source = source(mariaDb, "ci", "code", String.class);
		assertFound(source, "abc");
		assertThat(load(source, "ABC")).isEqualTo(new Answer("value", false));
		assertThat(source.loadAll(List.of("ABC"))).isEmpty();
		assertThat(source.isExact()).isFalse();
		assertThat(output).contains("takes different keys for the same in the key column 'code'");
		table(mariaDb, "blank", "code varchar(10) collate utf8mb4_bin", "'abc'");
		JdbcCacheSource<String, String> padded = source(mariaDb, "blank", "code", String.class);
		assertThat(load(padded, "abc ")).isEqualTo(new Answer("value", false));
		assertThat(padded.isExact()).isFalse();
	}

	@Test
	void findsUuids(CapturedOutput output) {
		table(mariaDb, "bin", "code binary(16)", "x'5aa5ab5157a84a91aa2ab4d4d05fbdc0'");
		assertFound(source(mariaDb, "bin", "code", UUID.class), ID);
		table(mariaDb, "native_uuid", "code uuid", "'" + ID + "'");
		assertFound(source(mariaDb, "native_uuid", "code", UUID.class), ID);
		assertThat(output).doesNotContain("found again");
	}

	@Test
	void takesNoTextForANumberThatItOnlyBeginsWith() {
		table(mariaDb, "numbers", "code bigint", "7");
		table(mariaDb, "texts", "code varchar(10)", "'7abc'");
		JdbcCacheSource<String, String> source = source(mariaDb, "numbers", "code", String.class);
		assertFound(source, "7");
		assertThat(source.load("7abc")).isNull();
		assertThat(load(source, "007")).isEqualTo(new Answer("value", false));
		assertThat(source.isExact()).isFalse();
		assertThat(source(mariaDb, "texts", "code", Long.class).load(7L)).isNull();
	}

	@Test
	void readsJsonAndOtherTypesOfMariaDb() {
		new JdbcTemplate(mariaDb)
			.execute("create table docs (code int, tags json, amount decimal(10, 2), y year, t time)");
		new JdbcTemplate(mariaDb)
			.execute("insert into docs values (1, '[\"red\", \"blue, dark\"]', 2.00, 2026, '30:00:00')");
		JdbcCacheSource<Integer, Doc> source = new JdbcCacheSource<>(mariaDb, null,
				JdbcSourceSettings.query("select * from docs", "code").build(), ResolvableType.forClass(Integer.class),
				List.of(), ResolvableType.forClass(Doc.class),
				new JacksonValues(tools.jackson.databind.json.JsonMapper.builder().build()));
		assertThat(source.load(1)).isEqualTo(
				new Doc(List.of("red", "blue, dark"), 2, java.time.Year.of(2026), java.time.Duration.ofHours(30)));
	}

	private static void table(DataSource dataSource, String name, String column, String key) {
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		jdbc.execute("create table " + name + " (" + column + ", name varchar(20))");
		jdbc.execute("insert into " + name + " values (" + key + ", 'value')");
	}

	private static <K> JdbcCacheSource<K, String> source(DataSource dataSource, String table, String keyColumn,
			Class<K> keyType) {
		return new JdbcCacheSource<>(dataSource, null,
				JdbcSourceSettings.query("select * from " + table, keyColumn).build(), ResolvableType.forClass(keyType),
				ResolvableType.forClass(String.class));
	}

	private static <K> void assertFound(JdbcCacheSource<K, String> source, K key) {
		RecordingSink<K, String> sink = new RecordingSink<>();
		source.stream(sink);
		assertThat(sink.keys()).containsExactly(key);
		assertThat(load(source, key)).isEqualTo(new Answer("value", true));
		assertThat(source.loadAll(List.of(key))).containsOnlyKeys(key);
	}

	private static <K> Answer load(JdbcCacheSource<K, String> source, K key) {
		AtomicBoolean kept = new AtomicBoolean(true);
		String value = source.load(key, new LoadCancellation() {

			@Override
			public void onCancel(Runnable action) {
				// Nobody gives it up.
			}

			@Override
			public void keepNowhere() {
				kept.set(false);
			}

		});
		return new Answer(value, kept.get());
	}

	enum Mood {

		GLAD

	}

	record Answer(@Nullable String value, boolean kept) {

	}

	record Doc(List<String> tags, int amount, java.time.Year y, java.time.Duration t) {

	}

}
