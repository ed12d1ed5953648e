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

package io.github.warmcache.testsupport;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;

/**
 * Gives servers their ports. They come from below the range that operating systems take
 * outgoing connections from: a stopped server must find its port free when it comes back.
 */
final class FreePorts {

	private static final int FIRST = 20_000;

	private static final int END = 32_000;

	private static final int TRIES = 10;

	/** A stopped server's port looks free, and is not. */
	private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

	private FreePorts() {
	}

	/**
	 * Starts a server on a free port, and on another one if somebody else was faster.
	 */
	static <T> T start(IntFunction<T> server) {
		for (int attempt = 1;; attempt++) {
			try {
				return server.apply(next());
			}
			catch (PortTakenException ex) {
				if (attempt == TRIES) {
					throw ex;
				}
			}
		}
	}

	private static int next() {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(FIRST, END);
			if (isFree(port) && GIVEN.add(port)) {
				return port;
			}
		}
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port)) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Thrown by a server that lost the race for its port.
	 */
	static final class PortTakenException extends IllegalStateException {

		private static final long serialVersionUID = 1L;

		PortTakenException(int port) {
			super("Port " + port + " is taken");
		}

	}

}
