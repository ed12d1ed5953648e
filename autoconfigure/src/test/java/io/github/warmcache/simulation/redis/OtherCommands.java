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
import java.util.List;

import io.github.warmcache.simulation.redis.Command.Kind;
import io.github.warmcache.simulation.redis.Keyspace.Items;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * The commands of lists and of the server.
 */
final class OtherCommands {

	static final List<Command> ALL = List.of(new Command("lpush", -3, Kind.GROW, (server, a) -> push(server, a, true)),
			new Command("rpush", -3, Kind.GROW, (server, a) -> push(server, a, false)),
			new Command("llen", 2, Kind.READ, OtherCommands::length),
			new Command("lrange", 4, Kind.READ, OtherCommands::range),
			new Command("publish", 3, Kind.READ, (server, a) -> Words.number(server.publish(a[1], a[2]))),
			new Command("time", 1, Kind.READ, OtherCommands::time),
			new Command("info", -1, Kind.READ, OtherCommands::info),
			new Command("ping", -1, Kind.READ, (server, a) -> (a.length > 1) ? a[1] : Server.status("PONG")),
			new Command("echo", 2, Kind.READ, (server, a) -> a[1]));

	private OtherCommands() {
	}

	private static LuaValue push(Server server, LuaString[] a, boolean front) {
		Items items = server.keys().find(a[1], Items.class);
		if (items == null) {
			items = new Items(new ArrayList<>());
			server.keys().put(a[1], items, Keyspace.NEVER);
		}
		for (int i = 2; i < a.length; i++) {
			items.list().add(front ? 0 : items.list().size(), a[i]);
		}
		return Words.number(items.list().size());
	}

	private static LuaValue length(Server server, LuaString[] a) {
		Items items = server.keys().find(a[1], Items.class);
		return Words.number((items != null) ? items.list().size() : 0);
	}

	private static LuaValue range(Server server, LuaString[] a) {
		Words.integer(a[2]);
		Words.integer(a[3]);
		Items items = server.keys().find(a[1], Items.class);
		List<LuaString> list = (items != null) ? items.list() : List.of();
		int[] range = Words.range(a[2], a[3], list.size());
		return Server.list(list.subList(range[0], range[1]));
	}

	private static LuaValue time(Server server, LuaString[] a) {
		long now = server.keys().now();
		return Server.list(List.of(LuaNumbers.string(now / 1000), LuaNumbers.string(now % 1000 * 1000)));
	}

	private static LuaValue info(Server server, LuaString[] a) {
		return LuaNumbers.string("# Server\r\nredis_version:6.2.6\r\nrun_id:" + server.run() + "\r\n");
	}

}
