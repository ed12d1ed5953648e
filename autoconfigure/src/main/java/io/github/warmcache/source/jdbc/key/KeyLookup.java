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

import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.source.jdbc.StatementCancellation;
import org.jspecify.annotations.Nullable;

/**
 * Lookup of rows by their keys.
 */
public interface KeyLookup {

	/**
	 * Return the lookup for a source.
	 * @param settings the SQL
	 * @param keys the key columns
	 * @param mappings supplies the mapping of a query's rows
	 * @param zone the zone of timestamps without a zone
	 * @return the lookup
	 */
	static KeyLookup of(JdbcSourceSettings settings, KeyColumns keys, Supplier<RowMapping> mappings, ZoneId zone) {
		return keys.isComposite() ? new CompositeKeyLookup(settings, keys, mappings.get(), zone)
				: new ColumnKeyLookup(settings, mappings.get(), mappings.get(), zone);
	}

	/**
	 * Read the row of one key.
	 * @param connection the connection
	 * @param key the key
	 * @param cancellation cancels the statement; {@code null} if nothing does
	 * @return the row, or {@code null} if there is none or its value is {@code null}
	 * @throws SQLException if the database fails or the statement was cancelled
	 */
	@Nullable FoundRow one(Connection connection, Object key, @Nullable StatementCancellation cancellation) throws SQLException;

	/**
	 * Read the values of many keys.
	 * @param connection the connection
	 * @param keys the keys
	 * @param found receives the values, by the keys of their rows
	 * @throws SQLException if the database fails
	 */
	void many(Connection connection, Collection<?> keys, Map<Object, Object> found) throws SQLException;

	/**
	 * Return whether the database finds a row only by its own key, judged by the types of
	 * the keys and of their columns as far as they are known so far. The collation of
	 * texts is not considered.
	 */
	boolean isExact();

	static int seconds(@Nullable Duration timeout) {
		return (timeout != null) ? Math.toIntExact((timeout.toMillis() + 999) / 1000) : 0;
	}

	static UnreadableEntryException ambiguous() {
		return new UnreadableEntryException(
				"The query has more than one row for a key. Select one row for each value of the key column");
	}

	/**
	 * Result of a lookup by key.
	 *
	 * @param value the value of the row
	 * @param ofKey whether the row has exactly that key, not another one that the
	 * database treats as the same
	 */
	record FoundRow(Object value, boolean ofKey) {
	}

}
