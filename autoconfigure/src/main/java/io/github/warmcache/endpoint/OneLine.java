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

package io.github.warmcache.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * Texts of others as parts of one line of the log.
 */
final class OneLine {

	static final int LONGEST = 100;

	private OneLine() {
	}

	/**
	 * Return a text without what could end the line, hide a part of it or fill the log.
	 */
	static String of(@Nullable String text) {
		if (text == null) {
			return "";
		}
		StringBuilder line = new StringBuilder();
		text.codePoints().limit(LONGEST).forEach((it) -> line.appendCodePoint(isPlain(it) ? it : '?'));
		return (text.codePointCount(0, text.length()) <= LONGEST) ? line.toString() : line + "...";
	}

	private static boolean isPlain(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				false;
			default -> true;
		};
	}

}
