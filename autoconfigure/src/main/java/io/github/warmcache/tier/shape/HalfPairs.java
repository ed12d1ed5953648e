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

package io.github.warmcache.tier.shape;

/**
 * Unpaired surrogates, which UTF-8 cannot encode.
 */
public final class HalfPairs {

	private HalfPairs() {
	}

	/**
	 * Return whether a string has an unpaired surrogate.
	 */
	public static boolean isIn(String string) {
		for (int i = 0; i < string.length(); i++) {
			if (Character.isSurrogate(string.charAt(i))) {
				return string.codePoints().anyMatch(HalfPairs::isSurrogate);
			}
		}
		return false;
	}

	private static boolean isSurrogate(int codePoint) {
		return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
	}

}
