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

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;
import java.util.Set;

/**
 * One column of a result, as the driver describes it.
 *
 * @param label the label
 * @param type the type, one of {@link Types}
 * @param typeName the database's name of the type, in lower case
 */
public record ResultColumn(String label, int type, String typeName) {

	private static final Set<Integer> WHOLE_NUMBERS = Set.of(Types.TINYINT, Types.SMALLINT, Types.INTEGER,
			Types.BIGINT);

	private static final Set<Integer> FRACTIONS = Set.of(Types.NUMERIC, Types.DECIMAL, Types.REAL, Types.FLOAT,
			Types.DOUBLE);

	private static final Set<Integer> TEXTS = Set.of(Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR,
			Types.NVARCHAR, Types.LONGNVARCHAR, Types.CLOB, Types.NCLOB);

	private static final Set<Integer> BINARIES = Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB);

	private static final Set<String> OTHER_TEXTS = Set.of("citext", "name");

	static ResultColumn of(ResultSetMetaData metaData, int column) throws SQLException {
		String typeName = metaData.getColumnTypeName(column);
		return new ResultColumn(metaData.getColumnLabel(column), metaData.getColumnType(column),
				(typeName != null) ? typeName.toLowerCase(Locale.ROOT) : "");
	}

	public boolean isJson() {
		return this.typeName.equals("json") || this.typeName.equals("jsonb");
	}

	boolean isWholeNumber() {
		return WHOLE_NUMBERS.contains(this.type);
	}

	/**
	 * Return whether the column holds approximations, each of which may equal several
	 * numbers.
	 */
	public boolean isFloating() {
		return this.type == Types.REAL || this.type == Types.FLOAT || this.type == Types.DOUBLE;
	}

	public boolean isNumber() {
		return isWholeNumber() || FRACTIONS.contains(this.type);
	}

	/**
	 * Return whether the column holds text. PostgreSQL reports non-standard types, such
	 * as enums, as {@code VARCHAR}: they can be read as text, but do not compare like it.
	 */
	public boolean isText() {
		return (TEXTS.contains(this.type) || OTHER_TEXTS.contains(this.typeName)) && !isJson();
	}

	public boolean isBinary() {
		return BINARIES.contains(this.type) && !isUuid();
	}

	public boolean isUuid() {
		return this.typeName.equals("uuid");
	}

	boolean isArray() {
		return this.type == Types.ARRAY;
	}

	public boolean isDate() {
		return this.type == Types.DATE && !isYear();
	}

	/**
	 * Return whether the column holds a year, which drivers treat as a date or a number.
	 */
	boolean isYear() {
		return this.typeName.equals("year");
	}

	boolean isTime() {
		return this.type == Types.TIME && !this.typeName.equals("timetz");
	}

	/**
	 * Return whether the column holds times of day with an offset.
	 */
	boolean isZonedTime() {
		return this.type == Types.TIME_WITH_TIMEZONE || this.typeName.equals("timetz");
	}

	/**
	 * Return whether the column holds bits, which drivers treat as a boolean, bytes, or
	 * decimal digits.
	 */
	boolean isBits() {
		return this.typeName.equals("bit") || this.typeName.equals("varbit");
	}

	public boolean isTimestamp() {
		return this.type == Types.TIMESTAMP && !isZonedTimestamp();
	}

	boolean isZonedTimestamp() {
		return this.type == Types.TIMESTAMP_WITH_TIMEZONE || this.typeName.equals("timestamptz")
				|| this.typeName.equals("datetimeoffset")
				|| (this.typeName.startsWith("timestamp") && this.typeName.contains(" with "));
	}

	@Override
	public String toString() {
		return "'" + this.label + "' of type " + (this.typeName.isEmpty() ? "number " + this.type : this.typeName);
	}

}
