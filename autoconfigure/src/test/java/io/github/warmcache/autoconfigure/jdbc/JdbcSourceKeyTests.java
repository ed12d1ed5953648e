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

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import io.github.warmcache.autoconfigure.jdbc.KeyedRows.Answer;
import io.github.warmcache.source.RecordingSink;
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
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a key means the same to the heap and to the database, or that it is said
 * where it does not, on PostgreSQL and H2.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("servers")
class JdbcSourceKeyTests {

	private static final UUID ID = UUID.fromString("5aa5ab51-57a8-4a91-aa2a-b4d4d05fbdc0");

	private static final DataSource H2 = new DriverManagerDataSource("jdbc:h2:mem:keys;DB_CLOSE_DELAY=-1");

	private static DataSource postgres;

	@BeforeAll
	static void createDatabases() {
		postgres = Servers.postgres().newDatabase().dataSource();
	}

	@Test
	void keepsAValueUnderTheKeyOfItsRowOnly(CapturedOutput output) {
		KeyedRows.table(H2, "ci", "code varchar_ignorecase(10)", "'abc'");
		new JdbcTemplate(postgres).execute("create extension if not exists citext");
		KeyedRows.table(postgres, "ci", "code citext", "'abc'");
		for (DataSource dataSource : List.of(H2, postgres)) {
			JdbcCacheSource<String, String> source = KeyedRows.source(dataSource, "ci", "code", String.class);
			assertThat(KeyedRows.load(source, "abc")).isEqualTo(new Answer("value", true));
			assertThat(KeyedRows.load(source, "ABC")).isEqualTo(new Answer("value", false));
			assertThat(source.loadAll(List.of("ABC"))).isEmpty();
			assertThat(source.loadAll(List.of("abc"))).containsOnlyKeys("abc");
			assertThat(source.isExact()).isFalse();
		}
		assertThat(output).contains("treats different keys as the same in the key column 'code'");
	}

	@Test
	void ignoresBlanksAtTheEndOnlyAsFarAsTheRowDoes() {
		KeyedRows.table(postgres, "padded_keys", "code char(5)", "'abc'");
		JdbcCacheSource<String, String> padded = KeyedRows.source(postgres, "padded_keys", "code", String.class);
		assertThat(KeyedRows.load(padded, "abc ")).isEqualTo(new Answer("value", false));
		assertThat(padded.isExact()).isFalse();
		KeyedRows.table(postgres, "blank", "code text", "'abc '");
		JdbcCacheSource<String, String> exact = KeyedRows.source(postgres, "blank", "code", String.class);
		assertThat(KeyedRows.load(exact, "abc ")).isEqualTo(new Answer("value", true));
		assertThat(KeyedRows.load(exact, "abc")).isEqualTo(new Answer(null, true));
		assertThat(exact.isExact()).isTrue();
	}

	@Test
	void findsUuidsInBinaryColumns(CapturedOutput output) {
		KeyedRows.table(H2, "bin", "code binary(16)", "x'5aa5ab5157a84a91aa2ab4d4d05fbdc0'");
		KeyedRows.table(postgres, "bin", "code bytea", "'\\x5aa5ab5157a84a91aa2ab4d4d05fbdc0'");
		for (DataSource dataSource : List.of(H2, postgres)) {
			KeyedRows.assertFound(KeyedRows.source(dataSource, "bin", "code", UUID.class), ID);
		}
		assertThat(output).doesNotContain("found again");
	}

	@Test
	void bindsKeysByTheTypeOfTheirColumn(CapturedOutput output) {
		JdbcTemplate jdbc = new JdbcTemplate(postgres);
		jdbc.execute("create type mood as enum ('sad', 'GLAD')");
		KeyedRows.table(postgres, "numbers", "code bigint", "7");
		KeyedRows.table(postgres, "texts", "code text", "'7'");
		KeyedRows.table(postgres, "moods", "code mood", "'GLAD'");
		KeyedRows.table(postgres, "uuids", "code uuid", "'" + ID + "'");
		KeyedRows.table(postgres, "uuid_texts", "code text", "'" + ID + "'");
		KeyedRows.table(postgres, "times", "code timestamp", "'2026-07-01 12:00:00'");
		KeyedRows.assertFound(KeyedRows.source(postgres, "numbers", "code", String.class), "7");
		KeyedRows.assertFound(KeyedRows.source(postgres, "texts", "code", Long.class), 7L);
		KeyedRows.assertFound(KeyedRows.source(postgres, "moods", "code", Mood.class), Mood.GLAD);
		KeyedRows.assertFound(KeyedRows.source(postgres, "moods", "code", String.class), "GLAD");
		KeyedRows.assertFound(KeyedRows.source(postgres, "uuids", "code", String.class), ID.toString());
		KeyedRows.assertFound(KeyedRows.source(postgres, "uuid_texts", "code", UUID.class), ID);
		KeyedRows.assertFound(KeyedRows.source(postgres, "times", "code", Instant.class),
				Instant.parse("2026-07-01T12:00:00Z"));
		JdbcCacheSource<String, String> written = new JdbcCacheSource<>(postgres, null,
				JdbcSourceSettings.keyQuery("select name from numbers where code = :key").build(),
				ResolvableType.forClass(String.class), ResolvableType.forClass(String.class));
		assertThat(written.load("7")).isEqualTo("value");
		assertThat(output).doesNotContain("found again").doesNotContain("looked up again");
	}

	@Test
	void saysAtTheStartWhatIsNotFoundAgain(CapturedOutput output) {
		KeyedRows.table(postgres, "upper_uuids", "code text",
				"'" + ID.toString().toUpperCase(java.util.Locale.ROOT) + "'");
		JdbcCacheSource<UUID, String> source = KeyedRows.source(postgres, "upper_uuids", "code", UUID.class);
		source.stream(new RecordingSink<>());
		source.stream(new RecordingSink<>());
		assertThat(output).containsOnlyOnce("1 of 1 keys of rows are not found again by the query for keys")
			.contains("key column 'code'")
			.contains(UUID.class.getName());
		KeyedRows.table(postgres, "padded", "code text", "'007'");
		KeyedRows.source(postgres, "padded", "code", Long.class).stream(new RecordingSink<>());
		assertThat(output).contains("java.lang.Long, and the format of its values");
	}

	@Test
	void saysNothingOfKeysThatAreTheSameToBoth(CapturedOutput output) {
		KeyedRows.table(postgres, "plain", "code text", "'abc'");
		JdbcCacheSource<String, String> source = KeyedRows.source(postgres, "plain", "code", String.class);
		KeyedRows.assertFound(source, "abc");
		assertThat(source.isExact()).isTrue();
		assertThat(output).doesNotContain("WARN");
	}

	enum Mood {

		GLAD

	}

}
