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

package io.github.warmcache.documentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Code on a page, in a fence that says its language.
 *
 * @param line the line of the fence, from 1
 * @param language the language, such as {@code java}
 * @param name what the comment above the fence says that it is taken from: a file, and a
 * region of it after a {@code #}; {@code null} if there is no such comment
 * @param text the code
 */
record Snippet(int line, String language, @Nullable String name, String text) {

	private static final Pattern NAME = Pattern.compile("<!-- snippet: (\\S+) -->");

	private static final Pattern FENCE = Pattern.compile("```(\\w+)");

	private static final Pattern MARK = Pattern.compile("\\s*(?://|#) (tag|end)::(\\S+)\\[]");

	/**
	 * Return the snippets of a page.
	 * @param lines the lines of the page
	 * @return its snippets, in order
	 */
	static List<Snippet> of(List<String> lines) {
		List<Snippet> snippets = new ArrayList<>();
		for (int i = 0; i < lines.size(); i++) {
			Matcher fence = FENCE.matcher(lines.get(i));
			if (!fence.matches()) {
				continue;
			}
			Matcher name = NAME.matcher((i > 0) ? lines.get(i - 1) : "");
			int begin = i + 1;
			i = begin + lines.subList(begin, lines.size()).indexOf("```");
			snippets.add(new Snippet(begin, fence.group(1), name.matches() ? name.group(1) : null,
					String.join("\n", lines.subList(begin, i))));
		}
		return snippets;
	}

	/**
	 * Return the names of the regions that a file marks.
	 * @param lines the lines of the file
	 * @return the names, in order
	 */
	static List<String> regions(List<String> lines) {
		return lines.stream()
			.map(MARK::matcher)
			.filter((mark) -> mark.matches() && mark.group(1).equals("tag"))
			.map((mark) -> mark.group(2))
			.toList();
	}

	/**
	 * Return a region of a file as it is shown on pages: without the marks of any region,
	 * without what indents all of it, and with four blanks for a tab.
	 * @param lines the lines of the file
	 * @param region the name of the region, or {@code null} for the whole file
	 * @return the code
	 */
	static String cut(List<String> lines, @Nullable String region) {
		List<String> cut = new ArrayList<>();
		boolean inside = region == null;
		for (String line : lines) {
			Matcher mark = MARK.matcher(line);
			if (!mark.matches()) {
				if (inside) {
					cut.add(line.replace("\t", "    "));
				}
			}
			else if (mark.group(2).equals(region)) {
				inside = mark.group(1).equals("tag");
			}
		}
		return String.join("\n", cut).stripIndent().strip();
	}

	boolean isCode() {
		return this.language.equals("java") || this.language.equals("yaml");
	}

	String file() {
		return Objects.requireNonNull(this.name).replaceFirst("#.*", "");
	}

	@Nullable String region() {
		int hash = Objects.requireNonNull(this.name).indexOf('#');
		return (hash >= 0) ? this.name.substring(hash + 1) : null;
	}

}
