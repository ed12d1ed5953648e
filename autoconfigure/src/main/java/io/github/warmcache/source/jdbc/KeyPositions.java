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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.KeyRange;
import org.jspecify.annotations.Nullable;

/**
 * Keys of one type as texts, for types whose texts say exactly which key is meant.
 */
final class KeyPositions {

	private static final Map<Class<?>, Function<String, Object>> PARSERS = Map.of(Byte.class, Byte::valueOf,
			Short.class, Short::valueOf, Integer.class, Integer::valueOf, Long.class, Long::valueOf, BigInteger.class,
			BigInteger::new, BigDecimal.class, BigDecimal::new, String.class, (text) -> text, UUID.class,
			UUID::fromString, LocalDate.class, LocalDate::parse);

	private static final Set<Integer> INTEGERS = Set.of(Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT);

	/**
	 * Texts that are compared as they are. Others, such as those that ignore case, fixed
	 * lengths or enumerations, are sorted in one way and compared with a parameter in
	 * another.
	 */
	private static final Set<String> TEXTS = Set.of("text", "varchar", "character varying", "varchar2", "nvarchar2");

	private final Class<?> type;

	private final Function<String, Object> parser;

	private KeyPositions(Class<?> type, Function<String, Object> parser) {
		this.type = type;
		this.parser = parser;
	}

	/**
	 * Return the positions of a type of keys.
	 * @param type the type, not a primitive one
	 * @return the positions, or {@code null} if keys of that type have none
	 */
	static @Nullable KeyPositions of(Class<?> type) {
		Function<String, Object> parser = PARSERS.get(type);
		return (parser != null) ? new KeyPositions(type, parser) : null;
	}

	/**
	 * Return whether a column has the same keys in the same order as they come back as
	 * parameters.
	 * @param metaData the columns
	 * @param column the number of the key column
	 * @param caseMatters whether texts that differ are never the same to the database
	 * @return {@code false} also when that cannot be told
	 * @throws SQLException if the driver cannot tell the type of the column
	 */
	boolean fit(ResultSetMetaData metaData, int column, boolean caseMatters) throws SQLException {
		int sqlType = metaData.getColumnType(column);
		String name = metaData.getColumnTypeName(column).toLowerCase(Locale.ROOT);
		if (this.type == String.class) {
			return caseMatters && TEXTS.contains(name);
		}
		if (this.type == UUID.class) {
			return name.equals("uuid");
		}
		if (this.type == LocalDate.class) {
			return sqlType == Types.DATE;
		}
		boolean exact = sqlType == Types.NUMERIC || sqlType == Types.DECIMAL;
		if (this.type == BigDecimal.class) {
			return exact || INTEGERS.contains(sqlType);
		}
		return INTEGERS.contains(sqlType)
				|| exact && metaData.getPrecision(column) > 0 && metaData.getScale(column) == 0;
	}

	boolean areNumbers() {
		return Number.class.isAssignableFrom(this.type);
	}

	String write(Object key) {
		return (key instanceof BigDecimal number) ? number.toPlainString() : key.toString();
	}

	Object read(String position) {
		try {
			return this.parser.apply(position);
		}
		catch (RuntimeException ex) {
			// What the parser says quotes the key.
			throw new CacheSourceException("A position is no key of type " + this.type.getName());
		}
	}

	/**
	 * Split numbers into ranges of the same width.
	 * @param least the least key
	 * @param greatest the greatest key
	 * @param most how many ranges at most
	 * @return the ranges, of which the first and the last are open
	 */
	List<KeyRange> split(Object least, Object greatest, int most) {
		BigInteger from = new BigDecimal(least.toString()).toBigInteger();
		BigInteger width = new BigDecimal(greatest.toString()).toBigInteger().subtract(from).add(BigInteger.ONE);
		List<KeyRange> ranges = new ArrayList<>();
		@Nullable String start = null;
		BigInteger last = from;
		for (int i = 1; i < most; i++) {
			BigInteger bound = from.add(width.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(most)));
			if (bound.compareTo(last) > 0) {
				ranges.add(new KeyRange(start, bound.toString()));
				start = bound.toString();
				last = bound;
			}
		}
		ranges.add(new KeyRange(start, null));
		return ranges;
	}

}
