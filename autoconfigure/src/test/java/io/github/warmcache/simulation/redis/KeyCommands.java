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
import java.util.Locale;

import io.github.warmcache.simulation.redis.Command.Kind;
import io.github.warmcache.simulation.redis.Keyspace.Entry;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * The commands of keys, whatever they hold.
 */
final class KeyCommands {

	static final List<Command> ALL = List.of(new Command("del", -2, Kind.WRITE, KeyCommands::delete),
			new Command("unlink", -2, Kind.WRITE, KeyCommands::delete),
			new Command("exists", -2, Kind.READ, KeyCommands::exists),
			new Command("type", 2, Kind.READ, KeyCommands::type),
			new Command("pttl", 2, Kind.READ, (server, a) -> remaining(server, a[1], 1)),
			new Command("ttl", 2, Kind.READ, (server, a) -> remaining(server, a[1], 1000)),
			new Command("pexpiretime", 2, Kind.READ, KeyCommands::end),
			new Command("pexpire", -3, Kind.WRITE, (server, a) -> expire(server, a, 1, true)),
			new Command("expire", -3, Kind.WRITE, (server, a) -> expire(server, a, 1000, true)),
			new Command("pexpireat", -3, Kind.WRITE, (server, a) -> expire(server, a, 1, false)),
			new Command("expireat", -3, Kind.WRITE, (server, a) -> expire(server, a, 1000, false)),
			new Command("persist", 2, Kind.WRITE, KeyCommands::persist));

	private KeyCommands() {
	}

	static LuaValue delete(Server server, LuaString[] a) {
		int deleted = 0;
		for (int i = 1; i < a.length; i++) {
			deleted += server.keys().remove(a[i]) ? 1 : 0;
		}
		return Words.number(deleted);
	}

	private static LuaValue exists(Server server, LuaString[] a) {
		int found = 0;
		for (int i = 1; i < a.length; i++) {
			found += (server.keys().find(a[i]) != null) ? 1 : 0;
		}
		return Words.number(found);
	}

	private static LuaValue type(Server server, LuaString[] a) {
		Entry entry = server.keys().find(a[1]);
		return Server.status((entry != null) ? entry.type() : "none");
	}

	private static LuaValue remaining(Server server, LuaString key, int unit) {
		Entry entry = server.keys().find(key);
		if (entry == null) {
			return LuaValue.valueOf(-2);
		}
		if (entry.end == Keyspace.NEVER) {
			return LuaValue.valueOf(-1);
		}
		return Words.number((entry.end - server.keys().now() + unit / 2) / unit);
	}

	private static LuaValue end(Server server, LuaString[] a) {
		Entry entry = server.keys().find(a[1]);
		if (entry == null) {
			return LuaValue.valueOf(-2);
		}
		return Words.number((entry.end != Keyspace.NEVER) ? entry.end : -1);
	}

	private static LuaValue expire(Server server, LuaString[] a, int unit, boolean relative) {
		long time = Words.integer(a[2]);
		long base = relative ? server.keys().now() : 0;
		if (time > Long.MAX_VALUE / unit || time < Long.MIN_VALUE / unit || time * unit > Long.MAX_VALUE - base) {
			throw new CommandError(
					"ERR invalid expire time in '" + a[0].tojstring().toLowerCase(Locale.ROOT) + "' command");
		}
		long end = base + time * unit;
		Entry entry = server.keys().find(a[1]);
		if (entry == null || !allows(a, entry.end, end)) {
			return LuaValue.ZERO;
		}
		if (end <= server.keys().now()) {
			server.keys().remove(a[1]);
		}
		else {
			entry.end = end;
		}
		return LuaValue.ONE;
	}

	/**
	 * Return whether the conditions of Redis 7 allow another end.
	 */
	private static boolean allows(LuaString[] a, long before, long end) {
		for (int i = 3; i < a.length; i++) {
			String condition = Words.option(a[i]);
			boolean allowed = switch (condition) {
				case "NX" -> before == Keyspace.NEVER;
				case "XX" -> before != Keyspace.NEVER;
				case "GT" -> before != Keyspace.NEVER && end > before;
				case "LT" -> end < before;
				default -> throw new CommandError("ERR Unsupported option " + a[i].tojstring());
			};
			if (!allowed) {
				return false;
			}
		}
		return true;
	}

	private static LuaValue persist(Server server, LuaString[] a) {
		Entry entry = server.keys().find(a[1]);
		if (entry == null || entry.end == Keyspace.NEVER) {
			return LuaValue.ZERO;
		}
		entry.end = Keyspace.NEVER;
		return LuaValue.ONE;
	}

}
