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

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.source.jdbc.StatementCancellation;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows by their keys.
 */
public interface KeyLookup {

	/**
	 * Return what reads rows by their keys.
	 * @param settings the SQL
	 * @param keys the columns of the key
	 * @param mappings makes the mapping of a query's rows
	 * @param zone the zone of timestamps that have none
	 * @return the lookup
	 */
	static KeyLookup of(JdbcSourceSettings settings, KeyColumns keys, Supplier<RowMapping> mappings, ZoneId zone) {
		return keys.isComposite() ? new CompositeKeyLookup(settings, keys, mappings.get(), zone)
				: new ColumnKeyLookup(settings, mappings.get(), mappings.get(), zone);
	}

	/**
	 * Read the value of one key.
	 * @param connection the connection
	 * @param key the key
	 * @param cancellation ends the statement; {@code null} for a statement that nobody
	 * ends
	 * @return the value, or {@code null} if there is none
	 * @throws SQLException if the database fails, or ended the statement
	 */
	@Nullable FoundRow one(Connection connection, Object key, @Nullable StatementCancellation cancellation) throws SQLException;

	/**
	 * Read the values of many keys.
	 * @param connection the connection
	 * @param keys the keys
	 * @param found where to put the values, by the keys that their rows have
	 * @throws SQLException if the database fails
	 */
	void many(Connection connection, Collection<?> keys, Map<Object, Object> found) throws SQLException;

	/**
	 * Whether the types of the keys and of their columns, as far as they are known by
	 * now, let the database find a row by its own key only. Of texts that is left to
	 * their collation.
	 */
	boolean isExact();

	static int seconds(@Nullable Duration timeout) {
		return (timeout != null) ? Math.toIntExact((timeout.toMillis() + 999) / 1000) : 0;
	}

	static CacheSourceException ambiguous() {
		return new CacheSourceException(
				"The query has more than one row for a key. Select one row for each value of the key column");
	}

}
