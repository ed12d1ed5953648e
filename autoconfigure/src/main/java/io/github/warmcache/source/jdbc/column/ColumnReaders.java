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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.github.warmcache.source.PermanentSourceException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.util.ClassUtils;

/**
 * Selects the driver's getter for a column and a type once, not for every row. If the
 * getter for the type does not match the column, the reader gets the column's own type
 * and {@linkplain Conversions converts} it, because drivers cut off what does not fit.
 */
public final class ColumnReaders {

	private static final Map<Class<?>, ColumnReader> GETTERS = Map.of(String.class, ResultSet::getString, byte[].class,
			ResultSet::getBytes, OffsetTime.class, (row, column) -> row.getObject(column, OffsetTime.class), Time.class,
			ResultSet::getTime);

	private ColumnReaders() {
	}

	/**
	 * Return the reader for a column.
	 * @param type the declared type of the key, the value or a part of it; a primitive
	 * type is read as its wrapper
	 * @param column the column
	 * @param conversions converts the values
	 * @return the reader
	 * @throws PermanentSourceException if the column cannot hold such a value
	 */
	public static ColumnReader forColumn(ResolvableType type, ResultColumn column, Conversions conversions) {
		Class<?> javaType = ClassUtils.resolvePrimitiveIfNecessary(type.resolve(Object.class));
		if (javaType == Optional.class) {
			ColumnReader content = forColumn(type.getGeneric(), column, conversions);
			return (row, number) -> Optional.ofNullable(content.read(row, number));
		}
		Class<?> optionalNumber = OptionalNumbers.contentType(javaType);
		if (optionalNumber != null) {
			ColumnReader content = forColumn(ResolvableType.forClass(optionalNumber), column, conversions);
			return (row, number) -> OptionalNumbers.of((Number) content.read(row, number), javaType);
		}
		ColumnReader getter = GETTERS.get(javaType);
		if (getter != null) {
			if ((javaType == Time.class || javaType == OffsetTime.class) && hasDate(column)) {
				throw unreadable(column, javaType);
			}
			TimeValues.requireOffset(javaType, column);
			return (javaType == OffsetTime.class) ? TimeValues::readTimeWithOffset : getter;
		}
		if (javaType == Object.class) {
			return column.isJson() ? ResultSet::getString : ColumnReaders::readAny;
		}
		if (column.isJson()) {
			return (row, number) -> {
				String text = row.getString(number);
				return (text != null) ? conversions.parse(text, type) : null;
			};
		}
		if (ExactNumbers.isNumber(javaType)) {
			return numberReader(javaType, column, conversions);
		}
		if (TimeValues.isTime(javaType)) {
			return timeReader(javaType, column, conversions);
		}
		if (javaType == Boolean.class && !column.isText() && !column.isNumber()) {
			return (row, number) -> orNull(row, row.getBoolean(number));
		}
		if (javaType.isEnum() && column.isNumber() && conversions.enumValues(type, javaType).isByPosition()) {
			conversions.rules()
				.notes()
				.warn("column " + column + " is read as " + javaType.getName() + " by the position of its constants. "
						+ "If the numbers are codes, give the enum @JsonValue, @JsonCreator or a static method 'of'");
		}
		if (column.isArray() && column.typeName().endsWith("timestamp") && isOfPoints(type)) {
			conversions.rules().zoneMatters(column, javaType);
		}
		return convertingReader(type, column, conversions);
	}

	private static boolean hasDate(ResultColumn column) {
		return column.isDate() || column.isTimestamp() || column.isZonedTimestamp();
	}

	private static PermanentSourceException unreadable(ResultColumn column, Class<?> type) {
		return new PermanentSourceException("The column " + column + " cannot be read as " + type.getSimpleName());
	}

	private static boolean isOfPoints(ResolvableType type) {
		return TimeValues.isPoint((type.isArray() ? type.getComponentType() : type.as(Iterable.class).getGeneric())
			.resolve(Object.class));
	}

	private static ColumnReader numberReader(Class<?> type, ResultColumn column, Conversions conversions) {
		if (hasDate(column) || column.isTime() || column.isBinary() || column.isUuid() || column.isArray()) {
			throw unreadable(column, type);
		}
		if (column.isYear()) {
			return (row, number) -> orNull(row, ExactNumbers.inRange((long) row.getInt(number), type));
		}
		if (column.isBits()) {
			return (row, number) -> readBits(row, number, type);
		}
		boolean text = column.isText();
		if (type == BigDecimal.class && !text) {
			return ResultSet::getBigDecimal;
		}
		boolean floating = column.isNumber() && !column.isWholeNumber();
		if (ExactNumbers.isWhole(type) && type != BigInteger.class && !text && !floating) {
			return (row, number) -> {
				long value = row.getLong(number);
				return row.wasNull() ? null : ExactNumbers.inRange(value, type);
			};
		}
		return (row, number) -> {
			Object value = text ? row.getString(number) : JdbcUtils.getResultSetValue(row, number);
			if (value == null) {
				return null;
			}
			Number converted = ExactNumbers.convert(value, type);
			if (value instanceof BigDecimal exact && ExactNumbers.isFloating(type)
					&& !ExactNumbers.isSame(exact, converted)
					|| value instanceof Double wide && !Double.isNaN(wide) && converted instanceof Float
							&& !wide.toString().equals(converted.toString())) {
				conversions.rules()
					.notes()
					.warn("column " + column + " holds numbers with more digits than " + type.getSimpleName()
							+ " has; they are rounded. Declare BigDecimal to keep them");
			}
			return converted;
		};
	}

	/**
	 * Read bits as the number that they represent. PostgreSQL returns them as binary
	 * digits.
	 */
	private static @Nullable Number readBits(ResultSet row, int column, Class<?> type) throws SQLException {
		Object value = row.getObject(column);
		if (value == null) {
			return null;
		}
		if (value.getClass().getName().startsWith("org.postgresql.")) {
			return ExactNumbers.convert(new BigInteger(String.valueOf(row.getString(column)), 2), type);
		}
		return ExactNumbers.convert(BigDecimal.valueOf(row.getLong(column)), type);
	}

	private static ColumnReader timeReader(Class<?> type, ResultColumn column, Conversions conversions) {
		boolean withoutDate = type == LocalTime.class;
		if ((hasDate(column) && withoutDate) || (column.isTime() && !withoutDate) || column.isNumber()
				|| column.isBinary() || column.isUuid() || column.isArray()) {
			throw unreadable(column, type);
		}
		TimeValues.requireOffset(type, column);
		boolean point = TimeValues.isPoint(type);
		if ((point && (column.isTimestamp() || column.isDate())) || (!point && column.isZonedTimestamp())) {
			conversions.rules().zoneMatters(column, type);
		}
		ColumnReader temporal = temporalReader(column);
		ColumnReader reader = (temporal != null) ? temporal : ColumnReaders::readAny;
		return (row, number) -> {
			Object value = reader.read(row, number);
			return (value != null) ? TimeValues.convert(value, type, conversions.zone()) : null;
		};
	}

	/**
	 * Return the reader of a date or time column as the {@code java.time} type with the
	 * same fields, or {@code null} for any other column.
	 */
	private static @Nullable ColumnReader temporalReader(ResultColumn column) {
		if (column.isTimestamp()) {
			return (row, number) -> row.getObject(number, LocalDateTime.class);
		}
		if (column.isZonedTimestamp()) {
			// PostgreSQL stores no offset and returns that of the session.
			boolean withoutOffset = column.typeName().equals("timestamptz");
			return (row, number) -> {
				OffsetDateTime moment = row.getObject(number, OffsetDateTime.class);
				return (moment != null && withoutOffset) ? moment.withOffsetSameInstant(ZoneOffset.UTC) : moment;
			};
		}
		if (column.isDate()) {
			return (row, number) -> row.getObject(number, LocalDate.class);
		}
		if (column.isZonedTime()) {
			return TimeValues::readTimeWithOffset;
		}
		return column.isTime() ? TimeValues::readTime : null;
	}

	private static ColumnReader convertingReader(ResolvableType type, ResultColumn column, Conversions conversions) {
		Class<?> javaType = type.resolve(Object.class);
		if (column.isNumber() && Intervals.isInterval(javaType)) {
			throw new PermanentSourceException("The column " + column + " cannot be read as " + javaType.getSimpleName()
					+ ": it holds a number, whose unit is not known. Select an interval, or a text such as 'PT5M'");
		}
		ColumnReader content = contentReader(javaType, column);
		return (row, index) -> {
			Object value = content.read(row, index);
			return (value != null) ? conversions.convert(value, type) : null;
		};
	}

	private static ColumnReader contentReader(Class<?> javaType, ResultColumn column) {
		if (Intervals.isInterval(javaType) && column.typeName().startsWith("interval ")) {
			// H2 puts the unit into the text and into the name of the type.
			return (row, number) -> row.getObject(number, javaType);
		}
		if (Intervals.isInterval(javaType) || column.isText()) {
			return ResultSet::getString;
		}
		if (javaType == UUID.class) {
			return ResultSet::getObject;
		}
		if (column.isYear()) {
			return (row, number) -> orNull(row, row.getInt(number));
		}
		if (column.isArray() && column.typeName().endsWith("timestamptz")) {
			return ColumnReaders::readMoments;
		}
		ColumnReader temporal = temporalReader(column);
		return (temporal != null) ? temporal : ColumnReaders::readAny;
	}

	/**
	 * Read an array of timestamps with time zone, which the driver returns in the zone of
	 * this JVM.
	 */
	private static @Nullable Object readMoments(ResultSet row, int column) throws SQLException {
		Object array = readAny(row, column);
		return (array instanceof Object[] elements) ? Arrays.stream(elements)
			.map((element) -> (element instanceof Timestamp moment) ? moment.toInstant().atOffset(ZoneOffset.UTC)
					: element)
			.toArray() : array;
	}

	private static <T> @Nullable T orNull(ResultSet row, T value) throws SQLException {
		return row.wasNull() ? null : value;
	}

	/**
	 * Read any column as a type of the JDK: SQL arrays as Java arrays, types of the
	 * driver as their text.
	 */
	private static @Nullable Object readAny(ResultSet row, int column) throws SQLException {
		Object value = JdbcUtils.getResultSetValue(row, column);
		if (value instanceof Array array) {
			return array.getArray();
		}
		if (value == null || value.getClass().isArray() || value.getClass().getName().startsWith("java.")) {
			return value;
		}
		return row.getString(column);
	}

	/**
	 * Reads a column of the current row as a Java type.
	 */
	@FunctionalInterface
	public interface ColumnReader {

		/**
		 * Read the column.
		 * @param row the result, positioned on a row
		 * @param column the number of the column, counted from one
		 * @return the value, or {@code null} for SQL {@code NULL}
		 * @throws SQLException if the driver cannot read the column as that type
		 */
		@Nullable Object read(ResultSet row, int column) throws SQLException;

	}

}
