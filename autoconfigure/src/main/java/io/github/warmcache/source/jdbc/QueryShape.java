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

import java.util.Locale;
import java.util.Set;

/**
 * Tells which queries may be asked again for each chunk of their rows: those that the
 * database can read from any key on. Whatever it does not understand it takes for a query
 * that may not.
 */
final class QueryShape {

	/**
	 * Words after which all rows are needed before the first is known, wherever they
	 * stand.
	 */
	private static final Set<String> WHOLE = Set.of("group", "distinct", "order", "limit", "offset", "fetch", "union",
			"intersect", "except", "minus", "with", "having", "over", "window", "qualify", "top", "connect", "into",
			"rownum", "match_recognize", "pivot", "unpivot");

	private static final Set<String> AGGREGATES = Set.of("count", "sum", "min", "max", "avg");

	private final String sql;

	private int position;

	private QueryShape(String sql) {
		this.sql = sql;
	}

	/**
	 * Return whether each chunk costs little more than its own rows.
	 * @param query the query of all rows
	 * @return {@code false} also when that cannot be told
	 */
	static boolean isDivisible(String query) {
		return new QueryShape(query).isDivisible();
	}

	private boolean isDivisible() {
		boolean first = true;
		while (this.position < this.sql.length()) {
			char c = this.sql.charAt(this.position);
			if (Character.isUnicodeIdentifierStart(c) || c == '_') {
				String word = word();
				if (first && !word.equals("select") || WHOLE.contains(word)
						|| AGGREGATES.contains(word) && isFollowedByParenthesis()) {
					return false;
				}
				first = false;
			}
			else if (!skip(c)) {
				return false;
			}
		}
		return !first;
	}

	private String word() {
		int start = this.position;
		while (this.position < this.sql.length() && isPart(this.sql.charAt(this.position))) {
			this.position++;
		}
		return this.sql.substring(start, this.position).toLowerCase(Locale.ROOT);
	}

	private static boolean isPart(char c) {
		return Character.isUnicodeIdentifierPart(c) || c == '_' || c == '$' || c == '#';
	}

	private boolean isFollowedByParenthesis() {
		int next = this.position;
		while (next < this.sql.length() && Character.isWhitespace(this.sql.charAt(next))) {
			next++;
		}
		return next < this.sql.length() && this.sql.charAt(next) == '(';
	}

	/**
	 * Skip a character, or what it begins.
	 * @return {@code false} if databases differ in what it begins
	 */
	private boolean skip(char c) {
		if (c == '\'' || c == '"' || c == '`') {
			return skipQuoted(c);
		}
		if (this.sql.startsWith("--", this.position)) {
			int end = this.sql.indexOf('\n', this.position);
			this.position = (end != -1) ? end : this.sql.length();
			return true;
		}
		if (this.sql.startsWith("/*", this.position)) {
			return skipComment();
		}
		this.position++;
		// Dollar quotes, comments of MySQL, and identifiers of SQL Server.
		return c != '$' && c != '#' && c != '[';
	}

	private boolean skipQuoted(char quote) {
		int end = this.sql.indexOf(quote, this.position + 1);
		// A backslash escapes the quote in some databases only. A quote that is doubled
		// ends one text and begins the next.
		if (end == -1 || this.sql.substring(this.position, end).indexOf('\\') != -1) {
			return false;
		}
		this.position = end + 1;
		return true;
	}

	private boolean skipComment() {
		int end = this.sql.indexOf("*/", this.position + 2);
		// MySQL runs some comments, and only some databases let them nest.
		if (end == -1 || this.sql.startsWith("/*!", this.position) || this.sql.startsWith("/*M!", this.position)
				|| this.sql.substring(this.position + 2, end).contains("/*")) {
			return false;
		}
		this.position = end + 2;
		return true;
	}

}
