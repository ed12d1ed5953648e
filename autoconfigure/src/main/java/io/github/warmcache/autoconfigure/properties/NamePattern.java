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

package io.github.warmcache.autoconfigure.properties;

import java.util.Arrays;
import java.util.List;

/**
 * Pattern of cache names in which {@code *} stands for any characters, or none.
 *
 * @param text the pattern
 */
record NamePattern(String text) {

	private static final char ANY = '*';

	/**
	 * Return whether a configured name is a pattern.
	 */
	static boolean isPattern(String name) {
		return name.indexOf(ANY) >= 0;
	}

	/**
	 * Return the number of literal characters, which are those other than {@code *}.
	 */
	int literals() {
		return (int) this.text.chars().filter((character) -> character != ANY).count();
	}

	/**
	 * Return whether a name matches.
	 */
	boolean matches(String name) {
		List<String> parts = Arrays.asList(this.text.split("\\*", -1));
		String first = parts.get(0);
		String last = parts.get(parts.size() - 1);
		if (name.length() < first.length() + last.length() || !name.startsWith(first) || !name.endsWith(last)) {
			return false;
		}
		// Taking the leftmost match of each part leaves the most room for the parts that
		// follow.
		int from = first.length();
		int end = name.length() - last.length();
		for (String part : parts.subList(1, parts.size() - 1)) {
			int found = name.indexOf(part, from);
			if (found < 0 || found + part.length() > end) {
				return false;
			}
			from = found + part.length();
		}
		return true;
	}

	/**
	 * Return whether some name matches both patterns.
	 */
	boolean overlaps(NamePattern other) {
		// common[i][j]: whether some name matches both this pattern from i and the other
		// pattern from j.
		boolean[][] common = new boolean[this.text.length() + 1][other.text.length() + 1];
		for (int i = this.text.length(); i >= 0; i--) {
			for (int j = other.text.length(); j >= 0; j--) {
				common[i][j] = common(common, i, j, other);
			}
		}
		return common[0][0];
	}

	private boolean common(boolean[][] common, int i, int j, NamePattern other) {
		boolean ended = i == this.text.length();
		boolean otherEnded = j == other.text.length();
		if (!ended && this.text.charAt(i) == ANY) {
			return common[i + 1][j] || (!otherEnded && common[i][j + 1]);
		}
		if (!otherEnded && other.text.charAt(j) == ANY) {
			return common[i][j + 1] || (!ended && common[i + 1][j]);
		}
		if (ended || otherEnded) {
			return ended && otherEnded;
		}
		return this.text.charAt(i) == other.text.charAt(j) && common[i + 1][j + 1];
	}

}
