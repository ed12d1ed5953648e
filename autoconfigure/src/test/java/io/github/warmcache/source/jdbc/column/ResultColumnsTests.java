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

package io.github.warmcache.source.jdbc.column;

import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

import io.github.warmcache.source.CacheSourceException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ResultColumns}.
 */
class ResultColumnsTests {

	@Test
	void findsAPropertyInSnakeCaseCamelCaseAndUpperCase() {
		assertThat(columns("id", "country_code").find("countryCode")).isEqualTo(2);
		assertThat(columns("id", "countryCode").find("countryCode")).isEqualTo(2);
		assertThat(columns("ID", "COUNTRY_CODE").find("countryCode")).isEqualTo(2);
		assertThat(columns("id", "countrycode").find("countryCode")).isEqualTo(2);
		assertThat(columns("id", "address_line_1").find("addressLine1")).isEqualTo(2);
	}

	@Test
	void prefersTheClosestMatch() {
		ResultColumns columns = columns("country_code", "COUNTRYCODE", "countryCode");
		assertThat(columns.find("countryCode")).isEqualTo(3);
		assertThat(columns.find("country_code")).isEqualTo(1);
	}

	@Test
	void refusesToChooseBetweenTwoAlike() {
		assertThatExceptionOfType(CacheSourceException.class).isThrownBy(() -> columns("id", "name", "id").find("id"))
			.withMessageContaining("two columns for 'id'");
		assertThatExceptionOfType(CacheSourceException.class)
			.isThrownBy(() -> columns("country_code", "countrycode_").find("countryCode"))
			.withMessageContaining("two columns for 'countryCode'");
		assertThat(columns("id", "name", "id").find("name")).isEqualTo(2);
	}

	@Test
	void reportsAMissingColumn() {
		assertThat(columns("id", "name").find("population")).isEqualTo(ResultColumns.MISSING);
	}

	@Test
	void findsAQuotedIdentifier() {
		ResultColumns columns = columns("name", "Country Code");
		assertThat(columns.findIdentifier("\"Country Code\"")).isEqualTo(2);
		assertThat(columns.findIdentifier("`Country Code`")).isEqualTo(2);
		assertThat(columns.findIdentifier("[Country Code]")).isEqualTo(2);
		assertThat(columns.findIdentifier("NAME")).isEqualTo(1);
	}

	private static ResultColumns columns(String... labels) {
		List<ResultColumn> columns = new ArrayList<>();
		for (String label : labels) {
			columns.add(new ResultColumn(label, Types.INTEGER, "int4"));
		}
		return new ResultColumns(columns);
	}

}
