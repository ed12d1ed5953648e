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

import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import io.github.warmcache.autoconfigure.jdbc.KeyedRows.Answer;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.source.jdbc.query.JdbcCacheSource;
import io.github.warmcache.testsupport.Servers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
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
@Tag("servers")
class MariaDbSourceTests {

	private static final UUID ID = UUID.fromString("5aa5ab51-57a8-4a91-aa2a-b4d4d05fbdc0");

	private static DataSource mariaDb;

	@BeforeAll
	static void createDatabase() {
		mariaDb = Servers.mariaDb().newDatabase();
	}

	@Test
	void keyColumnsAreFoundWhateverTheyAreCalled() {
		KeyedRows.assertFoundAs(mariaDb, "`Code`", "Code");
		KeyedRows.assertFoundAs(mariaDb, "`order`", "order");
		KeyedRows.assertFoundAs(mariaDb, "`my code`", "`my code`");
	}

	@Test
	void keepsAValueUnderTheKeyOfItsRowOnly(CapturedOutput output) {
		KeyedRows.table(mariaDb, "ci", "code varchar(10) collate utf8mb4_general_ci", "'abc'");
		JdbcCacheSource<String, String> source = KeyedRows.source(mariaDb, "ci", "code", String.class);
		KeyedRows.assertFound(source, "abc");
		assertThat(KeyedRows.load(source, "ABC")).isEqualTo(new Answer("value", false));
		assertThat(source.loadAll(List.of("ABC"))).isEmpty();
		assertThat(source.isExact()).isFalse();
		assertThat(output).contains("treats different keys as the same in the key column 'code'");
		KeyedRows.table(mariaDb, "blank", "code varchar(10) collate utf8mb4_bin", "'abc'");
		JdbcCacheSource<String, String> padded = KeyedRows.source(mariaDb, "blank", "code", String.class);
		assertThat(KeyedRows.load(padded, "abc ")).isEqualTo(new Answer("value", false));
		assertThat(padded.isExact()).isFalse();
	}

	@Test
	void findsUuids(CapturedOutput output) {
		KeyedRows.table(mariaDb, "bin", "code binary(16)", "x'5aa5ab5157a84a91aa2ab4d4d05fbdc0'");
		KeyedRows.assertFound(KeyedRows.source(mariaDb, "bin", "code", UUID.class), ID);
		KeyedRows.table(mariaDb, "native_uuid", "code uuid", "'" + ID + "'");
		KeyedRows.assertFound(KeyedRows.source(mariaDb, "native_uuid", "code", UUID.class), ID);
		assertThat(output).doesNotContain("found again");
	}

	@Test
	void takesNoTextForANumberThatItOnlyBeginsWith() {
		KeyedRows.table(mariaDb, "numbers", "code bigint", "7");
		KeyedRows.table(mariaDb, "texts", "code varchar(10)", "'7abc'");
		JdbcCacheSource<String, String> source = KeyedRows.source(mariaDb, "numbers", "code", String.class);
		KeyedRows.assertFound(source, "7");
		assertThat(source.load("7abc")).isNull();
		assertThat(KeyedRows.load(source, "007")).isEqualTo(new Answer("value", false));
		assertThat(source.isExact()).isFalse();
		assertThat(KeyedRows.source(mariaDb, "texts", "code", Long.class).load(7L)).isNull();
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

	record Doc(List<String> tags, int amount, java.time.Year y, java.time.Duration t) {

	}

}
