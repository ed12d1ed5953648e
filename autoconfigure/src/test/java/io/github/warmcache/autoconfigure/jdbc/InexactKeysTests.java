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

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;

import javax.sql.DataSource;

import io.github.warmcache.autoconfigure.jdbc.KeyedRows.Answer;
import io.github.warmcache.source.RecordingSink;
import io.github.warmcache.source.jdbc.query.JdbcCacheSource;
import io.github.warmcache.testsupport.Servers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a source is exact only where the database compares keys as the heap does,
 * and finds its key column whatever its name is.
 */
@Tag("servers")
class InexactKeysTests {

	private static DataSource postgres;

	@BeforeAll
	static void createDatabase() {
		postgres = Servers.postgres().newDatabase().dataSource();
	}

	@Test
	void decimalsOfAnotherScaleAreTheSame() {
		assertNotExact("numeric(10, 2)", "1.50", BigDecimal.class, new BigDecimal("1.5"));
	}

	@Test
	void timesOfAnotherOffsetOrZoneAreTheSame() {
		assertNotExact("timestamptz", "'2026-01-02 03:04:05+00'", OffsetDateTime.class,
				OffsetDateTime.parse("2026-01-02T04:04:05+01:00"));
		assertNotExact("timestamptz", "'2026-01-02 03:04:05+00'", ZonedDateTime.class,
				ZonedDateTime.parse("2026-01-02T04:04:05+01:00[Europe/Berlin]"));
	}

	@Test
	void timesWithMoreDigitsThanTheColumnAreTheSame() {
		assertNotExact("timestamp", "'2026-01-02 03:04:05.123456'", LocalDateTime.class,
				LocalDateTime.parse("2026-01-02T03:04:05.1234564"));
		assertNotExact("timestamptz", "'2026-01-02 03:04:05.123456+00'", Instant.class,
				Instant.parse("2026-01-02T03:04:05.1234564Z"));
	}

	@Test
	void textsOfAColumnThatHoldsNoTextsAreTheSame() {
		assertNotExact("inet", "'10.0.0.1'", String.class, "10.0.0.1/32");
	}

	@Test
	void wholeNumbersAreExact() {
		new JdbcTemplate(postgres).execute("drop table if exists whole");
		KeyedRows.table(postgres, "whole", "code bigint", "7");
		JdbcCacheSource<Long, String> source = KeyedRows.source(postgres, "whole", "code", Long.class);
		KeyedRows.assertFound(source, 7L);
		assertThat(source.isExact()).isTrue();
	}

	@Test
	void keyColumnsAreFoundWhateverTheyAreCalled() {
		DataSource h2 = new DriverManagerDataSource("jdbc:h2:mem:names;DB_CLOSE_DELAY=-1");
		for (DataSource dataSource : List.of(postgres, h2)) {
			KeyedRows.assertFoundAs(dataSource, "\"Code\"", "Code");
			KeyedRows.assertFoundAs(dataSource, "\"order\"", "order");
			KeyedRows.assertFoundAs(dataSource, "\"my code\"", "\"my code\"");
			KeyedRows.assertFoundAs(dataSource, "code", "CODE");
		}
	}

	/**
	 * A source in which the database finds a row by a key that is not the row's cannot
	 * tell what is absent.
	 */
	private static <K> void assertNotExact(String type, String key, Class<K> keyType, K other) {
		new JdbcTemplate(postgres).execute("drop table if exists inexact");
		KeyedRows.table(postgres, "inexact", "code " + type, key);
		JdbcCacheSource<K, String> source = KeyedRows.source(postgres, "inexact", "code", keyType);
		source.stream(new RecordingSink<>());
		assertThat(source.isExact()).isFalse();
		assertThat(KeyedRows.load(source, other)).isEqualTo(new Answer("value", false));
	}

}
