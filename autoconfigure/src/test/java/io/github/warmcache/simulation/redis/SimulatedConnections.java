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

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisHashCommands;
import org.springframework.data.redis.connection.RedisKeyCommands;
import org.springframework.data.redis.connection.RedisListCommands;
import org.springframework.data.redis.connection.RedisScriptingCommands;
import org.springframework.data.redis.connection.RedisSentinelConnection;
import org.springframework.data.redis.connection.RedisStringCommands;
import org.springframework.data.redis.connection.RedisZSetCommands;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.ScanOptions;

/**
 * The connections of one pod to a simulated server, all of them alike.
 */
final class SimulatedConnections implements RedisConnectionFactory {

	private final SimulatedRedis redis;

	private final SimulatedRedis.Wire wire;

	private final RedisConnection connection;

	SimulatedConnections(SimulatedRedis redis, SimulatedRedis.Wire wire) {
		this.redis = redis;
		this.wire = wire;
		Scripting scripting = new Scripting();
		InvocationHandler commands = this::command;
		this.connection = proxy(RedisConnection.class, (self, method, arguments) -> switch (method.getName()) {
			case "scriptingCommands" -> scripting;
			case "keyCommands" -> proxy(RedisKeyCommands.class, commands);
			case "stringCommands" -> proxy(RedisStringCommands.class, commands);
			case "hashCommands" -> proxy(RedisHashCommands.class, commands);
			case "listCommands" -> proxy(RedisListCommands.class, commands);
			case "zSetCommands" -> proxy(RedisZSetCommands.class, commands);
			case "close" -> null;
			case "isClosed", "isPipelined", "isQueueing" -> false;
			default -> throw unsupported(method);
		});
	}

	private static <T> T proxy(Class<T> type, InvocationHandler handler) {
		return type.cast(
				Proxy.newProxyInstance(SimulatedConnections.class.getClassLoader(), new Class<?>[] { type }, handler));
	}

	private static UnsupportedOperationException unsupported(Method method) {
		return new UnsupportedOperationException("The simulated Redis has no " + method);
	}

	@Override
	public RedisConnection getConnection() {
		return this.connection;
	}

	@Override
	public RedisClusterConnection getClusterConnection() {
		throw new UnsupportedOperationException("The simulated Redis is no cluster");
	}

	@Override
	public RedisSentinelConnection getSentinelConnection() {
		throw new UnsupportedOperationException("The simulated Redis has no sentinels");
	}

	@Override
	public boolean getConvertPipelineAndTxResults() {
		return true;
	}

	@Override
	public @Nullable DataAccessException translateExceptionIfPossible(RuntimeException ex) {
		return null;
	}

	/**
	 * Run a command that is a method of Spring Data Redis: its name and arguments are
	 * those of the command.
	 */
	private @Nullable Object command(Object self, Method method, Object @Nullable [] arguments) {
		String name = method.getName();
		if (name.equals("scan") && arguments != null && arguments[0] instanceof ScanOptions options) {
			return new SimulatedScan(this.wire.server("scan", this.redis), this.wire, options);
		}
		if (method.getDeclaringClass() == Object.class) {
			throw unsupported(method);
		}
		String command = name.equals("hMSet") ? "hset" : name.toLowerCase(Locale.ROOT);
		List<LuaString> words = new ArrayList<>(List.of(LuaNumbers.string(command)));
		for (Object argument : (arguments != null) ? arguments : new Object[0]) {
			add(words, argument, method);
		}
		Object reply = this.wire.exchange(command, () -> answer(() -> ScriptEngine
			.reply(this.wire.server(command, this.redis).server().execute(words.toArray(LuaString[]::new)))));
		return converted(reply, method.getReturnType());
	}

	private static void add(List<LuaString> words, Object argument, Method method) {
		if (argument instanceof byte[] bytes) {
			words.add(LuaString.valueOf(bytes));
		}
		else if (argument instanceof byte[][] many) {
			for (byte[] bytes : many) {
				words.add(LuaString.valueOf(bytes));
			}
		}
		else if (argument instanceof Double number) {
			words.add(LuaNumbers.general(number));
		}
		else if (argument instanceof Number number) {
			words.add(LuaNumbers.string(number.longValue()));
		}
		else if (argument instanceof Map<?, ?> map) {
			map.forEach((key, value) -> {
				add(words, key, method);
				add(words, value, method);
			});
		}
		else {
			throw unsupported(method);
		}
	}

	private static @Nullable Object converted(@Nullable Object reply, Class<?> type) {
		if (type == Boolean.class) {
			return (reply instanceof Long number) ? (Object) (number != 0) : (Object) (reply != null);
		}
		if (type == Double.class && reply instanceof byte[] text) {
			return Double.valueOf(new String(text, StandardCharsets.US_ASCII));
		}
		return (type == void.class) ? null : reply;
	}

	/**
	 * Have the server answer, with an exception of a driver where that is an error.
	 */
	private static @Nullable Object answer(Supplier<@Nullable Object> server) {
		try {
			return server.get();
		}
		catch (CommandError ex) {
			throw new RedisSystemException("Error in execution", new RedisCommandExecutionException(ex.text(), ex));
		}
	}

	/**
	 * Runs scripts.
	 */
	@SuppressWarnings("TypeParameterUnusedInFormals")
	private final class Scripting implements RedisScriptingCommands {

		@Override
		public void scriptFlush() {
			throw new UnsupportedOperationException("The simulated Redis always has its scripts");
		}

		@Override
		public void scriptKill() {
			throw new UnsupportedOperationException("No script runs for long on the simulated Redis");
		}

		@Override
		public String scriptLoad(byte[] script) {
			throw new UnsupportedOperationException("The simulated Redis always has its scripts");
		}

		@Override
		public List<Boolean> scriptExists(String... digests) {
			return Arrays.stream(digests).map((digest) -> CompiledScript.find(digest) != null).toList();
		}

		@Override
		public <T> T eval(byte[] script, ReturnType returnType, int numKeys, byte[]... keysAndArgs) {
			return run(CompiledScript.of(script), numKeys, keysAndArgs);
		}

		@Override
		public <T> T evalSha(byte[] digest, ReturnType returnType, int numKeys, byte[]... keysAndArgs) {
			return evalSha(new String(digest, StandardCharsets.US_ASCII), returnType, numKeys, keysAndArgs);
		}

		@Override
		public <T> T evalSha(String digest, ReturnType returnType, int numKeys, byte[]... keysAndArgs) {
			CompiledScript script = CompiledScript.find(digest);
			if (script == null) {
				throw new RedisSystemException("Error in execution",
						new RedisCommandExecutionException("NOSCRIPT No matching script. Please use EVAL."));
			}
			return run(script, numKeys, keysAndArgs);
		}

		@SuppressWarnings("unchecked")
		private <T> T run(CompiledScript script, int keys, byte[][] words) {
			SimulatedConnections connections = SimulatedConnections.this;
			return (T) connections.wire.exchange(script.name(), () -> answer(
					() -> connections.wire.server(script.name(), connections.redis).run(script, keys, words)));
		}

	}

}
