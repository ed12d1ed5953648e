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

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognizes queries from which the database can select some rows without computing all.
 */
final class PlainSelect {

	/**
	 * Parts without words of SQL: literals, quoted names, comments.
	 */
	private static final Pattern OTHERS = Pattern
		.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|--[^\\n]*|/\\*.*?\\*/|(\\$\\w*\\$).*?\\1", Pattern.DOTALL);

	private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

	/**
	 * Words that sort, group, limit or combine rows, anywhere in the query. Some are
	 * harmless in a subquery, but reading all rows at once is always correct.
	 */
	private static final Set<String> NOT_PLAIN = Set.of("group", "distinct", "order", "limit", "offset", "fetch", "top",
			"union", "intersect", "except", "minus", "with", "having", "over", "window", "count", "sum", "min", "max",
			"avg", "random", "rand", "rownum", "for", "connect", "lateral", "unnest", "generate_series");

	private PlainSelect() {
	}

	static boolean is(String sql) {
		if (sql.contains("\\") || sql.contains("#")) {
			// Their meaning differs from database to database.
			return false;
		}
		Matcher words = WORD.matcher(OTHERS.matcher(sql).replaceAll(" ").toLowerCase(Locale.ROOT));
		if (!words.find() || !words.group().equals("select")) {
			return false;
		}
		while (words.find()) {
			if (NOT_PLAIN.contains(words.group())) {
				return false;
			}
		}
		return true;
	}

}
