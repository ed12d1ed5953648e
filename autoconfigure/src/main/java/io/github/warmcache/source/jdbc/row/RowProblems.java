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

package io.github.warmcache.source.jdbc.row;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.InvalidSourceException;
import io.github.warmcache.source.PermanentSourceException;
import io.github.warmcache.source.jdbc.SqlFailures;
import io.github.warmcache.source.jdbc.column.ResultColumns;

import org.springframework.core.ResolvableType;

/**
 * Exceptions for rows and types that do not fit.
 */
public final class RowProblems {

	private RowProblems() {
	}

	/**
	 * Create the exception for a value that cannot be read. Leaves out the message of the
	 * driver or the constructor, which may quote the value.
	 * @param type the declared type of the values
	 * @param part the column, or another part of the value
	 * @param cause the failure
	 * @return the exception
	 */
	public static CacheSourceException unreadable(ResolvableType type, String part, Throwable cause) {
		String reason = (cause instanceof CacheSourceException) ? String.valueOf(cause.getMessage())
				: SqlFailures.describe(cause);
		String message = "A row cannot be read as " + type + ": " + part + ": " + reason;
		return (cause instanceof PermanentSourceException) ? new PermanentSourceException(message)
				: SqlFailures.ofRow(message, cause);
	}

	/**
	 * Create the exception for a property without a column.
	 * @param type the type that has the property
	 * @param path the property
	 * @param columns the columns of the result
	 * @return the exception
	 */
	static CacheSourceException missing(ResolvableType type, PropertyPath path, ResultColumns columns) {
		return new PermanentSourceException("The query has no column for '" + path + "' of " + type
				+ ". Select it under that name or in snake case; the columns are " + columns.labels());
	}

	/**
	 * Create the exception for a type that cannot be read from rows.
	 * @param type the declared type of the values
	 * @param problem what is wrong with it
	 * @param remedy what to write instead
	 * @return the exception
	 */
	static InvalidSourceException invalid(ResolvableType type, String problem, String remedy) {
		return new InvalidSourceException("value-type", "is " + type + ", " + problem, remedy);
	}

}
