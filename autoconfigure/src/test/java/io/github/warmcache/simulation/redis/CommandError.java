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

/**
 * Thrown where a command is answered with an error.
 */
final class CommandError extends RuntimeException {

	private static final long serialVersionUID = 1L;

	CommandError(String message) {
		// Scripts expect many of them.
		super(message, null, false, false);
	}

	static CommandError wrongType() {
		return new CommandError("WRONGTYPE Operation against a key holding the wrong kind of value");
	}

	static CommandError syntax() {
		return new CommandError("ERR syntax error");
	}

	static CommandError notAnInteger() {
		return new CommandError("ERR value is not an integer or out of range");
	}

	static CommandError wrongNumber(String command) {
		return new CommandError("ERR wrong number of arguments for '" + command + "' command");
	}

	String text() {
		return String.valueOf(getMessage());
	}

}
