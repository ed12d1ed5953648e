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

package io.github.warmcache.interleaving;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;

import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisScriptingCommands;

/**
 * Connections of one pod whose next change gets lost, on its way to the server or on the
 * way back.
 */
final class FaultyLink {

	private final RedisConnectionFactory factory;

	private Fault now = Fault.NONE;

	FaultyLink(RedisConnectionFactory real) {
		this.factory = proxy(RedisConnectionFactory.class, real,
				(name, result) -> (result instanceof RedisConnection connection) ? lossy(connection) : result);
	}

	RedisConnectionFactory factory() {
		return this.factory;
	}

	/**
	 * Make a change that fails.
	 */
	<T> T during(Fault fault, Supplier<T> change) {
		this.now = fault;
		try {
			return change.get();
		}
		finally {
			this.now = Fault.NONE;
		}
	}

	private RedisConnection lossy(RedisConnection connection) {
		return proxy(RedisConnection.class, connection,
				(name, result) -> (result instanceof RedisScriptingCommands scripts) ? lossy(scripts) : result);
	}

	private RedisScriptingCommands lossy(RedisScriptingCommands scripts) {
		return (RedisScriptingCommands) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { RedisScriptingCommands.class }, (self, method, arguments) -> {
					if (this.now == Fault.REQUEST_LOST) {
						throw new RedisConnectionFailureException("Request lost");
					}
					Object result = invoke(scripts, method, arguments);
					if (this.now == Fault.REPLY_LOST) {
						throw new RedisConnectionFailureException("Reply lost");
					}
					return result;
				});
	}

	private static <T> T proxy(Class<T> type, T target, Wrapping wrapping) {
		InvocationHandler handler = (self, method, arguments) -> wrapping.wrap(method.getName(),
				invoke(target, method, arguments));
		return type.cast(Proxy.newProxyInstance(FaultyLink.class.getClassLoader(), new Class<?>[] { type }, handler));
	}

	private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	/**
	 * What happens to a change.
	 */
	enum Fault {

		NONE, REQUEST_LOST, REPLY_LOST

	}

	private interface Wrapping {

		Object wrap(String method, Object result);

	}

}
