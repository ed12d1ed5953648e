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

import io.github.warmcache.redis.ShippedScripts;

/**
 * A script that lacks a part until this is closed, on all simulated servers.
 */
public final class WeakScript implements AutoCloseable {

	private final String script;

	private final byte[] shipped;

	private WeakScript(String script) {
		this.script = script;
		this.shipped = ShippedScripts.sources().get(script);
	}

	/**
	 * Change a script.
	 * @param script its name in lower case
	 * @param parts what is taken out, which it must have, each followed by what is put
	 * there
	 * @return the change, to be closed
	 */
	public static WeakScript of(String script, String... parts) {
		WeakScript weak = new WeakScript(script);
		String source = new String(weak.shipped, StandardCharsets.UTF_8);
		for (int i = 0; i < parts.length; i += 2) {
			if (!source.contains(parts[i])) {
				throw new IllegalArgumentException("The script " + script + " has no part '" + parts[i] + "'");
			}
			source = source.replace(parts[i], parts[i + 1]);
		}
		CompiledScript.replace(script, source.getBytes(StandardCharsets.UTF_8));
		return weak;
	}

	@Override
	public void close() {
		CompiledScript.replace(this.script, this.shipped);
	}

}
