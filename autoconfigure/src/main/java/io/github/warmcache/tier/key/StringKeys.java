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

package io.github.warmcache.tier.key;

import java.util.Locale;

import io.github.warmcache.tier.shape.HalfPairs;

/**
 * Texts of strings. In UTF-8, strings with different unpaired surrogates would become the
 * same key, so their UTF-16 units are written instead.
 */
final class StringKeys {

	private StringKeys() {
	}

	static String write(String string) {
		if (!HalfPairs.isIn(string)) {
			return "s:" + string;
		}
		StringBuilder text = new StringBuilder("x:");
		string.chars().forEach((unit) -> text.append(String.format(Locale.ROOT, "%04x", unit)));
		return text.toString();
	}

	/**
	 * Return the string that is written as its UTF-16 units.
	 * @throws RuntimeException if the text is not that of such a string
	 */
	static String readUnits(String text) {
		StringBuilder string = new StringBuilder();
		for (int i = 0; i < text.length(); i += 4) {
			string.append((char) Integer.parseInt(text.substring(i, i + 4), 16));
		}
		return string.toString();
	}

}
