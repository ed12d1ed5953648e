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

import java.util.Locale;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * The words of a command, as its arguments are read.
 */
final class Words {

	static final LuaString OK_FIELD = LuaNumbers.string("ok");

	static final LuaString ERROR_FIELD = LuaNumbers.string("err");

	private Words() {
	}

	/**
	 * Return a word that is an option, in upper case.
	 */
	static String option(LuaString word) {
		return word.tojstring().toUpperCase(Locale.ROOT);
	}

	/**
	 * Read a whole number.
	 * @throws CommandError if it is none
	 */
	static long integer(LuaString word) {
		Long number = LuaNumbers.integer(word);
		if (number == null) {
			throw CommandError.notAnInteger();
		}
		return number;
	}

	/**
	 * Read a number.
	 * @throws CommandError if it is none
	 */
	static double number(LuaString word) {
		return number(word, "ERR value is not a valid float");
	}

	static double number(LuaString word, String error) {
		Double number = LuaNumbers.number(word);
		if (number == null || number.isNaN()) {
			throw new CommandError(error);
		}
		return number;
	}

	/**
	 * Add without running over.
	 * @throws CommandError if the sum is too large
	 */
	static long add(long left, long right) {
		try {
			return Math.addExact(left, right);
		}
		catch (ArithmeticException ex) {
			throw new CommandError("ERR increment or decrement would overflow");
		}
	}

	/**
	 * Return a whole number as scripts see it.
	 */
	static LuaValue number(long number) {
		return (number == (int) number) ? LuaValue.valueOf((int) number) : LuaValue.valueOf((double) number);
	}

	static LuaValue nullable(LuaString text) {
		return (text != null) ? text : LuaValue.FALSE;
	}

	/**
	 * Cut a range, whose ends may count from the end, to what there is.
	 * @return the first and the one after the last, which are equal if there is nothing
	 */
	static int[] range(LuaString start, LuaString stop, int size) {
		long first = integer(start);
		long last = integer(stop);
		first = Math.max(0, (first < 0) ? first + size : first);
		last = Math.min((last < 0) ? last + size : last, size - 1L);
		return (first > last) ? new int[] { 0, 0 } : new int[] { (int) first, (int) last + 1 };
	}

}
