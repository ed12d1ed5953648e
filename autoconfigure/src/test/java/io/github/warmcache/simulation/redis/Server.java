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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * A server without its scripts. Not thread-safe.
 */
final class Server {

	private static final Map<String, Command> COMMANDS = commands();

	private static final Map<LuaString, Command> BY_NAME = byName();

	private final LongSupplier clock;

	private final SplittableRandom random;

	private final Keyspace keys = new Keyspace();

	private final List<SimulatedRedis.Listener> listeners = new ArrayList<>();

	private final Set<String> denied = new HashSet<>();

	private final Map<LuaString, Command> replaced = new HashMap<>();

	private String run;

	private boolean full;

	private boolean readOnly;

	/**
	 * Whether the script that runs has written: then a full server lets it go on.
	 */
	private boolean written;

	Server(LongSupplier clock, long seed) {
		this.clock = clock;
		this.random = new SplittableRandom(seed);
		this.run = newRun();
	}

	private static Map<String, Command> commands() {
		Map<String, Command> commands = new HashMap<>();
		List<List<Command>> groups = List.of(StringCommands.ALL, KeyCommands.ALL, HashCommands.ALL,
				SortedSetCommands.ALL, OtherCommands.ALL);
		groups.forEach((group) -> group.forEach((command) -> commands.put(command.name(), command)));
		return Map.copyOf(commands);
	}

	private static Map<LuaString, Command> byName() {
		Map<LuaString, Command> names = new HashMap<>();
		COMMANDS.values().forEach((command) -> {
			names.put(LuaNumbers.string(command.name()), command);
			names.put(LuaNumbers.string(command.name().toUpperCase(Locale.ROOT)), command);
		});
		return Map.copyOf(names);
	}

	private String newRun() {
		StringBuilder id = new StringBuilder(40);
		for (int i = 0; i < 40; i++) {
			id.append(Character.forDigit(this.random.nextInt(16), 16));
		}
		return id.toString();
	}

	/**
	 * Begin a command or a script: time stands still until the next one.
	 */
	Server begin() {
		this.keys.at(this.clock.getAsLong());
		this.written = false;
		return this;
	}

	/**
	 * Run a command.
	 * @throws CommandError if the reply is an error
	 */
	LuaValue execute(LuaString[] words) {
		Command command = find(words[0]);
		if (!command.fits(words.length)) {
			throw new CommandError("ERR Wrong number of args calling Redis command From Lua script");
		}
		if (!this.denied.isEmpty() && this.denied.contains(command.name())) {
			throw new CommandError("NOPERM this user has no permissions to run the '" + command.name() + "' command");
		}
		if (this.readOnly && command.kind() != Command.Kind.READ) {
			throw new CommandError("READONLY You can't write against a read only replica.");
		}
		if (this.full && !this.written && command.kind() == Command.Kind.GROW) {
			throw new CommandError("OOM command not allowed when used memory > 'maxmemory'.");
		}
		this.written |= command.kind() != Command.Kind.READ;
		return command.action().run(this, words);
	}

	private Command find(LuaString name) {
		Command command = this.replaced.isEmpty() ? null : this.replaced.get(name);
		if (command == null) {
			command = BY_NAME.get(name);
		}
		if (command == null) {
			command = COMMANDS.get(name.tojstring().toLowerCase(Locale.ROOT));
		}
		if (command == null) {
			// Not an error that a script could take for that of a real server.
			throw new AssertionError("The simulated Redis does not know the command " + name.tojstring());
		}
		return command;
	}

	/**
	 * Have a command do something else than it does.
	 */
	void replace(String name, Command.Action action) {
		Command command = COMMANDS.get(name);
		this.replaced.put(LuaNumbers.string(name.toUpperCase(Locale.ROOT)),
				new Command(name, command.arity(), command.kind(), action));
	}

	Keyspace keys() {
		return this.keys;
	}

	LongSupplier clock() {
		return this.clock;
	}

	String run() {
		return this.run;
	}

	void restart() {
		this.run = newRun();
	}

	void deny(String command, boolean refused) {
		if (refused) {
			this.denied.add(command.toLowerCase(Locale.ROOT));
		}
		else {
			this.denied.remove(command.toLowerCase(Locale.ROOT));
		}
	}

	void fill(boolean full) {
		this.full = full;
	}

	void refuseWrites() {
		this.readOnly = true;
	}

	void listen(SimulatedRedis.Listener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Publish a message.
	 * @return how many hear it
	 */
	int publish(LuaString channel, LuaString message) {
		for (SimulatedRedis.Listener listener : this.listeners) {
			listener.published(bytes(channel), bytes(message));
		}
		return this.listeners.size();
	}

	static byte[] bytes(LuaString text) {
		byte[] bytes = new byte[text.m_length];
		System.arraycopy(text.m_bytes, text.m_offset, bytes, 0, bytes.length);
		return bytes;
	}

	static LuaTable list(List<? extends LuaValue> values) {
		return LuaValue.listOf(values.toArray(LuaValue[]::new));
	}

	static LuaTable status(String text) {
		LuaTable status = new LuaTable();
		status.rawset(Words.OK_FIELD, LuaNumbers.string(text));
		return status;
	}

	static LuaValue flag(boolean value) {
		return value ? LuaValue.ONE : LuaValue.ZERO;
	}

}
