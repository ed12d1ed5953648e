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

import org.jspecify.annotations.Nullable;

/**
 * Short cut for keys that are integers or longs, as most are. Reads and writes their
 * texts without creating strings.
 */
final class WholeNumbers {

	/**
	 * Number of digits that surely fit.
	 */
	private static final int DIGITS_OF_INTEGER = 9;

	private static final int DIGITS_OF_LONG = 18;

	private static final int TAG = 2;

	private WholeNumbers() {
	}

	/**
	 * Return the text of a key.
	 * @param key the key
	 * @return its text as bytes, or {@code null} if it must be written another way
	 */
	static byte @Nullable [] write(Object key) {
		if (key instanceof Long number) {
			return write('l', number);
		}
		return (key instanceof Integer number) ? write('i', number) : null;
	}

	private static byte @Nullable [] write(char tag, long number) {
		if (number < 0) {
			return null;
		}
		int length = TAG + 1;
		for (long rest = number / 10; rest > 0; rest /= 10) {
			length++;
		}
		byte[] text = new byte[length];
		text[0] = (byte) tag;
		text[1] = ':';
		long rest = number;
		for (int i = length - 1; i >= TAG; i--) {
			text[i] = (byte) ('0' + rest % 10);
			rest /= 10;
		}
		return text;
	}

	/**
	 * Return the key with a text.
	 * @param text the text as bytes
	 * @return the key, or {@code null} if the text must be read another way, or is not
	 * that of a key; never a key that has another text
	 */
	static @Nullable Object read(byte[] text) {
		if (text.length <= TAG || text[1] != ':' || (text[0] != 'l' && text[0] != 'i')) {
			return null;
		}
		boolean isLong = text[0] == 'l';
		boolean negative = text[TAG] == '-';
		int first = negative ? TAG + 1 : TAG;
		int digits = text.length - first;
		if (digits < 1 || digits > (isLong ? DIGITS_OF_LONG : DIGITS_OF_INTEGER)
				|| (text[first] == '0' && (digits > 1 || negative))) {
			return null;
		}
		long number = 0;
		for (int i = first; i < text.length; i++) {
			int digit = text[i] - '0';
			if (digit < 0 || digit > 9) {
				return null;
			}
			number = 10 * number + digit;
		}
		number = negative ? -number : number;
		return isLong ? (Object) number : (Object) (int) number;
	}

}
