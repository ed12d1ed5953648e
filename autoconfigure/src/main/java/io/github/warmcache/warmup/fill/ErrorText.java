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

package io.github.warmcache.warmup.fill;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.warmcache.source.CacheSourceException;
import org.jspecify.annotations.Nullable;

/**
 * Describes failures in words that anyone may read. Logs and health details are seen by
 * people who must not see keys, values and passwords, and exception messages may contain
 * all three.
 */
public final class ErrorText {

	private static final int LONGEST = 300;

	/**
	 * Number of characters of a message that are examined, so that a message of megabytes
	 * costs nothing.
	 */
	private static final int LONGEST_READ = 1000;

	/**
	 * Packages of exceptions whose messages repeat statements, rows or documents. Only
	 * the type of such an exception is reported.
	 */
	private static final List<String> REPEATS_DATA = List.of("org.springframework.jdbc.", "org.springframework.dao.",
			"org.springframework.web.client.", "org.springframework.web.reactive.function.client.", "tools.jackson.",
			"com.fasterxml.jackson.", "jakarta.persistence.", "org.hibernate.", "org.springframework.orm.");

	/**
	 * Packages of exceptions whose messages are about hosts, ports and times.
	 */
	private static final List<String> SPEAKS_OF_HOSTS = List.of("java.net.", "java.nio.channels.", "io.netty.",
			"io.lettuce.", "org.springframework.data.redis.", "java.util.concurrent.", "com.zaxxer.hikari.",
			"io.github.warmcache.");

	/**
	 * Packages of the warm-up's own exceptions, which quote only property names.
	 */
	private static final List<String> OWN = List.of("io.github.warmcache.warmup.");

	/**
	 * SQL states of missing tables, columns, functions and permissions. Their messages
	 * quote only names of the schema.
	 */
	private static final Set<String> NAMES_THE_SCHEMA = Set.of("42P01", "42703", "42883", "42501", "42S02", "42S22",
			"3F000");

	private static final Pattern USER_INFO = Pattern.compile("//[^/\\s]*@");

	private static final Pattern QUERY = Pattern.compile("(://[^\\s?;]*)[?;]\\S*");

	private static final Pattern SECRET = Pattern.compile(
			"(?i)\\b([\\w.-]*(?:password|passwd|pwd|secret|token|credentials?|authorization|bearer|basic|api[-_]?key|access[-_]?key))\\b[\\s=:]*+\\S.*");

	private static final Pattern DETAIL = Pattern.compile("(?i)\\b(?:detail|hint|where|key|value)s?\\s*[:=(].*");

	private static final Pattern QUOTED = Pattern
		.compile("(?<!\\w)'[^']*'|\"[^\"]*\"|`[^`]*`|\\[[^\\]]*]|\\{[^}]*}|\\([^)]*\\)");

	private static final Pattern OPEN_QUOTE = Pattern.compile("(?<!\\w)'.*|[\"`\\[{(].*");

	private static final Pattern WITH_DIGIT_OR_AT = Pattern.compile("\\S*[\\d@]\\S*");

	private ErrorText() {
	}

	/**
	 * Describe an exception and, if it has one, its root cause.
	 * @param error the exception
	 * @return its type and the harmless part of its message
	 */
	public static String of(Throwable error) {
		Throwable root = error;
		for (int depth = 0; root.getCause() != null && depth < 50; depth++) {
			if (root instanceof CacheSourceException) {
				// Its message is safe to show by contract. Its cause may not be.
				return describe(root, false);
			}
			root = root.getCause();
		}
		String text = describe(error, root != error);
		return (root != error) ? text + ", caused by " + describe(root, false) : text;
	}

	private static String describe(Throwable error, boolean hasCause) {
		String type = typeName(error);
		if (error instanceof SQLException sql) {
			String text = (sql.getSQLState() != null) ? "%s (SQLState %s)".formatted(type, sql.getSQLState()) : type;
			return NAMES_THE_SCHEMA.contains(String.valueOf(sql.getSQLState())) ? text + ": " + firstLine(sql) : text;
		}
		// The message of another exception with a cause mostly repeats that of the cause.
		String message = (hasCause && !(error instanceof FillException)) ? null : harmless(error);
		return (message != null) ? type + ": " + message : type;
	}

	private static String firstLine(SQLException error) {
		return start(String.valueOf(error.getMessage()).lines().findFirst().orElse(""), LONGEST).strip();
	}

	private static String typeName(Throwable error) {
		if (error instanceof FillException fill) {
			return fill.reason().title();
		}
		String simple = error.getClass().getSimpleName();
		return simple.isEmpty() ? error.getClass().getName() : simple;
	}

	private static @Nullable String harmless(Throwable error) {
		String message = error.getMessage();
		if (message == null || isOf(REPEATS_DATA, error)) {
			return null;
		}
		String line = start(message.lines().findFirst().orElse(""), LONGEST_READ);
		line = USER_INFO.matcher(line).replaceAll("//***@");
		line = QUERY.matcher(line).replaceAll("$1");
		line = SECRET.matcher(line).replaceAll("$1 ***");
		if (!(error instanceof CacheSourceException) && !isOf(OWN, error)) {
			line = DETAIL.matcher(line).replaceAll("");
			line = QUOTED.matcher(line).replaceAll("***");
			line = OPEN_QUOTE.matcher(line).replaceAll("***");
			if (!isOf(SPEAKS_OF_HOSTS, error)) {
				line = WITH_DIGIT_OR_AT.matcher(line).replaceAll("***");
			}
		}
		line = start(line.strip(), LONGEST);
		return line.isEmpty() ? null : line;
	}

	private static String start(String text, int length) {
		return (text.length() > length) ? text.substring(0, length) + "..." : text;
	}

	private static boolean isOf(List<String> packages, Throwable error) {
		for (Class<?> type = error.getClass(); type != null && type != Exception.class; type = type.getSuperclass()) {
			String name = type.getName();
			if (packages.stream().anyMatch(name::startsWith)) {
				return true;
			}
		}
		return false;
	}

}
