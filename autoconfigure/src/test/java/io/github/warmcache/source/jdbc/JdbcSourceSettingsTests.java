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

package io.github.warmcache.source.jdbc;

import java.time.Duration;
import java.util.List;

import io.github.warmcache.source.InvalidSourceException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JdbcSourceSettings}.
 */
class JdbcSourceSettingsTests {

	@Test
	void needsNoMoreThanAQueryAndItsKeyColumn() {
		JdbcSourceSettings settings = JdbcSourceSettings.query("select * from city", "id").build();
		assertThat(settings.query()).isEqualTo("select * from city");
		assertThat(settings.keyColumn()).isEqualTo("id");
		assertThat(settings.keyQuery()).isNull();
		assertThat(settings.keysQuery()).isNull();
		assertThat(settings.countQuery()).isNull();
		assertThat(settings.fetchSize()).isEqualTo(5000);
		assertThat(settings.batchSize()).isEqualTo(500);
		assertThat(settings.queryTimeout()).isNull();
	}

	@Test
	void needsNoMoreThanAQueryOfOneKey() {
		assertThat(JdbcSourceSettings.keyQuery("select name from city where id = :key").build().query()).isNull();
	}

	@Test
	void stripsBlanksAndSemicolonsFromTheEnd() {
		assertThat(JdbcSourceSettings.query("  select 1 as id ; ;\n", "id").build().query())
			.isEqualTo("select 1 as id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "id", "COUNTRY_CODE", "città", "\"Country Code\"", "`key`", "[key]", "a$1#" })
	void acceptsTheNameOfAColumn(String column) {
		assertThat(JdbcSourceSettings.query("select 1", column).build().keyColumn()).isEqualTo(column);
	}

	@ParameterizedTest
	@ValueSource(strings = { "city.id", "id, name", "id = 1 or 1", "1d", "\"id", "lower(id)" })
	void refusesAKeyColumnThatIsNotOneName(String column) {
		assertInvalid("key-column", "is not the name of one column",
				() -> JdbcSourceSettings.query("select 1", column).build());
	}

	@Test
	void refusesABlankKeyColumn() {
		assertInvalid("key-column", "is blank", () -> JdbcSourceSettings.query("select 1", " ").build());
	}

	@Test
	void refusesAQueryWithoutKeyColumn() {
		assertInvalid("key-column", "is missing",
				() -> new JdbcSourceSettings("select 1", null, List.of(), null, null, null, 1, 1, 1, null, null, true));
		assertInvalid("key-column", "is missing", () -> new JdbcSourceSettings(null, null, List.of(), null,
				"select 1 where id in (:keys)", null, 1, 1, 1, null, null, true));
	}

	@Test
	void refusesToHaveNoQueryAtAll() {
		assertInvalid("query", "is missing", () -> new JdbcSourceSettings(null, "id", List.of(), null, null,
				"select count(*) from city", 1, 1, 1, null, null, true));
	}

	@Test
	void refusesKeyColumnsThatAreNone() {
		String query = "select country, product, price from tariff";
		assertInvalid("key-columns", "is set together with key-column", () -> new JdbcSourceSettings(query, "country",
				List.of("country", "product"), null, null, null, 1, 1, 1, null, null, true));
		assertInvalid("key-columns", "names one column only",
				() -> JdbcSourceSettings.query(query, List.of("country")).build());
		assertInvalid("key-columns", "names a column twice",
				() -> JdbcSourceSettings.query(query, List.of("country", "country")).build());
		assertInvalid("key-columns", "is not the name of one column",
				() -> JdbcSourceSettings.query(query, List.of("country", "tariff.product")).build());
		assertInvalid("keys-query", "is set together with key-columns",
				() -> new JdbcSourceSettings(query, null, List.of("country", "product"), null,
						"select * from tariff where product in (:keys)", null, 1, 1, 1, null, null, true));
		assertInvalid("key-query", "does not compare the columns that key-columns names",
				() -> JdbcSourceSettings.query(query, List.of("country", "product"))
					.withKeyQuery("select * from tariff where country = :country and product = :key")
					.build());
	}

	@Test
	void refusesABlankQuery() {
		assertInvalid("query", "is blank", () -> JdbcSourceSettings.query(" ; ", "id").build());
	}

	@Test
	void refusesAKeyQueryWithoutKey() {
		assertInvalid("key-query", "does not contain ':key'",
				() -> JdbcSourceSettings.keyQuery("select * from city where id = ? and name = ':key'").build());
	}

	@Test
	void refusesAKeyQueryThatSaysKeys() {
		assertInvalid("key-query", "does not contain ':key'",
				() -> JdbcSourceSettings.keyQuery("select * from city where id in (:keys)").build());
	}

	@Test
	void refusesAKeyQueryWithAnotherParameter() {
		assertInvalid("key-query", "contains the parameter ':country'",
				() -> JdbcSourceSettings.keyQuery("select * from city where id = :key and country = :country").build());
	}

	@Test
	void refusesAKeysQueryWithoutKeys() {
		assertInvalid("keys-query", "does not contain ':keys'",
				() -> JdbcSourceSettings.query("select * from city", "id")
					.withKeysQuery("select * from city where id in (:key)", "id")
					.build());
	}

	@Test
	void refusesAQueryOfAllRowsThatSelectsByKey() {
		assertInvalid("query", "selects by key, but must select all rows",
				() -> JdbcSourceSettings.query("select * from city where id = :key", "id").build());
	}

	@Test
	void acceptsOtherColonsInAQueryOfAllRows() {
		String query = "select id, tags[1:2], '{\"key\": 1}'::jsonb from city -- :key";
		assertThat(JdbcSourceSettings.query(query, "id").build().query()).isEqualTo(query);
	}

	@Test
	void refusesSqlThatCannotBeParsed() {
		assertInvalid("key-query", "cannot be parsed as SQL",
				() -> JdbcSourceSettings.keyQuery("select :{key from city").build());
	}

	@Test
	void refusesSizesAndTimeoutsThatAreNotPositive() {
		JdbcSourceSettings.Builder builder = JdbcSourceSettings.query("select 1", "id");
		assertInvalid("fetch-size", "must be positive, but is 0", () -> builder.withFetchSize(0).build());
		builder.withFetchSize(1);
		assertInvalid("batch-size", "must be positive, but is -1", () -> builder.withBatchSize(-1).build());
		builder.withBatchSize(1);
		assertInvalid("chunk-size", "must not be negative, but is -1", () -> builder.withChunkSize(-1).build());
		assertThat(builder.withChunkSize(0).build().chunkSize()).isZero();
		assertInvalid("query-timeout", "must be positive, but is PT0S",
				() -> builder.withQueryTimeout(Duration.ZERO).build());
	}

	private static void assertInvalid(String setting, String problem, ThrowingCallable creation) {
		assertThatExceptionOfType(InvalidSourceException.class).isThrownBy(creation).satisfies((ex) -> {
			assertThat(ex.getSetting()).isEqualTo(setting);
			assertThat(ex.getProblem()).isEqualTo(problem);
			assertThat(ex.getRemedy()).isNotBlank();
			assertThat(ex).hasMessage(setting + " " + problem + ". " + ex.getRemedy());
		});
	}

}
