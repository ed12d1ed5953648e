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

package io.github.warmcache.autoconfigure.endpoint;

import java.util.List;
import java.util.Map;

/**
 * A pod that serves, with some troubles: what the pictures of the documentation show.
 */
final class ConsoleScene {

	static final int CACHES = 8;

	private static final String REFUSED = "Connection to db-2.internal:5432 refused. Check that the host name and port "
			+ "are correct and that the postmaster is accepting TCP/IP connections.";

	private ConsoleScene() {
	}

	/**
	 * Return the pod after some seconds.
	 */
	static JsonTree pod(long seconds) {
		return WarmupJson.pod("WARM", true, caches(seconds))
			.set("rehearsal", "done in 1.8 s")
			.set("redis.state", "NEAR_LIMIT")
			.set("redis.reason", "Redis uses 976000000 of 1073741824 bytes of memory, with the policy allkeys-lru")
			.set("advice",
					List.of(advice("redis-may-evict", null,
							"Redis evicts what caches hold once its memory is full, by maxmemory-policy allkeys-lru",
							"Set maxmemory-policy noeviction"),
							advice("answers.absent", "histories", "32% of the answers are absent, and 2% are usual",
									"Look for what removes rows from the store that the method reads.")));
	}

	/**
	 * Return a pod that starts, after some tenths of seconds.
	 */
	static JsonTree start(long tenths) {
		return WarmupJson
			.pod("WARMING", false, new JsonTree()
				.put("cities", WarmupJson.warming(5_800 * tenths, 135_233).set("rate", 58_000))
				.put("countries", WarmupJson.warm(250).set("elapsed", "PT0.14S"))
				.put("prices",
						WarmupJson.warming(0, 40_112)
							.set("state", "PENDING")
							.set("from", null)
							.set("waitingFor", "'cities'"))
				.put("histories",
						WarmupJson.warming(0, 18_204).set("attempts", 3).set("rate", 0).set("lastError", REFUSED)))
			.set("elapsed", "PT" + tenths / 10.0 + "S");
	}

	private static Map<String, Object> advice(String id, String cache, String cause, String remedy) {
		return new JsonTree().set("id", id).set("cache", cache).set("cause", cause).set("remedy", remedy).json();
	}

	private static JsonTree caches(long seconds) {
		// What each second brings is never negative, so that the sums never go back.
		double day = seconds + 9 * Math.sin(seconds / 14.0);
		double missing = Math.max(0, seconds - 210);
		return new JsonTree()
			.put("cities", WarmupJson.read(WarmupJson.warm(135_233), 1204 * day, 0.004, 0.981, 0.013, 0.006, 0))
			.put("countries", WarmupJson.read(WarmupJson.warm(250), 310 * day, 0, 1, 0, 0, 0).set("elapsed", "PT0.14S"))
			.put("top-cities",
					WarmupJson.read(WarmupJson.warm(812), 44.0 * seconds, 0.01, 0.91, 0.02, 0, 0.07)
						.set("state", null)
						.set("required", null)
						.set("entries", null)
						.set("expected", null)
						.set("from", null)
						.set("elapsed", null)
						.set("attempts", null)
						.set("lastLoad", null)
						.set("local.maximumSize", 1000)
						.set("source", null))
			.put("histories",
					WarmupJson.read(WarmupJson.warm(18_204), 220 * day, 0, 0.9, 0.06, 0.04, 0)
						.set("badRows", 12)
						.set("answers.value", (long) (220 * day - 70 * missing))
						.set("answers.absent", (long) (4 * seconds + 70 * missing))
						.set("answers.limit", 0.12)
						.set("answers.exceededSince", "2026-12-01T09:11:00Z"))
			.put("prices",
					WarmupJson
						.read(WarmupJson.warm(40_112), 96.0 * seconds, 0.02, 0.85 - 0.0004 * Math.min(300, missing),
								0.08, 0.07 + 0.0004 * Math.min(300, missing), 0)
						.set("required", false)
						.set("local.maximumSize", 60_000)
						.set("source.breaker", "OPEN")
						.set("source.failures", 57)
						.set("source.lastError", REFUSED))
			.put("tax-rates",
					WarmupJson.read(WarmupJson.warm(3120), 15.0 * seconds, 0, 0.97, 0.03, 0, 0)
						.set("audit.finishedAt", "2026-12-01T09:10:00Z")
						.set("audit.local.compared", 100)
						.set("audit.local.different", 3)
						.set("audit.shared.compared", 88)
						.set("audit.shared.different", 0))
			.put("features",
					WarmupJson.read(WarmupJson.warm(96), 680 * day, 0.12, 0.995, 0.004, 0.001, 0)
						.set("local.maximumSize", null)
						.set("local.maximumWeight", 64 * 1024 * 1024)
						.set("local.weight", 12_900_000))
			.put("stock-levels",
					WarmupJson.warming(Math.min(4200L * (seconds % 57), 240_000), 240_000)
						.set("required", false)
						.set("elapsed", "PT" + (seconds % 57) + "S"));
	}

}
