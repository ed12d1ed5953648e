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

package io.github.warmcache.sample.lab;

import java.io.IOException;

import io.github.warmcache.sample.lab.HttpLine.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a pod says of the warm-up of its cities.
 *
 * @param ready whether it may have traffic
 * @param state the state of the cache, or nothing if the pod does not answer
 * @param entries how many of its entries have come
 * @param from where they come from, or nothing
 * @param perSecond how many come in a second
 */
record WarmupView(boolean ready, String state, long entries, String from, long perSecond) {

	private static final JsonMapper JSON = new JsonMapper();

	private static final WarmupView SILENCE = new WarmupView(false, "", 0, "", 0);

	static WarmupView of(Pod pod) {
		try {
			Answer answer = pod.get("/actuator/health/readiness");
			JsonNode cities = JSON.readTree(answer.body()).at("/components/cacheWarmup/details/caches/cities");
			return new WarmupView(answer.status() == 200, cities.path("state").asString(""),
					cities.path("entries").asLong(0), cities.path("from").asString(""), cities.path("rate").asLong(0));
		}
		catch (IOException ex) {
			return SILENCE;
		}
	}

	boolean isWarm() {
		return this.state.equals("WARM");
	}

}
