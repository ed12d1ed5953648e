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

package io.github.warmcache.redis.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.warmcache.redis.watch.ServerFigures.Answer;

/**
 * Watch that hears what a test says, for tests in other packages.
 */
public final class HeardReports {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private Instant now = NOW;

	private final RedisWatch watch = new RedisWatch(() -> this.now);

	public RedisWatch watch() {
		return this.watch;
	}

	/**
	 * Report a server.
	 */
	public void hear(long used, long maximum, String policy) {
		this.watch.hear(new WatchReport(
				List.of(new ServerFigures("server", Answer.GIVEN, "run", 0, 0, used, maximum, policy, null)), Map.of(),
				Map.of()));
	}

	/**
	 * Report how many canaries of a cache are gone, on a server without {@code INFO}.
	 */
	public void hearCache(String cache, long lost) {
		this.watch.hear(new WatchReport(List.of(ServerFigures.none("server", Answer.REFUSED)), Map.of(),
				Map.of(cache, new Tally("history", lost))));
	}

	/**
	 * Report a master and its replicas.
	 */
	public void hearReplication(long replicas, long pending, long lag) {
		ReplicationFigures figures = new ReplicationFigures(ReplicationFigures.Role.MASTER, replicas, pending, lag,
				1_048_576, ReplicationFigures.UNKNOWN);
		this.watch.hear(new WatchReport(
				List.of(new ServerFigures("server", Answer.GIVEN, "run", 0, 0, 10, 100, "noeviction", figures)),
				Map.of(), Map.of()));
	}

	/**
	 * Tell the time of the server, which answers at once.
	 */
	public void tellTime(Duration ahead) {
		this.watch.tellTime(this.now, this.now.plus(ahead).toEpochMilli());
	}

	/**
	 * Let the server not answer for a minute.
	 */
	public void miss() {
		this.now = this.now.plusSeconds(60);
		this.watch.miss("Redis does not answer", Duration.ofSeconds(30));
	}

}
