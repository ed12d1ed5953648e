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

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.function.BiFunction;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.KeyRange;
import io.github.warmcache.source.PermanentSourceException;
import io.github.warmcache.source.SqlStates;
import io.github.warmcache.source.UnreadableEntryException;
import org.jspecify.annotations.Nullable;

/**
 * Translation of database failures into exceptions whose messages quote no data.
 */
public final class SqlFailures {

	private SqlFailures() {
	}

	/**
	 * Translate the failure of a statement without keys. The message repeats what the
	 * driver says about wrong SQL and about the connection, which can only quote the
	 * configuration.
	 * @param task what failed
	 * @param cause the failure
	 * @return the exception
	 */
	public static CacheSourceException withoutKeys(String task, SQLException cause) {
		SQLException failure = find(cause);
		String state = state(failure);
		if (failure != null && SqlStates.isPermanent(state, failure.getErrorCode())) {
			return new PermanentSourceException("%s: %s: %s. Correct the SQL, the schema, or the rights of its user"
				.formatted(task, describe(cause), firstLine(failure)), cause);
		}
		String detail = (failure != null && (state.startsWith("42") || state.startsWith("08")))
				? ": " + failure.getMessage() : "";
		return exception(task + ": " + describe(cause) + detail, state, cause);
	}

	/**
	 * Translate the failure of a statement with keys, which the driver may quote.
	 * @param task what failed
	 * @param cause the failure
	 * @return the exception
	 */
	public static CacheSourceException withKeys(String task, SQLException cause) {
		SQLException failure = find(cause);
		if (failure != null && SqlStates.isPermanent(state(failure), failure.getErrorCode())) {
			return new PermanentSourceException(
					"%s: %s. Correct the SQL, the schema, or the rights of its user".formatted(task, describe(cause)),
					cause);
		}
		return exception(task + ": " + describe(cause), state(failure), cause);
	}

	/**
	 * Return the translation for the statement of a chunk. Only the first chunk of an
	 * unbounded range has no keys in its statement.
	 * @param range the range of keys
	 * @param after the key after which the chunk begins, or {@code null}
	 * @return a function of the task and the failure
	 */
	public static BiFunction<String, SQLException, CacheSourceException> ofChunk(KeyRange range,
			@Nullable String after) {
		boolean hasKeys = range.from() != null || range.to() != null || after != null;
		return hasKeys ? SqlFailures::withKeys : SqlFailures::withoutKeys;
	}

	/**
	 * Translate a failure to read a row.
	 * @param message names the type and the column
	 * @param cause the failure
	 * @return an exception whose type tells whether other rows can still be read
	 */
	public static CacheSourceException ofRow(String message, Throwable cause) {
		SQLException failure = find(cause);
		if (failure != null && SqlStates.isPermanent(failure.getSQLState(), failure.getErrorCode())) {
			// The driver cannot read this type from this column, in any row.
			return new PermanentSourceException(message);
		}
		boolean connection = failure instanceof SQLTransientException || failure instanceof SQLRecoverableException
				|| (failure != null && !SqlStates.isOfRow(failure.getSQLState()));
		return connection ? new CacheSourceException(message) : new UnreadableEntryException(message);
	}

	/**
	 * Describe a failure by its type and SQL state.
	 * @param cause the failure
	 * @return a description without data
	 */
	public static String describe(Throwable cause) {
		SQLException failure = find(cause);
		if (failure == null) {
			return cause.getClass().getSimpleName();
		}
		String state = state(failure);
		return failure.getClass().getSimpleName() + (state.isEmpty() ? "" : " with SQL state " + state);
	}

	/**
	 * Return the first line of the driver's message. Drivers repeat the statement after
	 * it.
	 */
	private static String firstLine(SQLException failure) {
		return String.valueOf(failure.getMessage()).lines().findFirst().orElse("").strip();
	}

	private static CacheSourceException exception(String message, String state, Exception cause) {
		// Class 22 is about data: drivers quote what they could not read.
		return state.startsWith("22") ? new CacheSourceException(message) : new CacheSourceException(message, cause);
	}

	/**
	 * Return whether the database rejects a value, not the statement.
	 */
	public static boolean isAboutData(SQLException failure) {
		return state(failure).startsWith("22");
	}

	private static String state(@Nullable SQLException failure) {
		return (failure != null && failure.getSQLState() != null) ? failure.getSQLState() : "";
	}

	public static @Nullable SQLException find(Throwable cause) {
		Throwable candidate = cause;
		while (candidate != null && !(candidate instanceof SQLException)) {
			candidate = candidate.getCause();
		}
		return (SQLException) candidate;
	}

}
