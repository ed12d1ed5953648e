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

import java.util.List;
import java.util.function.Consumer;

/**
 * Runs scripts on Redis and lists what it holds. Thread-safe.
 */
public interface ScriptRunner {

	/**
	 * Begin to run scripts, in one round trip where the driver can.
	 * @param calls the calls, in no particular order
	 * @return what is under way; never fails because of the server
	 */
	Flight start(List<ScriptCall> calls);

	/**
	 * Return whether a script may have keys of several stripes as far as the driver
	 * knows, because it is connected to one server and not to a cluster.
	 */
	boolean joinsStripes();

	/**
	 * Send a script that takes back what an unanswered one may have done, where the
	 * driver can send it behind that one. Nobody waits for its result.
	 * @param call the call
	 */
	void send(ScriptCall call);

	/**
	 * List keys, on all masters of a cluster. A key may come more than once.
	 * @param pattern what the keys match
	 * @param count how many keys to look at in one step
	 * @param step takes the keys of each step, perhaps none, on the calling thread
	 * @throws RedisUnavailableException if the server did not answer in time
	 */
	void scan(byte[] pattern, int count, Consumer<List<byte[]>> step);

	/**
	 * Scripts under way.
	 */
	interface Flight {

		/**
		 * Wait for all of them, up to the command timeout.
		 * @return a reply for each call, in their order
		 */
		List<Reply> await();

		/**
		 * Stop waiting for them. Safe to call from another thread.
		 */
		void cancel();

	}

}
