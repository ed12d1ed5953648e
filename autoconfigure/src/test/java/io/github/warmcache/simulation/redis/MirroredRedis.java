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

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

import io.github.warmcache.redis.ShippedScripts;
import io.github.warmcache.testsupport.OwnRedisServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisScriptingCommands;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A real server and a simulated one that are asked the same, and have to answer the same.
 */
final class MirroredRedis implements AutoCloseable {

	/**
	 * What a script begins with so that both servers are at the same time, which is that
	 * of no clock, and in the same run.
	 */
	private static final String SAME_TIME = """
			local sameTime, sameRun = { ARGV[#ARGV - 2], ARGV[#ARGV - 1] }, ARGV[#ARGV]
			for _ = 1, 3 do
			  ARGV[#ARGV] = nil
			end
			local server = redis
			local function answer(ask, command, ...)
			  if command == 'TIME' then
			    return sameTime
			  elseif command == 'INFO' then
			    return 'run_id:' .. sameRun
			  end
			  return ask(command, ...)
			end
			local redis = { sha1hex = server.sha1hex, replicate_commands = server.replicate_commands }
			function redis.call(...) return answer(server.call, ...) end
			function redis.pcall(...) return answer(server.pcall, ...) end
			""";

	/**
	 * Tells what a command makes of its words, as scripts see it.
	 */
	private static final String COMMAND = """
			local reply = redis.pcall(unpack(ARGV))
			if type(reply) ~= 'table' then
			  return { type(reply), reply }
			elseif reply.err then
			  return { 'error', reply.err }
			elseif reply.ok then
			  return { 'status', reply.ok }
			end
			return { 'list', reply }
			""";

	private static final String CONTENT = """
			local found = {}
			for i, key in ipairs(KEYS) do
			  local kind = redis.call('TYPE', key).ok
			  local value = ''
			  if kind == 'string' then
			    value = redis.call('GET', key)
			  elseif kind == 'hash' then
			    value = redis.call('HGETALL', key)
			  elseif kind == 'zset' then
			    value = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
			  elseif kind == 'list' then
			    value = redis.call('LRANGE', key, 0, -1)
			  end
			  found[i] = { kind, redis.call('PTTL', key), value }
			end
			return found
			""";

	private final Map<String, String> names = new HashMap<>();

	private final Map<String, byte[]> sources = new HashMap<>();

	private final OwnRedisServer server;

	private final LettuceConnectionFactory connections;

	private final RedisConnection real;

	private final RedisConnection listening;

	private final SimulatedRedis model = new SimulatedRedis(System::currentTimeMillis, 1);

	private final RedisConnection simulated = this.model.connections(SimulatedRedis.Wire.WHOLE).getConnection();

	private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

	private final List<String> expected = new ArrayList<>();

	private final Map<String, Integer> ran = new TreeMap<>();

	private final List<Call> calls = new ArrayList<>();

	/**
	 * The time of the scripts, in milliseconds.
	 */
	private long time = 1_800_000_000_000L;

	private String run = "first";

	MirroredRedis(OwnRedisServer server) {
		this.server = server;
		ShippedScripts.digests().forEach((name, digest) -> this.names.put(digest, name));
		ShippedScripts.sources()
			.forEach((name, source) -> this.sources.put(name,
					(SAME_TIME + new String(source, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8)));
		this.connections = new LettuceConnectionFactory(new RedisStandaloneConfiguration(server.host(), server.port()));
		this.connections.afterPropertiesSet();
		this.real = this.connections.getConnection();
		this.listening = this.connections.getConnection();
		this.listening.pSubscribe(
				(message, pattern) -> this.heard.add(message(message.getChannel(), message.getBody())),
				Differences.bytes("*"));
		this.model.onPublish((channel, body) -> {
			// No pattern matches a channel without a name.
			if (channel.length > 0) {
				this.expected.add(message(channel, body));
			}
		});
	}

	SimulatedRedis model() {
		return this.model;
	}

	/**
	 * Return how often each script was run.
	 */
	Map<String, Integer> ran() {
		return this.ran;
	}

	/**
	 * Return the calls so far.
	 */
	List<Call> calls() {
		return this.calls;
	}

	long time() {
		return this.time;
	}

	void pass(long millis) {
		this.time += millis;
	}

	void restart(String name) {
		this.run = name;
	}

	void flush() {
		this.server.flush();
		this.model.flushAll();
	}

	void fullOfMemory(boolean full) {
		this.server.command("CONFIG", "SET", "maxmemory", full ? "1" : "0");
		this.model.fullOfMemory(full);
	}

	/**
	 * Return connections of a pod whose scripts run on both servers.
	 */
	RedisConnectionFactory factory() {
		RedisScriptingCommands scripts = proxy(RedisScriptingCommands.class, (method, arguments) -> {
			String name = this.names.get((String) arguments[0]);
			Call call = new Call(name, (Integer) arguments[2], (byte[][]) arguments[3]);
			this.calls.add(call);
			return script(call);
		});
		RedisConnection connection = proxy(RedisConnection.class, (method, arguments) -> switch (method) {
			case "scriptingCommands" -> scripts;
			case "keyCommands" -> this.simulated.keyCommands();
			default -> null;
		});
		return proxy(RedisConnectionFactory.class, (method, arguments) -> connection);
	}

	private static <T> T proxy(Class<T> type, Handler handler) {
		return type.cast(Proxy.newProxyInstance(MirroredRedis.class.getClassLoader(), new Class<?>[] { type },
				(self, method, arguments) -> handler.handle(method.getName(), arguments)));
	}

	/**
	 * Run a script that is shipped on both servers.
	 * @return what both reply
	 * @throws RuntimeException if both fail
	 */
	@Nullable Object script(Call call) {
		this.ran.merge(call.script(), 1, Integer::sum);
		byte[][] words = Arrays.copyOf(call.words(), call.words().length + 3);
		words[words.length - 3] = Differences.bytes(Long.toString(this.time / 1000));
		words[words.length - 2] = Differences.bytes(Long.toString(this.time % 1000 * 1000));
		words[words.length - 1] = Differences.bytes(this.run);
		byte[] source = this.sources.get(call.script());
		Object reply = same(call.toString(), call.script().equals("load-bid"), source, call.keys(), words);
		if (reply instanceof RuntimeException failure) {
			throw failure;
		}
		return reply;
	}

	/**
	 * Run a command on both servers.
	 */
	void command(byte[]... words) {
		String name = new String(words[0], StandardCharsets.UTF_8);
		boolean unordered = List.of("HKEYS", "HVALS", "HGETALL").contains(name);
		same(Differences.text(List.of(words)), unordered, Differences.bytes(COMMAND), 0, words);
	}

	private @Nullable Object same(String what, boolean unordered, byte[] source, int keys, byte[]... words) {
		Object expected = reply(this.real, source, keys, words);
		Object actual = reply(this.simulated, source, keys, words);
		if (!Differences.same(expected, actual, unordered)) {
			throw new AssertionError("After " + this.ran + " calls " + what + " was answered "
					+ Differences.text(expected) + " by Redis, but " + Differences.text(actual) + " by the model");
		}
		return actual;
	}

	private static @Nullable Object reply(RedisConnection connection, byte[] source, int keys, byte[]... words) {
		try {
			return connection.scriptingCommands().eval(source, ReturnType.MULTI, keys, words);
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	/**
	 * Compare all that was published and all that is there.
	 */
	void compare() {
		byte[][] end = { Differences.bytes("PUBLISH"), Differences.bytes("end"),
				Differences.bytes(Integer.toString(this.expected.size())) };
		command(end);
		String last = message(end[1], end[2]);
		Supplier<Boolean> arrived = () -> !this.heard.isEmpty() && this.heard.get(this.heard.size() - 1).equals(last);
		Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> arrived.get());
		List<String> published = List.copyOf(this.heard);
		for (int i = 0; i < Math.max(published.size(), this.expected.size()); i++) {
			String one = (i < published.size()) ? published.get(i) : "nothing";
			String other = (i < this.expected.size()) ? this.expected.get(i) : "nothing";
			if (!one.equals(other)) {
				throw new AssertionError("Redis published " + one + ", but the model " + other);
			}
		}
		this.heard.clear();
		this.expected.clear();
		Map<String, Object> there = content(this.real, keys(this.real));
		Map<String, Object> modelled = content(this.simulated,
				this.model.keys().stream().map(Differences::bytes).toList());
		if (!there.keySet().equals(modelled.keySet())) {
			throw new AssertionError("Redis has " + there.keySet() + ", but the model " + modelled.keySet());
		}
		there.forEach((key, content) -> {
			boolean unordered = ((List<?>) content).get(0) instanceof byte[] kind
					&& new String(kind, StandardCharsets.UTF_8).equals("hash");
			if (!Differences.same(content, modelled.get(key), unordered)) {
				throw new AssertionError("At " + key + " Redis has " + Differences.text(content) + ", but the model "
						+ Differences.text(modelled.get(key)));
			}
		});
	}

	private static List<byte[]> keys(RedisConnection connection) {
		return List.copyOf(connection.keyCommands().keys(Differences.bytes("*")));
	}

	private static Map<String, Object> content(RedisConnection connection, List<byte[]> keys) {
		Map<String, byte[]> sorted = new TreeMap<>();
		keys.forEach((key) -> sorted.put(new String(key, StandardCharsets.UTF_8), key));
		List<?> contents = (List<?>) reply(connection, Differences.bytes(CONTENT), sorted.size(),
				sorted.values().toArray(byte[][]::new));
		Map<String, Object> content = new LinkedHashMap<>();
		sorted.keySet().forEach((key) -> content.put(key, contents.get(content.size())));
		return content;
	}

	/**
	 * Return the keys there are, of which some may be foreign.
	 */
	List<byte[]> keys() {
		return new TreeSet<>(this.model.keys()).stream().map(Differences::bytes).toList();
	}

	private static String message(byte[] channel, byte[] body) {
		return Differences.text(List.of(channel, body));
	}

	@Override
	public void close() {
		this.real.close();
		this.listening.close();
		this.connections.destroy();
	}

	/**
	 * A call of a script.
	 *
	 * @param script its name
	 * @param keys how many of the words are keys
	 * @param words the keys, then the arguments
	 */
	record Call(String script, int keys, byte[][] words) {

		@Override
		public String toString() {
			return this.script + Differences.text(List.of(this.words)) + " with " + this.keys + " keys";
		}

	}

	private interface Handler {

		@Nullable Object handle(String method, Object[] arguments);

	}

}
