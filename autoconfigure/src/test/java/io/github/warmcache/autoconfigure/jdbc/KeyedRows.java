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
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import io.github.warmcache.source.LoadCancellation;
import io.github.warmcache.source.RecordingSink;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.source.jdbc.query.JdbcCacheSource;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tables of one row with a key of some type, and what a source makes of it.
 */
final class KeyedRows {

	private KeyedRows() {
	}

	static void table(DataSource dataSource, String name, String column, String key) {
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		jdbc.execute("create table " + name + " (" + column + ", name varchar(20))");
		jdbc.execute("insert into " + name + " values (" + key + ", 'value')");
	}

	static <K> JdbcCacheSource<K, String> source(DataSource dataSource, String table, String keyColumn,
			Class<K> keyType) {
		return new JdbcCacheSource<>(dataSource, null,
				JdbcSourceSettings.query("select * from " + table, keyColumn).build(), ResolvableType.forClass(keyType),
				ResolvableType.forClass(String.class));
	}

	static <K> void assertFound(JdbcCacheSource<K, String> source, K key) {
		RecordingSink<K, String> sink = new RecordingSink<>();
		source.stream(sink);
		assertThat(sink.keys()).containsExactly(key);
		assertThat(load(source, key)).isEqualTo(new Answer("value", true));
		assertThat(source.loadAll(List.of(key))).containsOnlyKeys(key);
	}

	/**
	 * Read a table by a key column that the query calls by another name.
	 */
	static void assertFoundAs(DataSource dataSource, String alias, String keyColumn) {
		new JdbcTemplate(dataSource).execute("drop table if exists named");
		table(dataSource, "named", "id varchar(10)", "'a'");
		assertFound(source(dataSource, "(select upper(id) as %s, name from named) n".formatted(alias), keyColumn,
				String.class), "A");
	}

	static <K> Answer load(JdbcCacheSource<K, String> source, K key) {
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

	record Answer(@Nullable String value, boolean kept) {

	}

}
