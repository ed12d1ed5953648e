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

package io.github.warmcache.source.jdbc.key;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeySql}.
 */
class KeySqlTests {

	@Test
	void wrapsTheQueryOfAllRows() {
		KeySql sql = KeySql.derived("select * from city order by id", "warmcache_rows.id");
		assertThat(sql.sql(1))
			.isEqualTo("select * from (\nselect * from city order by id\n) warmcache_rows where warmcache_rows.id = ?");
		assertThat(sql.sql(3)).endsWith(" warmcache_rows where warmcache_rows.id in (?, ?, ?)");
		assertThat(sql.arguments(List.of(1, 2))).containsExactly(1, 2);
	}

	@Test
	void putsPlaceholdersIntoAQueryOfOneKey() {
		KeySql sql = KeySql.written("select ':key' from city where id = :key or :key::int = 0", "key");
		assertThat(sql.sql(1)).isEqualTo("select ':key' from city where id = ? or ?::int = 0");
		assertThat(sql.arguments(List.of(7))).containsExactly(7, 7);
	}

	@Test
	void putsPlaceholdersIntoAQueryOfManyKeys() {
		KeySql sql = KeySql.written("select * from city where id in (:keys) or twin in (:keys)", "keys");
		assertThat(sql.sql(1)).isEqualTo("select * from city where id in (?) or twin in (?)");
		assertThat(sql.sql(2)).isEqualTo("select * from city where id in (?, ?) or twin in (?, ?)");
		assertThat(sql.arguments(List.of(1, 2))).containsExactly(1, 2, 1, 2);
	}

	@Test
	void repeatsKeysOnlyInWhatItWroteItself() {
		assertThat(KeySql.derived("select * from city", "id").paddable()).isTrue();
		assertThat(KeySql.written("select * from unnest(array[:keys]) key", "keys").paddable()).isFalse();
	}

}
