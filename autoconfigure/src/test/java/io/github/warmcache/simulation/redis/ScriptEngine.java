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

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.VarArgFunction;

/**
 * Runs scripts on a server. Not thread-safe.
 */
final class ScriptEngine {

	private static final LuaString KEYS = LuaNumbers.string("KEYS");

	private static final LuaString ARGV = LuaNumbers.string("ARGV");

	private static final LuaString REDIS = LuaNumbers.string("redis");

	private static final LuaValue SHA1 = LuaLibraries
		.function((arguments) -> LuaLibraries.sha1(LuaLibraries.text(arguments.checkvalue(1))));

	private static final LuaValue ERROR_REPLY = LuaLibraries
		.function((arguments) -> ScriptError.table(arguments.checkstring(1).tojstring()));

	private static final LuaValue STATUS_REPLY = LuaLibraries
		.function((arguments) -> Server.status(arguments.checkstring(1).tojstring()));

	private static final LuaValue NOTHING = LuaLibraries.function((arguments) -> LuaValue.NONE);

	private static final LuaValue YES = LuaLibraries.function((arguments) -> LuaValue.TRUE);

	private final Server server;

	private final Environment environment = new Environment();

	private final Map<CompiledScript, LuaFunction> functions = new IdentityHashMap<>();

	ScriptEngine(Server server) {
		this.server = server;
		LuaTable redis = new LuaTable(0, 16);
		redis.rawset("call", new Call(true));
		redis.rawset("pcall", new Call(false));
		redis.rawset("sha1hex", SHA1);
		redis.rawset("error_reply", ERROR_REPLY);
		redis.rawset("status_reply", STATUS_REPLY);
		redis.rawset("log", NOTHING);
		redis.rawset("set_repl", NOTHING);
		redis.rawset("replicate_commands", YES);
		redis.rawset("LOG_DEBUG", LuaValue.valueOf(0));
		redis.rawset("LOG_VERBOSE", LuaValue.valueOf(1));
		redis.rawset("LOG_NOTICE", LuaValue.valueOf(2));
		redis.rawset("LOG_WARNING", LuaValue.valueOf(3));
		this.environment.rawset(REDIS, redis);
	}

	/**
	 * Run a script.
	 * @return its reply: a byte array, a {@link Long}, a list of replies, {@code null},
	 * or inside of a list an error
	 * @throws CommandError if it fails
	 */
	@Nullable Object run(CompiledScript script, byte[][] keysAndArguments, int keys) {
		this.server.begin();
		this.environment.rawset(KEYS, table(keysAndArguments, 0, keys));
		this.environment.rawset(ARGV, table(keysAndArguments, keys, keysAndArguments.length));
		LuaValue result;
		try {
			result = this.functions.computeIfAbsent(script, (compiled) -> compiled.function(this.environment))
				.invoke(LuaValue.NONE)
				.arg1();
		}
		catch (LuaError ex) {
			throw error(ex);
		}
		Object reply = reply(result);
		if (reply instanceof CommandError error) {
			throw error;
		}
		return reply;
	}

	private static LuaTable table(byte[][] values, int from, int to) {
		LuaTable table = new LuaTable(to - from, 0);
		for (int i = from; i < to; i++) {
			table.rawset(i - from + 1, LuaString.valueUsing(values[i]));
		}
		return table;
	}

	private static CommandError error(LuaError ex) {
		LuaValue object = ex.getMessageObject();
		LuaValue message = (object instanceof LuaTable table) ? table.rawget(Words.ERROR_FIELD) : LuaValue.NIL;
		if (message.isstring()) {
			return new CommandError(message.tojstring());
		}
		return new CommandError("ERR Error running script: " + ex.getMessage());
	}

	static @Nullable Object reply(LuaValue value) {
		if (value instanceof LuaString text) {
			return Server.bytes(text);
		}
		if (value instanceof LuaNumber number) {
			return (long) number.todouble();
		}
		if (value instanceof LuaBoolean) {
			return value.toboolean() ? (Object) 1L : null;
		}
		if (!(value instanceof LuaTable table)) {
			return null;
		}
		LuaValue error = table.rawget(Words.ERROR_FIELD);
		if (error.isstring()) {
			return new CommandError(error.tojstring());
		}
		LuaValue status = table.rawget(Words.OK_FIELD);
		if (status instanceof LuaString text) {
			return Server.bytes(text);
		}
		List<@Nullable Object> replies = new ArrayList<>();
		for (int i = 1;; i++) {
			LuaValue element = table.rawget(i);
			if (element.isnil()) {
				return replies;
			}
			replies.add(reply(element));
		}
	}

	/**
	 * The functions {@code redis.call} and {@code redis.pcall}.
	 */
	private final class Call extends VarArgFunction {

		private final boolean raises;

		Call(boolean raises) {
			this.raises = raises;
		}

		@Override
		public Varargs invoke(Varargs arguments) {
			try {
				LuaString[] words = new LuaString[arguments.narg()];
				for (int i = 0; i < words.length; i++) {
					words[i] = word(arguments.arg(i + 1));
				}
				if (words.length == 0) {
					throw new CommandError("ERR Please specify at least one argument for redis.call()");
				}
				return ScriptEngine.this.server.execute(words);
			}
			catch (CommandError ex) {
				if (this.raises) {
					throw new ScriptError(ex);
				}
				return ScriptError.table(ex.text());
			}
		}

		private static LuaString word(LuaValue value) {
			if (value instanceof LuaString text) {
				return text;
			}
			if (value instanceof LuaNumber number) {
				return LuaNumbers.general(number.todouble());
			}
			throw new CommandError("ERR Lua redis() command arguments must be strings or integers");
		}

	}

	/**
	 * The globals of a script, which it can read but not add to.
	 */
	private static final class Environment extends LuaTable {

		@Override
		public LuaValue get(LuaValue key) {
			LuaValue value = rawget(key);
			if (value.isnil()) {
				value = LuaLibraries.global(key);
				if (value.isnil()) {
					throw new LuaError(
							"Script attempted to access nonexistent global variable '" + key.tojstring() + "'");
				}
			}
			return value;
		}

		@Override
		public void set(LuaValue key, LuaValue value) {
			throw new LuaError("Script attempted to create global variable '" + key.tojstring() + "'");
		}

	}

}
