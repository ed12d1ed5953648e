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

import java.util.List;

import io.github.warmcache.sample.AtlasClient.Answer;
import io.github.warmcache.testsupport.OwnPostgresServer;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a warm pod that loses its servers.
 */
@Tag("servers")
class OutageTests {

	@Test
	void aWarmPodStaysReadyAndServesWithoutItsServers() {
		try (OwnRedisServer redis = Servers.newRedis();
				OwnPostgresServer postgres = Servers.newPostgres();
				AtlasPod pod = AtlasPod.start(List.of(redis, postgres.newDatabase()))) {
			AtlasClient atlas = pod.client();
			assertThat(atlas.readiness().status()).isEqualTo(200);
			redis.stop();
			postgres.stop();
			assertThat(atlas.get("/actuator/health/db").status()).isEqualTo(503);
			assertThat(atlas.get("/actuator/health/redis").status()).isEqualTo(503);
			assertThat(atlas.readiness().status()).isEqualTo(200);
			assertThat(atlas.get("/actuator/health/liveness").status()).isEqualTo(200);
			assertThatItServes(atlas, "/cities/3169070");
			assertThatItServes(atlas, "/cities/12145745");
			assertThatItServes(atlas, "/countries/IT");
		}
	}

	private static void assertThatItServes(AtlasClient atlas, String path) {
		Answer answer = atlas.get(path);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.tier()).isEqualTo("local");
	}

}
