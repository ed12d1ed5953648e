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

package io.github.warmcache.tier.redis;

import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.warmcache.tier.SharedTier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the shared tier on connections derived from a
 * {@code LettuceConnectionFactory}.
 */
@Tag("servers")
class LettuceSharedTierTests extends SharedTierContract {

	@Override
	RedisConnectionFactory connectionFactory(TierFixture fixture) {
		return fixture.application;
	}

	@Test
	void everyChangeIsPublished() {
		Queue<String> messages = new ConcurrentLinkedQueue<>();
		String channel = new String(keys().channel(), StandardCharsets.UTF_8);
		try (RedisConnection connection = this.fixture.application.getConnection()) {
			connection.subscribe(
					(message, pattern) -> messages.add(new String(message.getBody(), StandardCharsets.UTF_8)),
					keys().channel());
			this.pod.invalidate(7);
			this.pod.update(7, ROME, HOUR);
			this.other.putIfAbsent(8, ROME, HOUR);
			this.pod.readOrLease(9);
			fill(this.pod, 10, ROME);
			this.pod.clear();
			await().until(() -> messages.size() == 3 + SharedTier.STRIPES);
		}
		String token = "([a-z0-9-]+)";
		String key = "k1:%d:%d:%s:" + token + ":" + token + ":6:cities%s";
		assertThat(channel).startsWith("{test%20").endsWith("}:changes:v1");
		String first = messages.remove();
		assertThat(first).matches(key.formatted(this.pod.stripe(7), 1, "", "i:7"));
		assertThat(messages.poll()).matches(key.formatted(this.pod.stripe(7), 2, first.split(":")[4], "i:7"));
		assertThat(messages.poll()).matches(key.formatted(this.pod.stripe(8), 1, "", "i:8"));
		assertThat(messages)
			.allMatch((message) -> message.matches("e1:\\d+:\\d+:" + token + "?:" + token + ":" + token + ":6:cities"));
	}

}
