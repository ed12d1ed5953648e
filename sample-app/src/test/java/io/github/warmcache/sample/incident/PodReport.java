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

package io.github.warmcache.sample.incident;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

import io.github.warmcache.sample.lab.Pod;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What on-call can learn from a pod at one time.
 *
 * @param health what the health endpoint answers
 * @param meters all meters
 * @param warnings all lines of the log so far that are at least warnings
 */
record PodReport(JsonNode health, Meters meters, List<String> warnings) {

	/** The only cache of the service. */
	static final String CACHE = "histories";

	private static final JsonMapper JSON = new JsonMapper();

	private static final Pattern WARNING = Pattern.compile("^\\S+ +(WARN|ERROR) .*");

	/**
	 * Ask a pod.
	 * @return the report, or {@code null} if the pod does not answer
	 */
	static @Nullable PodReport of(Pod pod) {
		try {
			JsonNode health = JSON.readTree(pod.get("/actuator/health").body());
			Meters meters = Meters.parse(pod.get("/actuator/prometheus").body());
			return new PodReport(health, meters, pod.log().lines().filter(WARNING.asMatchPredicate()).toList());
		}
		catch (IOException ex) {
			return null;
		}
	}

	static PodReport of(String health, String meters, List<String> warnings) {
		return new PodReport(JSON.readTree(health), Meters.parse(meters), warnings);
	}

	/**
	 * Return the status of the whole pod, or of one of its contributors.
	 * @param contributor the name, or nothing for the pod
	 * @return the status, or nothing if there is no such contributor
	 */
	String status(String contributor) {
		return (contributor.isEmpty() ? this.health : component(contributor)).path("status").asString("");
	}

	JsonNode details(String contributor) {
		return component(contributor).path("details");
	}

	private JsonNode component(String name) {
		return this.health.path("components").path(name);
	}

	/**
	 * Return what the pod says of the warm-up of its histories: the state, then how many
	 * of how many.
	 */
	String warmup() {
		JsonNode cache = warmedCache();
		return "%s %s of %s".formatted(cache.path("state").asString("?"), cache.path("entries").asString("?"),
				cache.path("expected").asString("?"));
	}

	/**
	 * Whether the pod says that it is warm without having nearly all histories there are.
	 */
	boolean isWarmWithPart() {
		return warmedCache().path("state").asString("").equals("WARM")
				&& warmedCache().path("entries").asLong(0) < 0.9 * Users.COUNT;
	}

	private JsonNode warmedCache() {
		return details("cacheWarmup").path("caches").path(CACHE);
	}

}
