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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;

import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * A Redis in this heap. It executes the scripts that the shared tier ships, each as one
 * step, on keys that end by a clock of the caller's. What it does is a function of its
 * seed, its clock and what it is asked.
 * <p>
 * It is no server that one connects to: {@link #connections} are factories of Spring Data
 * Redis whose calls run on the calling thread. Objects share nothing that changes. Each
 * may be used by one thread at a time; threads that take turns have to hand it over as
 * they do with any other object.
 */
public final class SimulatedRedis {

	private final Server server;

	private final ScriptEngine engine;

	/**
	 * Make an empty server.
	 * @param millis the time in milliseconds since 1970, which stands still while a
	 * script runs
	 * @param seed what the names of its runs depend on
	 */
	public SimulatedRedis(LongSupplier millis, long seed) {
		this.server = new Server(millis, seed);
		this.engine = new ScriptEngine(this.server);
	}

	/**
	 * Return a replica that has what this server has now, and gets no more of it.
	 * @return the replica, which serves reads and refuses writes
	 */
	public SimulatedRedis replica() {
		SimulatedRedis replica = new SimulatedRedis(this.server.clock(), 2);
		replica.restore(dump());
		replica.server.refuseWrites();
		return replica;
	}

	/**
	 * Return connections to this server, for one pod.
	 * @param wire decides about each call
	 * @return connections that run scripts by {@code eval} and {@code evalSha}, scan, and
	 * know the commands that tests use; others throw
	 * {@link UnsupportedOperationException}
	 */
	public RedisConnectionFactory connections(Wire wire) {
		return new SimulatedConnections(this, wire);
	}

	/**
	 * Hear every message that is published.
	 * @param listener hears them, in their order, while the script that publishes runs
	 */
	public void onPublish(Listener listener) {
		this.server.listen(listener);
	}

	/**
	 * Delete all keys, as {@code FLUSHALL} does.
	 */
	public void flushAll() {
		this.server.keys().clear();
	}

	/**
	 * Restart: the run gets another name.
	 * @param keepData whether the data was on disk
	 */
	public void restart(boolean keepData) {
		if (!keepData) {
			this.server.keys().clear();
		}
		this.server.restart();
	}

	/**
	 * Return a copy of all data.
	 * @return the copy, which later changes do not reach
	 */
	public Dump dump() {
		return new Dump(this.server.keys().copy());
	}

	/**
	 * Restart with the data of an earlier time. What ended since then is gone.
	 * @param dump the data
	 */
	public void restore(Dump dump) {
		this.server.keys().restore(dump.entries);
		this.server.restart();
	}

	/**
	 * Return the keys.
	 * @return a copy of their names, in the order in which they came
	 */
	public Set<String> keys() {
		Set<String> names = new LinkedHashSet<>();
		keyspace().keys().forEach((key) -> names.add(text(key)));
		return names;
	}

	/**
	 * Delete a key without a trace, as a server short of memory does.
	 * @param key its name
	 * @return whether it was there
	 */
	public boolean delete(String key) {
		return keyspace().remove(LuaNumbers.string(key));
	}

	/**
	 * Let the memory be full, with nothing that may be evicted: commands that need more
	 * fail in a script that has not written yet.
	 * @param full whether it is
	 */
	public void fullOfMemory(boolean full) {
		this.server.fill(full);
	}

	/**
	 * Refuse a command to the user of all pods.
	 * @param command its name, such as {@code PUBLISH} or {@code INFO}
	 * @param refused whether it is refused
	 */
	public void refuse(String command, boolean refused) {
		this.server.deny(command, refused);
	}

	/**
	 * Return the name of this run of the server.
	 * @return 40 hexadecimal digits
	 */
	public String run() {
		return this.server.run();
	}

	/**
	 * Describe what a key holds, for a person.
	 * @param key its name
	 * @return what it holds and for how long, or {@code null} if it is not there
	 */
	public @Nullable String describe(String key) {
		Keyspace keys = keyspace();
		Keyspace.Entry entry = keys.find(LuaNumbers.string(key));
		if (entry == null) {
			return null;
		}
		String held = (entry.value instanceof LuaString string) ? quoted(string) : "";
		if (entry.value instanceof Keyspace.Hash hash) {
			StringBuilder fields = new StringBuilder("{");
			hash.fields()
				.forEach((field, value) -> fields.append((fields.length() > 1) ? ", " : "")
					.append(text(field))
					.append('=')
					.append(quoted(value)));
			held = fields.append('}').toString();
		}
		else if (entry.value instanceof SortedMembers members) {
			List<String> shown = members.list(false)
				.stream()
				.map((member) -> quoted(member.name()) + " " + member.score())
				.toList();
			held = shown.toString();
		}
		else if (entry.value instanceof Keyspace.Items items) {
			held = items.list().stream().map(SimulatedRedis::quoted).toList().toString();
		}
		String end = (entry.end == Keyspace.NEVER) ? "" : " for " + (entry.end - keys.now()) + " ms";
		return entry.type() + " " + held + end;
	}

	/**
	 * Run a script.
	 * @param script the script
	 * @param keys how many of the words are keys
	 * @param words the keys, then the arguments
	 * @return the reply: a byte array, a {@link Long}, a list of replies or {@code null}
	 */
	@Nullable Object run(CompiledScript script, int keys, byte[]... words) {
		return this.engine.run(script, words, keys);
	}

	/**
	 * Return the server at the present time.
	 */
	Server server() {
		return this.server.begin();
	}

	private Keyspace keyspace() {
		return server().keys();
	}

	private static String text(LuaString bytes) {
		return new String(bytes.m_bytes, bytes.m_offset, bytes.m_length, StandardCharsets.UTF_8);
	}

	private static String quoted(LuaString bytes) {
		StringBuilder shown = new StringBuilder("'");
		text(bytes).codePoints().forEach((c) -> {
			if (Character.isISOControl(c) || c == 0xFFFD) {
				shown.append(String.format(Locale.ROOT, "\\x%02x", c));
			}
			else {
				shown.appendCodePoint(c);
			}
		});
		return shown.append('\'').toString();
	}

	/**
	 * What is between a pod and the server.
	 */
	public interface Wire {

		/**
		 * A wire on which everything arrives at once.
		 */
		Wire WHOLE = new Wire() {

			@Override
			public <T> T exchange(String script, Supplier<T> server) {
				return server.get();
			}

		};

		/**
		 * Have the server run a call, or not. To lose the call or its reply, throw what a
		 * driver would, before or after it ran.
		 * @param <T> type of the reply
		 * @param script name of the script in lower case, {@code scan}, {@code eval} for
		 * a script that is not shipped, or the name of a command
		 * @param server runs the call, each time it is asked
		 * @return its reply
		 */
		<T> T exchange(String script, Supplier<T> server);

		/**
		 * Choose the server of a call.
		 * @param script as above
		 * @param server the server that the connections were made for
		 * @return the server
		 */
		default SimulatedRedis server(String script, SimulatedRedis server) {
			return server;
		}

	}

	/**
	 * Hears what is published.
	 */
	public interface Listener {

		/**
		 * Hear a message.
		 * @param channel its channel
		 * @param message the message
		 */
		void published(byte[] channel, byte[] message);

	}

	/**
	 * All data at one time. Immutable.
	 */
	public static final class Dump {

		private final Map<LuaString, Keyspace.Entry> entries;

		private Dump(Map<LuaString, Keyspace.Entry> entries) {
			this.entries = entries;
		}

	}

}
