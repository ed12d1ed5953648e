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
 * Runner of scripts on Redis, which also lists keys. Thread-safe.
 */
public interface ScriptRunner {

	/**
	 * Start scripts, in one round trip if the driver can.
	 * @param calls the calls, in no particular order
	 * @return the pending scripts; never fails because of the server
	 */
	Pending start(List<ScriptCall> calls);

	/**
	 * Return whether a script may have keys of several stripes. As far as the driver
	 * knows, it is connected to one server and not to a cluster.
	 */
	boolean joinsStripes();

	/**
	 * Send a script that undoes what an unanswered one may have done, if the driver can
	 * send it behind that one. Nobody waits for its result.
	 * @param call the call
	 */
	void send(ScriptCall call);

	/**
	 * List keys, on all masters of a cluster. A key may come more than once.
	 * @param pattern the pattern that the keys match
	 * @param count how many keys to examine in one step
	 * @param step receives the keys of each step, possibly none, on the calling thread
	 * @throws RedisUnavailableException if the server failed or did not answer in time
	 */
	void scan(byte[] pattern, int count, Consumer<List<byte[]>> step);

	/**
	 * Pending scripts.
	 */
	interface Pending {

		/**
		 * Wait for all of them, up to the timeout of the runner.
		 * @return a reply for each call, in their order
		 */
		List<Reply> await();

		/**
		 * Stop waiting. Safe to call from another thread.
		 */
		void cancel();

	}

}
