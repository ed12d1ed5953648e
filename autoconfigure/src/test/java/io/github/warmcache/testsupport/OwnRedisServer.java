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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;

/**
 * A Redis that belongs to one test. It keeps its data in memory only, so that a stop or a
 * kill empties it, unless its configuration says otherwise.
 */
public final class OwnRedisServer extends RedisServerHandle implements OwnServer {

	private static final int CLUSTER_SLOTS = 16384;

	OwnRedisServer(Backend backend, RedisConfig config) {
		super(backend, config);
	}

	/**
	 * Makes a whole cluster of this one node.
	 */
	OwnRedisServer ownAllSlots() {
		List<String> command = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
		IntStream.range(0, CLUSTER_SLOTS).mapToObj(Integer::toString).forEach(command::add);
		command(command.toArray(String[]::new));
		Awaitility.await("Redis Cluster")
			.pollInterval(Duration.ofMillis(50))
			.until(() -> String.valueOf(command("CLUSTER", "INFO")).contains("cluster_state:ok"));
		return this;
	}

	@Override
	public void stop() {
		backend().stop();
	}

	@Override
	public void start() {
		backend().start();
	}

	@Override
	public void kill() {
		backend().kill();
	}

	@Override
	public void pause() {
		backend().pause();
	}

	@Override
	public void resume() {
		backend().resume();
	}

	@Override
	public void close() {
		backend().close();
	}

}
