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

package io.github.warmcache.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.warmcache.documentation.Pages;

/**
 * The types that applications may use, as the page about the API lists them.
 *
 * @param types the types, relative to the root package
 * @param insides the members of these types that are not part of the API: the simple name
 * of the type, a {@code #}, and the member with the simple names of its parameters, or
 * with three dots for any parameters
 */
record PublicApi(Set<String> types, Set<String> insides) {

	private static final Pattern TYPE = Pattern.compile("(?m)^\\| `([a-z.]+\\.[A-Z]\\w+)` \\|");

	private static final Pattern INSIDES = Pattern.compile("(?m)^\\| `([A-Z]\\w+)` \\| ([^|]+) \\|");

	private static final Pattern MEMBER = Pattern.compile("`(\\w+\\([^`]*\\))`");

	/**
	 * Read the page.
	 * @return the API that it declares
	 */
	static PublicApi ofPage() {
		String page = page();
		Set<String> types = new TreeSet<>();
		TYPE.matcher(page).results().forEach((row) -> types.add(row.group(1)));
		Set<String> insides = new TreeSet<>();
		INSIDES.matcher(page)
			.results()
			.forEach((row) -> MEMBER.matcher(row.group(2))
				.results()
				.map((MatchResult member) -> member.group(1))
				.forEach((member) -> insides.add(row.group(1) + "#" + member)));
		return new PublicApi(types, insides);
	}

	private static String page() {
		try {
			return Pages.read("docs/api.md");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return whether a member of a listed type is not part of the API.
	 * @param type the simple name of the type
	 * @param member the name of the method, or of the type for a constructor
	 * @param parameters the simple names of the parameters' types
	 * @return whether it is listed as an inside
	 */
	boolean isInside(String type, String member, List<String> parameters) {
		return this.insides.contains(any(type, member)) || this.insides.contains(exact(type, member, parameters));
	}

	static String any(String type, String member) {
		return type + "#" + member + "(...)";
	}

	static String exact(String type, String member, List<String> parameters) {
		return type + "#" + member + "(" + String.join(", ", parameters) + ")";
	}

}
