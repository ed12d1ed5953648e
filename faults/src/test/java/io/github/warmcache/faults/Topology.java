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

package io.github.warmcache.faults;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

import io.github.warmcache.testsupport.OwnRedisServer;
import org.awaitility.Awaitility;

/**
 * The Redis servers of a fleet, and the way that leads each pod to them.
 */
interface Topology extends AutoCloseable {

	/**
	 * The properties that lead a pod to its Redis.
	 * @param pod the number of the pod
	 */
	List<String> properties(int pod);

	/**
	 * Return what the servers have of a key of a cache at this moment, a line each.
	 */
	List<String> look(String cache, int key);

	/**
	 * Return what pods and servers said to each other about a key of a cache around a
	 * moment, a line each, as far as somebody listened.
	 */
	default List<String> exchanges(String cache, int key, long moment, long nanos) {
		return List.of("nobody listened");
	}

	/**
	 * Sends a command, again if there was no answer: on a machine that others use, too, a
	 * server may be slow without a fault.
	 */
	static void command(OwnRedisServer server, String... command) {
		Awaitility.await("an answer of Redis")
			.atMost(Duration.ofSeconds(60))
			.pollDelay(Duration.ZERO)
			.ignoreException(UncheckedIOException.class)
			.until(() -> {
				server.command(command);
				return true;
			});
	}

	/**
	 * Takes every fault away: servers run, networks are good.
	 */
	void heal();

	@Override
	void close();

}
