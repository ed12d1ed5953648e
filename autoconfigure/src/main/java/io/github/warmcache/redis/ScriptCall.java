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

package io.github.warmcache.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a script. All of its keys belong to one stripe, and so to one node of a
 * Redis Cluster, unless the runner {@linkplain ScriptRunner#joinsStripes() joins
 * stripes}.
 */
public final class ScriptCall {

	private final Script script;

	private final List<byte[]> keys = new ArrayList<>();

	private final List<byte[]> arguments = new ArrayList<>();

	public ScriptCall(Script script) {
		this.script = script;
	}

	public ScriptCall key(byte[] key) {
		this.keys.add(key);
		return this;
	}

	public ScriptCall argument(byte[] argument) {
		this.arguments.add(argument);
		return this;
	}

	public ScriptCall argument(String argument) {
		return argument(argument.getBytes(StandardCharsets.UTF_8));
	}

	public ScriptCall argument(long argument) {
		return argument(Long.toString(argument));
	}

	Script script() {
		return this.script;
	}

	public byte[][] keys() {
		return this.keys.toArray(byte[][]::new);
	}

	public byte[][] arguments() {
		return this.arguments.toArray(byte[][]::new);
	}

}
