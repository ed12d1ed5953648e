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

import java.time.Instant;
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
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a key means the same to the heap and to the database, or that it is said
 * where it does not, on PostgreSQL and H2.
 */
@ExtendWith(OutputCaptureExtension.class)
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
		table(H2, "ci", "code varchar_ignorecase(10)", "'abc'");
		new JdbcTemplate(postgres).execute("create extension if not exists citext");
		table(postgres, "ci", "code citext", "'abc'");
		for (DataSource dataSource : List.of(H2, postgres)) {
			JdbcCacheSource<String, String> source = source(dataSource, "ci", "code", String.class);
			assertThat(load(source, "abc")).isEqualTo(new Answer("value", true));
			assertThat(load(source, "ABC")).isEqualTo(new Answer("value", false));
			assertThat(source.loadAll(List.of("ABC"))).isEmpty();
			assertThat(source.loadAll(List.of("abc"))).containsOnlyKeys("abc");
			assertThat(source.isExact()).isFalse();
		}
		assertThat(output).contains("takes different keys for the same in the key column 'code'");
	}

	@Test
	void ignoresBlanksAtTheEndOnlyAsFarAsTheRowDoes() {
		table(postgres, "padded_keys", "code char(5)", "'abc'");
		JdbcCacheSource<String, String> padded = source(postgres, "padded_keys", "code", String.class);
		assertThat(load(padded, "abc ")).isEqualTo(new Answer("value", false));
		assertThat(padded.isExact()).isFalse();
		table(postgres, "blank", "code text", "'abc '");
		JdbcCacheSource<String, String> exact = source(postgres, "blank", "code", String.class);
		assertThat(load(exact, "abc ")).isEqualTo(new Answer("value", true));
		assertThat(load(exact, "abc")).isEqualTo(new Answer(null, true));
		assertThat(exact.isExact()).isTrue();
	}

	@Test
	void findsUuidsInBinaryColumns(CapturedOutput output) {
		table(H2, "bin", "code binary(16)", "x'5aa5ab5157a84a91aa2ab4d4d05fbdc0'");
		table(postgres, "bin", "code bytea", "'\\x5aa5ab5157a84a91aa2ab4d4d05fbdc0'");
		for (DataSource dataSource : List.of(H2, postgres)) {
			assertFound(source(dataSource, "bin", "code", UUID.class), ID);
		}
		assertThat(output).doesNotContain("found again");
	}

	@Test
	void bindsKeysByTheTypeOfTheirColumn(CapturedOutput output) {
		JdbcTemplate jdbc = new JdbcTemplate(postgres);
		jdbc.execute("create type mood as enum ('sad', 'GLAD')");
		table(postgres, "numbers", "code bigint", "7");
		table(postgres, "texts", "code text", "'7'");
		table(postgres, "moods", "code mood", "'GLAD'");
		table(postgres, "uuids", "code uuid", "'" + ID + "'");
		table(postgres, "uuid_texts", "code text", "'" + ID + "'");
		table(postgres, "times", "code timestamp", "'2026-07-01 12:00:00'");
		assertFound(source(postgres, "numbers", "code", String.class), "7");
		assertFound(source(postgres, "texts", "code", Long.class), 7L);
		assertFound(source(postgres, "moods", "code", Mood.class), Mood.GLAD);
		assertFound(source(postgres, "moods", "code", String.class), "GLAD");
		assertFound(source(postgres, "uuids", "code", String.class), ID.toString());
		assertFound(source(postgres, "uuid_texts", "code", UUID.class), ID);
		assertFound(source(postgres, "times", "code", Instant.class), Instant.parse("2026-07-01T12:00:00Z"));
		JdbcCacheSource<String, String> written = new JdbcCacheSource<>(postgres, null,
				JdbcSourceSettings.keyQuery("select name from numbers where code = :key").build(),
				ResolvableType.forClass(String.class), ResolvableType.forClass(String.class));
		assertThat(written.load("7")).isEqualTo("value");
		assertThat(output).doesNotContain("found again").doesNotContain("looked up again");
	}

	@Test
	void saysAtTheStartWhatIsNotFoundAgain(CapturedOutput output) {
		table(postgres, "upper_uuids", "code text", "'" + ID.toString().toUpperCase(java.util.Locale.ROOT) + "'");
		JdbcCacheSource<UUID, String> source = source(postgres, "upper_uuids", "code", UUID.class);
		source.stream(new RecordingSink<>());
		source.stream(new RecordingSink<>());
		assertThat(output).containsOnlyOnce("1 of 1 keys of rows are not found again by the query for keys")
			.contains("key column 'code'")
			.contains(UUID.class.getName());
		table(postgres, "padded", "code text", "'007'");
		source(postgres, "padded", "code", Long.class).stream(new RecordingSink<>());
		assertThat(output).contains("java.lang.Long, and how it writes them");
	}

	@Test
	void saysNothingOfKeysThatAreTheSameToBoth(CapturedOutput output) {
		table(postgres, "plain", "code text", "'abc'");
		JdbcCacheSource<String, String> source = source(postgres, "plain", "code", String.class);
		assertFound(source, "abc");
		assertThat(source.isExact()).isTrue();
		assertThat(output).doesNotContain("WARN");
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

}
