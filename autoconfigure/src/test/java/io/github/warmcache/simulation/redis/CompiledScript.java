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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.redis.ShippedScripts;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.luajc.JavaGen;
import org.luaj.vm2.luajc.JavaLoader;

/**
 * A script that is ready to run on any server.
 *
 * @param name the name of its file, {@code eval} if it is not one that is shipped
 * @param type the Java class that it was compiled to
 */
record CompiledScript(String name, Class<? extends LuaFunction> type) {

	private static final String CHUNK = "@user_script";

	private static final AtomicInteger TYPES = new AtomicInteger();

	/**
	 * Changed only while a test shows what a part of a script is for.
	 */
	private static final Map<String, CompiledScript> SHIPPED = new ConcurrentHashMap<>(shipped());

	private static final Map<LuaString, CompiledScript> OTHERS = new ConcurrentHashMap<>();

	private static Map<String, CompiledScript> shipped() {
		Map<String, CompiledScript> scripts = new HashMap<>();
		Map<String, String> digests = ShippedScripts.digests();
		ShippedScripts.sources().forEach((name, source) -> {
			CompiledScript script = compile(name, source);
			scripts.put(name, script);
			scripts.put(digests.get(name), script);
		});
		return Map.copyOf(scripts);
	}

	/**
	 * Find a script that is shipped.
	 * @param name the name of its file, or its digest
	 * @return the script, or {@code null} if there is none
	 */
	static @Nullable CompiledScript find(String name) {
		return SHIPPED.get(name);
	}

	/**
	 * Have a script run that is not quite the one that is shipped.
	 * @param name the name of its file
	 * @param source what runs
	 */
	static void replace(String name, byte[] source) {
		CompiledScript script = compile(name, source);
		SHIPPED.put(name, script);
		SHIPPED.put(ShippedScripts.digests().get(name), script);
	}

	/**
	 * Compile a script unless that was done before.
	 */
	static CompiledScript of(byte[] source) {
		CompiledScript found = OTHERS.get(LuaString.valueUsing(source));
		if (found == null) {
			found = compile("eval", source);
			OTHERS.put(LuaString.valueOf(source.clone()), found);
		}
		return found;
	}

	/**
	 * Make a function that runs this script.
	 * @param environment what the script finds
	 */
	LuaFunction function(LuaValue environment) {
		try {
			LuaFunction function = this.type.getDeclaredConstructor().newInstance();
			function.initupvalue1(environment);
			return function;
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("The class of the script " + this.name + " has no instances", ex);
		}
	}

	private static CompiledScript compile(String name, byte[] source) {
		try {
			Prototype prototype = LuaC.instance.compile(new ByteArrayInputStream(source), CHUNK);
			String type = "script" + TYPES.incrementAndGet();
			JavaLoader loader = new JavaLoader();
			loader.include(new JavaGen(prototype, type, CHUNK, false));
			return new CompiledScript(name, loader.loadClass(type).asSubclass(LuaFunction.class));
		}
		catch (IOException | ClassNotFoundException ex) {
			throw new IllegalArgumentException("The script " + name + " does not compile", ex);
		}
	}

}
