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

import java.util.Map;

import javax.sql.DataSource;

import io.github.warmcache.source.Item;
import io.github.warmcache.testsupport.Servers;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The table of {@link Item items} in a database of its own.
 */
final class ItemTable {

	private final DataSource dataSource = Servers.postgres().newDatabase().dataSource();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.dataSource);

	ItemTable() {
		this.jdbc.execute("create table item (id integer primary key, name text, population bigint)");
	}

	DataSource dataSource() {
		return this.dataSource;
	}

	JdbcTemplate jdbc() {
		return this.jdbc;
	}

	void fill(Map<Integer, Item> items) {
		this.jdbc.execute("truncate item");
		this.jdbc.batchUpdate("insert into item (id, name, population) values (?, ?, ?)", items.values(), 1000,
				(statement, item) -> {
					statement.setInt(1, item.id());
					statement.setString(2, item.name());
					statement.setLong(3, item.population());
				});
	}

}
