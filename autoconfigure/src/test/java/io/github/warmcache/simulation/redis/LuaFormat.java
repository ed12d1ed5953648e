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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

import org.luaj.vm2.Buffer;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The function {@code string.format}, which writes as C does.
 */
final class LuaFormat {

	private static final LuaString WHOLE = LuaNumbers.string("%.0f");

	private final LuaString format;

	private final Varargs arguments;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private int position;

	private int argument = 1;

	private LuaFormat(LuaString format, Varargs arguments) {
		this.format = format;
		this.arguments = arguments;
	}

	static Varargs format(Varargs arguments) {
		LuaString format = text(arguments, 1);
		if (format.equals(WHOLE)) {
			return LuaNumbers.string(LuaNumbers.fixed(number(arguments, 2), 0));
		}
		return new LuaFormat(format, arguments).run();
	}

	private LuaValue run() {
		while (this.position < this.format.m_length) {
			int c = next();
			if (c != '%') {
				this.out.write(c);
			}
			else if (peek() == '%') {
				this.out.write(next());
			}
			else {
				item();
			}
		}
		return LuaString.valueUsing(this.out.toByteArray());
	}

	private int next() {
		return this.format.luaByte(this.position++);
	}

	private int peek() {
		return (this.position < this.format.m_length) ? this.format.luaByte(this.position) : -1;
	}

	private void item() {
		StringBuilder flags = new StringBuilder();
		while ("-+ #0".indexOf(peek()) >= 0) {
			flags.append((char) next());
		}
		int width = digits();
		int precision = -1;
		if (peek() == '.') {
			next();
			precision = Math.max(0, digits());
		}
		int kind = (this.position < this.format.m_length) ? next() : -1;
		int index = ++this.argument;
		byte[] item = switch (kind) {
			case 'd', 'i' -> bytes(signed(Long.toString(integer(index)), flags));
			case 'u' -> bytes(Long.toUnsignedString(integer(index)));
			case 'x' -> bytes(Long.toHexString(integer(index)));
			case 'X' -> bytes(Long.toHexString(integer(index)).toUpperCase(Locale.ROOT));
			case 'o' -> bytes(Long.toOctalString(integer(index)));
			case 'c' -> new byte[] { (byte) integer(index) };
			case 'f' -> bytes(signed(LuaNumbers.fixed(number(this.arguments, index), orSix(precision)), flags));
			case 'e' -> bytes(signed(LuaNumbers.scientific(number(this.arguments, index), orSix(precision)), flags));
			case 'g' -> bytes(
					signed(LuaNumbers.general(number(this.arguments, index), orSix(precision), flags.indexOf("#") >= 0),
							flags));
			case 's' -> cut(Server.bytes(LuaLibraries.text(this.arguments.checkvalue(index))), precision);
			case 'q' -> quoted(text(this.arguments, index));
			default -> throw new LuaError("invalid option '%" + (char) kind + "' to 'format'");
		};
		boolean zeros = flags.indexOf("0") >= 0 && flags.indexOf("-") < 0 && kind != 's' && kind != 'c';
		pad(item, width, flags.indexOf("-") >= 0, zeros);
	}

	private int digits() {
		int number = -1;
		while (peek() >= '0' && peek() <= '9') {
			number = 10 * Math.max(0, number) + next() - '0';
		}
		return number;
	}

	private static int orSix(int precision) {
		return (precision < 0) ? 6 : precision;
	}

	private long integer(int index) {
		return (long) number(this.arguments, index);
	}

	private static double number(Varargs arguments, int index) {
		LuaValue value = arguments.checkvalue(index);
		if (value instanceof LuaString text) {
			Double number = LuaNumbers.luaNumber(text);
			if (number != null) {
				return number;
			}
		}
		return value.checkdouble();
	}

	private static LuaString text(Varargs arguments, int index) {
		LuaValue value = arguments.checkvalue(index);
		if (!value.isstring()) {
			throw new LuaError("bad argument #" + index + ": string expected, got " + value.typename());
		}
		return LuaLibraries.text(value);
	}

	private static String signed(String number, StringBuilder flags) {
		if (number.startsWith("-")) {
			return number;
		}
		return (flags.indexOf("+") >= 0) ? "+" + number : (flags.indexOf(" ") >= 0) ? " " + number : number;
	}

	private void pad(byte[] item, int width, boolean left, boolean zeros) {
		int missing = Math.max(0, width - item.length);
		int sign = 0;
		if (zeros && item.length > 0 && (item[0] == '-' || item[0] == '+' || item[0] == ' ')) {
			this.out.write(item[0]);
			sign = 1;
		}
		if (!left) {
			repeat(zeros ? '0' : ' ', missing);
		}
		this.out.write(item, sign, item.length - sign);
		if (left) {
			repeat(' ', missing);
		}
	}

	private void repeat(char c, int times) {
		for (int i = 0; i < times; i++) {
			this.out.write(c);
		}
	}

	private static byte[] cut(byte[] bytes, int length) {
		return (length < 0 || length >= bytes.length) ? bytes : Arrays.copyOf(bytes, length);
	}

	private static byte[] quoted(LuaString text) {
		Buffer buffer = new Buffer();
		buffer.append((byte) '"');
		for (int i = 0; i < text.m_length; i++) {
			int c = text.luaByte(i);
			switch (c) {
				case '"', '\\', '\n' -> buffer.append((byte) '\\').append((byte) c);
				case '\r' -> buffer.append("\\r");
				case 0 -> buffer.append("\\000");
				default -> buffer.append((byte) c);
			}
		}
		buffer.append((byte) '"');
		return Server.bytes(buffer.tostring().checkstring());
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
