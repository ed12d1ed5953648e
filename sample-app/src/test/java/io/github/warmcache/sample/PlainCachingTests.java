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

package io.github.warmcache.sample;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.github.warmcache.sample.AtlasClient.Answer;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the atlas with Spring Boot's own caches, which the rollout lab compares with.
 */
@Tag("servers")
class PlainCachingTests {

	private static final long ROME = 3169070;

	@Test
	void citiesCanBeJsonInSpringsCacheInRedis() {
		try (OwnRedisServer redis = Servers.newRedis();
				AtlasPod pod = AtlasPod.start(List.of(redis, Servers.postgres().newDatabase()),
						"warmcache.enabled=false", "spring.cache.type=redis", "spring.cache.redis.time-to-live=1h",
						"atlas.cities-as-json=true", "atlas.publish-countries=false")) {
			Answer loaded = pod.client().city(ROME);
			assertThat(redis.command("GET", "cities::" + ROME)).asString().startsWith("{\"id\":" + ROME);
			assertThat(Long.parseLong(String.valueOf(redis.command("TTL", "cities::" + ROME)))).isPositive();
			assertThat(pod.client().city(ROME).text()).isEqualTo(loaded.text());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "caffeine", "redis" })
	void withoutWarmcacheCitiesAreCachedByWhatSpringBootBrings(String type) throws SQLException {
		TestDatabase database = Servers.postgres().newDatabase();
		try (OwnRedisServer redis = Servers.newRedis();
				AtlasPod pod = AtlasPod.start(List.of(redis, database), "warmcache.enabled=false",
						"spring.cache.type=" + type, "atlas.publish-countries=false")) {
			Answer loaded = pod.client().city(ROME);
			assertThat(loaded.status()).isEqualTo(200);
			assertThat(loaded.tier()).isNull();
			try (Connection connection = database.dataSource().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("update city set population = 1 where id = " + ROME);
			}
			assertThat(pod.client().city(ROME).text()).isEqualTo(loaded.text());
			assertThat(redis.command("DBSIZE")).isEqualTo(type.equals("redis") ? "1" : "0");
			assertThat(pod.client().readiness().status()).isEqualTo(200);
		}
	}

}
