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

import java.util.List;

import io.github.warmcache.simulation.redis.Command.Kind;
import io.github.warmcache.simulation.redis.Keyspace.Entry;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * The commands of strings.
 */
final class StringCommands {

	static final List<Command> ALL = List.of(new Command("get", 2, Kind.READ, StringCommands::get),
			new Command("set", -3, Kind.GROW, StringCommands::set),
			new Command("setnx", 3, Kind.GROW, StringCommands::setIfAbsent),
			new Command("mget", -2, Kind.READ, StringCommands::getMany),
			new Command("strlen", 2, Kind.READ, StringCommands::length),
			new Command("getrange", 4, Kind.READ, StringCommands::getRange),
			new Command("append", 3, Kind.GROW, StringCommands::append),
			new Command("incr", 2, Kind.GROW, (server, a) -> increment(server, a[1], 1)),
			new Command("decr", 2, Kind.GROW, (server, a) -> increment(server, a[1], -1)),
			new Command("incrby", 3, Kind.GROW, (server, a) -> increment(server, a[1], Words.integer(a[2]))));

	private StringCommands() {
	}

	private static LuaValue get(Server server, LuaString[] a) {
		return Words.nullable(server.keys().find(a[1], LuaString.class));
	}

	private static LuaValue set(Server server, LuaString[] a) {
		SetOptions options = new SetOptions(server.keys().now());
		for (int i = 3; i < a.length; i++) {
			i += options.read(a, i);
		}
		Keyspace keys = server.keys();
		// The value before must be a string only where it is asked for.
		LuaValue before = options.get ? get(server, a) : LuaValue.FALSE;
		Entry entry = keys.find(a[1]);
		if (options.absent && entry != null || options.present && entry == null) {
			return options.get ? before : LuaValue.FALSE;
		}
		keys.put(a[1], a[2], (options.keep && entry != null) ? entry.end : options.end);
		return options.get ? before : Server.status("OK");
	}

	private static LuaValue setIfAbsent(Server server, LuaString[] a) {
		if (server.keys().find(a[1]) != null) {
			return LuaValue.ZERO;
		}
		server.keys().put(a[1], a[2], Keyspace.NEVER);
		return LuaValue.ONE;
	}

	private static LuaValue getMany(Server server, LuaString[] a) {
		LuaTable values = new LuaTable(a.length - 1, 0);
		for (int i = 1; i < a.length; i++) {
			Entry entry = server.keys().find(a[i]);
			values.rawset(i, (entry != null && entry.value instanceof LuaString text) ? text : LuaValue.FALSE);
		}
		return values;
	}

	private static LuaValue length(Server server, LuaString[] a) {
		LuaString text = server.keys().find(a[1], LuaString.class);
		return Words.number((text != null) ? text.m_length : 0);
	}

	private static LuaValue getRange(Server server, LuaString[] a) {
		Words.integer(a[2]);
		Words.integer(a[3]);
		LuaString text = server.keys().find(a[1], LuaString.class);
		if (text == null) {
			return LuaValue.EMPTYSTRING;
		}
		long start = Words.integer(a[2]);
		long end = Words.integer(a[3]);
		if (start < 0 && end < 0 && start > end) {
			return LuaValue.EMPTYSTRING;
		}
		long first = Math.max(0, (start < 0) ? start + text.m_length : start);
		long last = Math.min(Math.max(0, (end < 0) ? end + text.m_length : end), text.m_length - 1L);
		return (first > last) ? LuaValue.EMPTYSTRING : text.substring((int) first, (int) last + 1);
	}

	private static LuaValue append(Server server, LuaString[] a) {
		Keyspace keys = server.keys();
		LuaString before = keys.find(a[1], LuaString.class);
		if (before == null) {
			keys.put(a[1], a[2], Keyspace.NEVER);
			return Words.number(a[2].m_length);
		}
		byte[] both = new byte[before.m_length + a[2].m_length];
		before.copyInto(0, both, 0, before.m_length);
		a[2].copyInto(0, both, before.m_length, a[2].m_length);
		keepEnd(keys, a[1], LuaString.valueUsing(both));
		return Words.number(both.length);
	}

	private static LuaValue increment(Server server, LuaString key, long by) {
		LuaString text = server.keys().find(key, LuaString.class);
		long sum = Words.add((text != null) ? Words.integer(text) : 0, by);
		keepEnd(server.keys(), key, LuaNumbers.string(sum));
		return Words.number(sum);
	}

	private static void keepEnd(Keyspace keys, LuaString key, LuaString value) {
		Entry entry = keys.find(key);
		keys.put(key, value, (entry != null) ? entry.end : Keyspace.NEVER);
	}

	/**
	 * The options of SET.
	 */
	private static final class SetOptions {

		private final long now;

		private long end = Keyspace.NEVER;

		private boolean absent;

		private boolean present;

		private boolean keep;

		private boolean get;

		private @Nullable String expiry;

		SetOptions(long now) {
			this.now = now;
		}

		/**
		 * Read an option.
		 * @return how many more words it has
		 */
		int read(LuaString[] a, int i) {
			String option = Words.option(a[i]);
			switch (option) {
				case "NX" -> this.absent = true;
				case "XX" -> this.present = true;
				case "GET" -> this.get = true;
				case "KEEPTTL" -> {
					once(option);
					this.keep = true;
				}
				case "PX", "EX", "PXAT", "EXAT" -> {
					once(option);
					if (i + 1 == a.length) {
						throw CommandError.syntax();
					}
					this.end = end(option, Words.integer(a[i + 1]));
					return 1;
				}
				default -> throw CommandError.syntax();
			}
			// Together with GET, NX came with Redis 7.
			if (this.absent && this.present) {
				throw CommandError.syntax();
			}
			return 0;
		}

		private void once(String option) {
			if (this.expiry != null) {
				throw CommandError.syntax();
			}
			this.expiry = option;
		}

		private long end(String option, long time) {
			long most = Long.MAX_VALUE;
			boolean seconds = option.startsWith("E");
			boolean relative = option.length() == 2;
			if (time <= 0 || seconds && time > most / 1000
					|| relative && (seconds ? time * 1000 : time) > most - this.now) {
				throw new CommandError("ERR invalid expire time in set");
			}
			return (seconds ? time * 1000 : time) + (relative ? this.now : 0);
		}

	}

}
