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

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.StringLib;
import org.luaj.vm2.lib.TableLib;
import org.luaj.vm2.lib.VarArgFunction;
import org.luaj.vm2.lib.jse.JseMathLib;

/**
 * What every script finds, as in Lua 5.1 where LuaJ, which is 5.2, differs. Shared by all
 * servers, because no script can change it.
 */
final class LuaLibraries {

	/**
	 * As many results as {@code unpack} has room for.
	 */
	private static final int MOST_RESULTS = 7999;

	private static final LuaTable SHARED = load();

	private LuaLibraries() {
	}

	/**
	 * Return a global that scripts have.
	 * @return the value, nil if there is none
	 */
	static LuaValue global(LuaValue name) {
		return SHARED.rawget(name);
	}

	private static LuaTable load() {
		Globals globals = new Globals();
		globals.load(new BaseLib());
		globals.load(new PackageLib());
		globals.load(new TableLib());
		globals.load(new StringLib());
		globals.load(new JseMathLib());
		LuaC.install(globals);
		LuaTable shared = new LuaTable();
		for (String name : List.of("assert", "error", "getmetatable", "ipairs", "next", "pairs", "pcall", "rawequal",
				"rawget", "rawset", "select", "setmetatable", "type", "xpcall")) {
			shared.rawset(name, globals.rawget(name));
		}
		shared.rawset("tonumber", function(LuaLibraries::toNumber));
		shared.rawset("tostring", function((arguments) -> text(arguments.checkvalue(1))));
		shared.rawset("unpack", function(LuaLibraries::unpack));
		LuaTable string = globals.rawget("string").checktable();
		// This one writes numbers as Java does.
		string.rawset("format", function(LuaFormat::format));
		shared.rawset("string", fixed(string));
		LuaString.s_metatable = LuaValue.tableOf(new LuaValue[] { LuaValue.INDEX, shared.rawget("string") });
		LuaTable table = globals.rawget("table").checktable();
		table.rawset("unpack", LuaValue.NIL);
		table.rawset("pack", LuaValue.NIL);
		table.rawset("getn", function((arguments) -> LuaValue.valueOf(arguments.checktable(1).length())));
		shared.rawset("table", fixed(table));
		LuaTable math = globals.rawget("math").checktable();
		math.rawset("max", function((arguments) -> extreme(arguments, 1)));
		math.rawset("min", function((arguments) -> extreme(arguments, -1)));
		shared.rawset("math", fixed(math));
		return shared;
	}

	static LuaValue function(Function function) {
		return new VarArgFunction() {

			@Override
			public Varargs invoke(Varargs arguments) {
				return function.apply(arguments);
			}

		};
	}

	private static Varargs toNumber(Varargs arguments) {
		LuaValue value = arguments.checkvalue(1);
		int base = arguments.optint(2, 10);
		if (value instanceof LuaNumber && base == 10) {
			return value;
		}
		Double number = null;
		if (value instanceof LuaString text) {
			number = (base == 10) ? LuaNumbers.luaNumber(text) : LuaNumbers.luaNumber(text, base);
		}
		return (number != null) ? LuaValue.valueOf(number) : LuaValue.NIL;
	}

	/**
	 * Return a value as text, numbers as Lua 5.1 writes them.
	 */
	static LuaString text(LuaValue value) {
		if (value instanceof LuaString text) {
			return text;
		}
		if (value instanceof LuaNumber number) {
			return LuaNumbers.string(LuaNumbers.general(number.todouble(), 14, false));
		}
		return LuaValue.valueOf(value.tojstring());
	}

	/**
	 * Return the largest number, or the smallest one. What is no number is neither, where
	 * Java says that it is both.
	 */
	private static Varargs extreme(Varargs arguments, int sign) {
		double extreme = arguments.checkdouble(1);
		for (int i = 2; i <= arguments.narg(); i++) {
			double number = arguments.checkdouble(i);
			if (sign * number > sign * extreme) {
				extreme = number;
			}
		}
		return LuaValue.valueOf(extreme);
	}

	private static Varargs unpack(Varargs arguments) {
		LuaTable table = arguments.checktable(1);
		int first = arguments.optint(2, 1);
		int last = arguments.isnoneornil(3) ? table.length() : arguments.checkint(3);
		if (last - first >= MOST_RESULTS) {
			throw new LuaError("too many results to unpack");
		}
		LuaValue[] values = new LuaValue[Math.max(0, last - first + 1)];
		for (int i = 0; i < values.length; i++) {
			values[i] = table.get(first + i);
		}
		return LuaValue.varargsOf(values);
	}

	static LuaValue sha1(LuaString text) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-1");
			digest.update(text.m_bytes, text.m_offset, text.m_length);
			return LuaValue.valueOf(HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static LuaTable fixed(LuaTable library) {
		FixedTable fixed = new FixedTable();
		for (LuaValue name : library.keys()) {
			fixed.rawset(name, library.rawget(name));
		}
		return fixed;
	}

	/**
	 * A function that is called with any arguments.
	 */
	interface Function {

		Varargs apply(Varargs arguments);

	}

	/**
	 * A table that scripts cannot change.
	 */
	private static final class FixedTable extends LuaTable {

		@Override
		public void set(LuaValue key, LuaValue value) {
			throw new LuaError("Attempt to modify a readonly table");
		}

		@Override
		public void set(int key, LuaValue value) {
			throw new LuaError("Attempt to modify a readonly table");
		}

	}

}
