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

package io.github.warmcache.operation;

import java.util.regex.Pattern;

/**
 * Texts that an operator may type for keys that are no strings: numbers, UUIDs, dates,
 * times, durations and truth values.
 */
final class OtherTypes {

	private static final Pattern NUMBER = Pattern
		.compile("[+-]?(0[xX][0-9a-fA-F]+|(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[lLdDfF]?");

	private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

	private static final Pattern DATE_OR_TIME = Pattern
		.compile("([+-]?\\d{4,9}-\\d{2}(-\\d{2}(T.*)?)?|--\\d{2}-\\d{2}|\\d{2}:\\d{2}.*)");

	private static final Pattern AMOUNT_OF_TIME = Pattern
		.compile("[+-]?[Pp]([+-]?\\d+[YyMmWwDd])*([Tt]([+-]?[\\d.]+[HhMmSs])+)?");

	private OtherTypes() {
	}

	/**
	 * Return whether a text may stand for a key that is no string.
	 */
	static boolean mayBe(String text) {
		return NUMBER.matcher(text).matches() || UUID.matcher(text).matches() || DATE_OR_TIME.matcher(text).matches()
				|| (text.length() > 1 && AMOUNT_OF_TIME.matcher(text).matches()) || "true".equalsIgnoreCase(text)
				|| "false".equalsIgnoreCase(text);
	}

}
