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

/**
 * What the endpoint {@code cachewarmup} tells, in states that real pods are seldom in.
 */
final class WarmupJson {

	private WarmupJson() {
	}

	/**
	 * Return the whole answer of a pod.
	 */
	static JsonTree pod(String state, boolean ready, JsonTree caches) {
		return new JsonTree().set("state", state)
			.set("ready", ready)
			.set("elapsed", "PT6.4S")
			.set("reason", null)
			.set("rehearsal", null)
			.set("coherence.state", "COHERENT")
			.set("coherence.since", "2026-12-01T08:58:03Z")
			.set("redis.state", "WELL")
			.set("redis.reason", "Redis evicts nothing")
			.set("advice", List.of())
			.set("caches", caches);
	}

	/**
	 * Return a warm cache that was never read.
	 */
	static JsonTree warm(long entries) {
		return new JsonTree().set("state", "WARM")
			.set("required", true)
			.set("entries", entries)
			.set("expected", entries)
			.set("rate", 58_000)
			.set("elapsed", "PT2.31S")
			.set("attempts", 1)
			.set("from", "source")
			.set("lastError", null)
			.set("waitingFor", null)
			.set("badRows", 0)
			.set("repeatedKeys", 0)
			.set("lastLoad.entries", entries)
			.set("lastLoad.finishedAt", "2026-12-01T08:02:03Z")
			.set("lastLoad.from", "source")
			.set("complete", true)
			.set("rewarms", null)
			.set("local.entries", entries)
			.set("local.maximumSize", 200_000)
			.set("local.maximumWeight", null)
			.set("local.weight", null)
			.set("local.evictions", 0)
			.set("source.breaker", "CLOSED")
			.set("source.loads", 812)
			.set("source.failures", 0)
			.set("source.lastError", null)
			.set("shared.timeToLive", "PT10M")
			.set("audit", null);
	}

	/**
	 * Return a cache that is being filled.
	 */
	static JsonTree warming(long entries, long expected) {
		return warm(entries).set("state", "WARMING").set("expected", expected).set("rate", 4_200).set("complete", null);
	}

	/**
	 * Add reads.
	 * @param reads how many
	 * @param shares the shares of the heap, Redis, the source and the method
	 */
	static JsonTree read(JsonTree cache, double reads, double absent, double... shares) {
		List<String> tiers = List.of("local", "shared", "source", "method");
		for (int tier = 0; tier < tiers.size(); tier++) {
			cache.set("tiers." + tiers.get(tier), (long) (reads * shares[tier]));
		}
		return cache.set("answers.value", (long) (reads * (1 - absent)))
			.set("answers.absent", (long) (reads * absent))
			.set("answers.empty", 0)
			.set("answers.stale", 0)
			.set("answers.share", absent)
			.set("answers.limit", 0.5)
			.set("answers.exceededSince", null);
	}

	/**
	 * Return one of the tiers on the way of a key.
	 */
	static JsonTree value(String origin, Object value) {
		return new JsonTree().set("state", "VALUE")
			.set("type", "io.github.warmcache.sample.City")
			.set("age", "PT3M12S")
			.set("origin", origin)
			.set("remaining", "PT6M48S")
			.set("value", value);
	}

	/**
	 * Return the way of a key whose source has another value by now.
	 */
	static JsonTree way(Object value) {
		return new JsonTree().set("cache", "cities")
			.set("key", "3169070")
			.put("local", value("SOURCE", value))
			.put("shared", value("SOURCE", value))
			.set("source.state", "VALUE")
			.set("source.took", "PT0.0042S")
			.set("source.value", value)
			.set("equal.localShared", true)
			.set("equal.localSource", false)
			.set("equal.sharedSource", false);
	}

}
