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
import java.util.Map;

import io.github.warmcache.simulation.redis.Command.Kind;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * The commands of hashes.
 */
final class HashCommands {

	static final List<Command> ALL = List.of(new Command("hget", 3, Kind.READ, HashCommands::get),
			new Command("hmget", -3, Kind.READ, HashCommands::getMany),
			new Command("hset", -4, Kind.GROW, HashCommands::set),
			new Command("hmset", -4, Kind.GROW, HashCommands::setMany),
			new Command("hsetnx", 4, Kind.GROW, HashCommands::setIfAbsent),
			new Command("hdel", -3, Kind.WRITE, HashCommands::delete),
			new Command("hkeys", 2, Kind.READ, (server, a) -> all(server, a[1], true, false)),
			new Command("hvals", 2, Kind.READ, (server, a) -> all(server, a[1], false, true)),
			new Command("hgetall", 2, Kind.READ, (server, a) -> all(server, a[1], true, true)),
			new Command("hlen", 2, Kind.READ, HashCommands::size),
			new Command("hexists", 3, Kind.READ, (server, a) -> Server.flag(get(server, a) instanceof LuaString)),
			new Command("hstrlen", 3, Kind.READ, HashCommands::length),
			new Command("hincrby", 4, Kind.GROW, HashCommands::increment));

	private HashCommands() {
	}

	private static LuaValue get(Server server, LuaString[] a) {
		Map<LuaString, LuaString> hash = server.keys().hash(a[1]);
		return (hash != null) ? Words.nullable(hash.get(a[2])) : LuaValue.FALSE;
	}

	private static LuaValue getMany(Server server, LuaString[] a) {
		Map<LuaString, LuaString> hash = server.keys().hash(a[1]);
		LuaTable values = new LuaTable(a.length - 2, 0);
		for (int i = 2; i < a.length; i++) {
			values.rawset(i - 1, (hash != null) ? Words.nullable(hash.get(a[i])) : LuaValue.FALSE);
		}
		return values;
	}

	private static LuaValue set(Server server, LuaString[] a) {
		if (a.length % 2 != 0) {
			throw CommandError.wrongNumber("hset");
		}
		Map<LuaString, LuaString> hash = server.keys().hashToWrite(a[1]);
		int added = 0;
		for (int i = 2; i < a.length; i += 2) {
			added += (hash.put(a[i], a[i + 1]) == null) ? 1 : 0;
		}
		return Words.number(added);
	}

	private static LuaValue setMany(Server server, LuaString[] a) {
		if (a.length % 2 != 0) {
			throw CommandError.wrongNumber("hmset");
		}
		set(server, a);
		return Server.status("OK");
	}

	private static LuaValue setIfAbsent(Server server, LuaString[] a) {
		return Server.flag(server.keys().hashToWrite(a[1]).putIfAbsent(a[2], a[3]) == null);
	}

	private static LuaValue delete(Server server, LuaString[] a) {
		Map<LuaString, LuaString> hash = server.keys().hash(a[1]);
		if (hash == null) {
			return LuaValue.ZERO;
		}
		int deleted = 0;
		for (int i = 2; i < a.length; i++) {
			deleted += (hash.remove(a[i]) != null) ? 1 : 0;
		}
		if (hash.isEmpty()) {
			server.keys().remove(a[1]);
		}
		return Words.number(deleted);
	}

	private static LuaValue all(Server server, LuaString key, boolean names, boolean values) {
		Map<LuaString, LuaString> hash = server.keys().hash(key);
		LuaTable all = new LuaTable();
		if (hash != null) {
			int[] last = new int[1];
			hash.forEach((name, value) -> {
				if (names) {
					all.rawset(++last[0], name);
				}
				if (values) {
					all.rawset(++last[0], value);
				}
			});
		}
		return all;
	}

	private static LuaValue size(Server server, LuaString[] a) {
		Map<LuaString, LuaString> hash = server.keys().hash(a[1]);
		return Words.number((hash != null) ? hash.size() : 0);
	}

	private static LuaValue length(Server server, LuaString[] a) {
		return Words.number((get(server, a) instanceof LuaString text) ? text.m_length : 0);
	}

	private static LuaValue increment(Server server, LuaString[] a) {
		long by = Words.integer(a[3]);
		Map<LuaString, LuaString> hash = server.keys().hash(a[1]);
		LuaString before = (hash != null) ? hash.get(a[2]) : null;
		Long number = (before != null) ? LuaNumbers.integer(before) : (Long) 0L;
		if (number == null) {
			throw new CommandError("ERR hash value is not an integer");
		}
		long sum = Words.add(number, by);
		server.keys().hashToWrite(a[1]).put(a[2], LuaNumbers.string(sum));
		return Words.number(sum);
	}

}
