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

package io.github.warmcache.starter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pins that the starter is dependencies and nothing else, and which.
 */
class StarterTests {

	private static final Path CLASSES = Path.of("target", "classes");

	@Test
	void addsNothingOfItsOwnButTheLicence() throws IOException {
		try (Stream<Path> files = Files.walk(CLASSES)) {
			assertThat(files.filter(Files::isRegularFile)).containsExactly(CLASSES.resolve("META-INF/LICENSE"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.github.warmcache.source.CacheSource",
			"org.springframework.cache.caffeine.CaffeineCacheManager",
			"org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration",
			"com.github.benmanes.caffeine.cache.Caffeine",
			"org.springframework.boot.health.contributor.HealthIndicator",
			"org.springframework.boot.actuate.endpoint.annotation.Endpoint" })
	void bringsWhatWarmCachesNeed(String type) {
		assertThat(ClassUtils.isPresent(type, getClass().getClassLoader())).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.lettuce.core.RedisClient", "redis.clients.jedis.Jedis",
			"org.springframework.data.redis.core.RedisTemplate", "org.springframework.jdbc.core.JdbcTemplate",
			"com.zaxxer.hikari.HikariDataSource", "org.springframework.web.servlet.DispatcherServlet",
			"org.springframework.web.reactive.DispatcherHandler" })
	void leavesToTheApplicationWhatItMayDoWithout(String type) {
		assertThat(ClassUtils.isPresent(type, getClass().getClassLoader())).isFalse();
	}

}
