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

package io.github.warmcache.simulation.redis;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;

/**
 * Numbers read and written as C does, to the last digit.
 */
final class LuaNumbers {

	/**
	 * Up to here each whole number has a double of its own.
	 */
	private static final double EXACT = 1L << 53;

	private LuaNumbers() {
	}

	static LuaString string(long number) {
		return string(Long.toString(number));
	}

	static LuaString string(String text) {
		return LuaString.valueUsing(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Write as {@code %.17g} does, which is how numbers reach commands.
	 */
	static LuaString general(double number) {
		return string(general(number, 17, false));
	}

	/**
	 * Write as {@code %.{precision}f} does.
	 */
	static String fixed(double number, int precision) {
		if (precision == 0 && number == (long) number && Math.abs(number) < EXACT && (number != 0 || isPlus(number))) {
			return Long.toString((long) number);
		}
		if (Double.isNaN(number) || Double.isInfinite(number)) {
			return special(number);
		}
		String text = new BigDecimal(Math.abs(number)).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
		return isPlus(number) ? text : "-" + text;
	}

	/**
	 * Write as {@code %.{precision}e} does.
	 */
	static String scientific(double number, int precision) {
		if (Double.isNaN(number) || Double.isInfinite(number)) {
			return special(number);
		}
		String sign = isPlus(number) ? "" : "-";
		BigDecimal rounded = new BigDecimal(Math.abs(number))
			.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
		int exponent = (rounded.signum() == 0) ? 0 : rounded.precision() - rounded.scale() - 1;
		String digits = rounded.unscaledValue().toString();
		StringBuilder text = new StringBuilder(sign).append(digits.charAt(0));
		if (precision > 0) {
			String rest = digits.substring(1);
			text.append('.').append(rest).append("0".repeat(precision - rest.length()));
		}
		return text.append('e')
			.append((exponent < 0) ? '-' : '+')
			.append(String.format(Locale.ROOT, "%02d", Math.abs(exponent)))
			.toString();
	}

	/**
	 * Write as {@code %.{precision}g} does.
	 * @param zeros whether zeros at the end stay
	 */
	static String general(double number, int precision, boolean zeros) {
		if (!zeros && precision >= 15 && number == (long) number && Math.abs(number) < 1e15 && isPlus(number)) {
			return Long.toString((long) number);
		}
		if (Double.isNaN(number) || Double.isInfinite(number)) {
			return special(number);
		}
		int digits = Math.max(1, precision);
		String scientific = scientific(number, digits - 1);
		int e = scientific.indexOf('e');
		int exponent = Integer.parseInt(scientific.substring(e + 1));
		if (exponent < -4 || exponent >= digits) {
			return (zeros ? scientific.substring(0, e) : trimmed(scientific.substring(0, e))) + scientific.substring(e);
		}
		String fixed = fixed(number, digits - 1 - exponent);
		return zeros ? fixed : trimmed(fixed);
	}

	private static String trimmed(String text) {
		if (text.indexOf('.') < 0) {
			return text;
		}
		int end = text.length();
		while (text.charAt(end - 1) == '0') {
			end--;
		}
		return text.substring(0, (text.charAt(end - 1) == '.') ? end - 1 : end);
	}

	private static boolean isPlus(double number) {
		return number > 0 || Double.doubleToRawLongBits(number) == 0;
	}

	private static String special(double number) {
		if (Double.isNaN(number)) {
			return (Double.doubleToRawLongBits(number) < 0) ? "-nan" : "nan";
		}
		return (number < 0) ? "-inf" : "inf";
	}

	/**
	 * Read a whole number as Redis does: as it would be written, and nothing else.
	 * @return the number, or {@code null} if it is none
	 */
	static @Nullable Long integer(LuaString text) {
		int length = text.m_length;
		if (length == 0 || length > 20) {
			return null;
		}
		String read = text.tojstring();
		try {
			long number = Long.parseLong(read);
			return Long.toString(number).equals(read) ? (Long) number : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * Read a number as {@code strtod} does if all of the text is one.
	 * @return the number, or {@code null} if it is none
	 */
	static @Nullable Double number(LuaString text) {
		return number(latin(text));
	}

	/**
	 * Read a number as Lua does: with white space around it, and only up to a zero byte.
	 */
	static @Nullable Double luaNumber(LuaString text) {
		int length = text.m_length;
		if (length > 0 && length <= 15) {
			long number = 0;
			int i = 0;
			for (; i < length && text.m_bytes[text.m_offset + i] >= '0'
					&& text.m_bytes[text.m_offset + i] <= '9'; i++) {
				number = 10 * number + text.m_bytes[text.m_offset + i] - '0';
			}
			if (i == length) {
				return (double) number;
			}
		}
		String whole = latin(text);
		int zero = whole.indexOf('\0');
		String read = (zero < 0) ? whole : whole.substring(0, zero);
		int end = read.length();
		while (end > 0 && isSpace(read.charAt(end - 1))) {
			end--;
		}
		int begin = 0;
		while (begin < end && isSpace(read.charAt(begin))) {
			begin++;
		}
		return number(read.substring(begin, end));
	}

	/**
	 * Read a whole number to a base as {@code strtoul} does.
	 */
	static @Nullable Double luaNumber(LuaString text, int base) {
		if (base == 10) {
			return luaNumber(text);
		}
		String read = latin(text).strip().toLowerCase(Locale.ROOT);
		boolean minus = read.startsWith("-");
		String digits = (minus || read.startsWith("+")) ? read.substring(1) : read;
		if (base == 16 && digits.startsWith("0x")) {
			digits = digits.substring(2);
		}
		if (digits.isEmpty() || digits.chars().anyMatch((c) -> Character.digit(c, base) < 0)) {
			return null;
		}
		double number = Double.parseDouble(new BigInteger(digits, base).toString());
		return minus ? Math.pow(2, 64) - number : number;
	}

	private static @Nullable Double number(String text) {
		int start = (text.startsWith("-") || text.startsWith("+")) ? 1 : 0;
		String unsigned = text.substring(start).toLowerCase(Locale.ROOT);
		double sign = text.startsWith("-") ? -1 : 1;
		if (unsigned.equals("inf") || unsigned.equals("infinity")) {
			return sign * Double.POSITIVE_INFINITY;
		}
		if (unsigned.equals("nan")) {
			return Double.NaN;
		}
		if (unsigned.startsWith("0x")) {
			return hexadecimal(unsigned, sign);
		}
		boolean digit = false;
		for (int i = 0; i < unsigned.length(); i++) {
			char c = unsigned.charAt(i);
			digit |= c >= '0' && c <= '9';
			if ((c < '0' || c > '9') && c != '.' && c != '+' && c != '-' && (c != 'e' || !digit)) {
				return null;
			}
		}
		try {
			return digit ? (Double) (sign * Double.parseDouble(unsigned)) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static @Nullable Double hexadecimal(String unsigned, double sign) {
		try {
			return sign * Double.parseDouble((unsigned.indexOf('p') < 0) ? unsigned + "p0" : unsigned);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static boolean isSpace(char c) {
		return c == ' ' || c >= '\t' && c <= '\r';
	}

	private static String latin(LuaString text) {
		return new String(text.m_bytes, text.m_offset, text.m_length, StandardCharsets.ISO_8859_1);
	}

}
