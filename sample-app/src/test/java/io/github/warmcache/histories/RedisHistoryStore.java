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

package io.github.warmcache.histories;

import java.util.List;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Profile;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/**
 * Reads the keys in Redis that a job writes. A key that Redis has evicted looks like a
 * user who never did anything.
 */
@Component
@Profile("as-it-was")
class RedisHistoryStore implements HistoryStore {

	private static final TypeReference<List<Event>> EVENTS = new TypeReference<>() {
	};

	private final StringRedisTemplate redis;

	private final JsonMapper json;

	RedisHistoryStore(StringRedisTemplate redis, JsonMapper json) {
		this.redis = redis;
		this.json = json;
	}

	@Override
	public List<Event> find(long user) {
		String events = this.redis.opsForValue().get("history:" + user);
		return (events != null) ? this.json.readValue(events, EVENTS) : List.of();
	}

}
