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

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * A command of Redis.
 *
 * @param name the name in lower case
 * @param arity how many words it has with its name, or if negative at least has
 * @param kind what it does
 * @param action runs it
 */
record Command(String name, int arity, Kind kind, Action action) {

	boolean fits(int words) {
		return (this.arity >= 0) ? words == this.arity : words >= -this.arity;
	}

	/**
	 * What commands do.
	 */
	enum Kind {

		/**
		 * Only reads.
		 */
		READ,

		/**
		 * Writes, and works on a server whose memory is full.
		 */
		WRITE,

		/**
		 * Writes, and needs memory.
		 */
		GROW

	}

	/**
	 * Runs a command.
	 */
	interface Action {

		/**
		 * Run the command.
		 * @param words the name and the arguments
		 * @return the reply as scripts see it
		 * @throws CommandError if it is an error
		 */
		LuaValue run(Server server, LuaString[] words);

	}

}
