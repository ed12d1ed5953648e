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
 * Failures of the database, in words that quote no data.
 */
public final class SqlFailures {

	private SqlFailures() {
	}

	/**
	 * Report a statement that had no keys in it. The driver's words about wrong SQL and
	 * about the connection are repeated, since they can only quote the configuration.
	 * @param task what could not be done
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
	 * Report a statement that had keys in it, which the driver may quote.
	 * @param task what could not be done
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
	 * Return what reports the statement of a chunk. The first one has no keys in it.
	 * @param range the part of the keys
	 * @param after the key that it begins after, or {@code null}
	 * @return makes an exception of the task and the failure
	 */
	public static BiFunction<String, SQLException, CacheSourceException> ofChunk(KeyRange range,
			@Nullable String after) {
		boolean hasKeys = range.from() != null || range.to() != null || after != null;
		return hasKeys ? SqlFailures::withKeys : SqlFailures::withoutKeys;
	}

	/**
	 * Report a row that cannot be read.
	 * @param message which type and which column
	 * @param cause the failure
	 * @return an exception that tells whether further rows can be read
	 */
	public static CacheSourceException ofRow(String message, Throwable cause) {
		SQLException failure = find(cause);
		if (failure != null && SqlStates.isPermanent(failure.getSQLState(), failure.getErrorCode())) {
			// The driver reads no such type from such a column.
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
	 * Drivers repeat the whole statement in further lines.
	 */
	private static String firstLine(SQLException failure) {
		return String.valueOf(failure.getMessage()).lines().findFirst().orElse("").strip();
	}

	private static CacheSourceException exception(String message, String state, Exception cause) {
		// Class 22 is about data, and drivers quote what they could not read.
		return state.startsWith("22") ? new CacheSourceException(message) : new CacheSourceException(message, cause);
	}

	/**
	 * Whether the database refuses a value and not the statement.
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
