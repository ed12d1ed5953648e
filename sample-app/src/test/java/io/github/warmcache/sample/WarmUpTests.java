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
import java.time.Duration;
import java.util.List;

import io.github.warmcache.sample.AtlasClient.Answer;
import io.github.warmcache.testsupport.BrowserPage;
import io.github.warmcache.testsupport.Chromium;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what a pod says of itself while its caches are being filled.
 */
@Tag("servers")
class WarmUpTests {

	private static final long LOCK = 135_233;

	/**
	 * First 60,000 rows, then those that the lock holds back.
	 */
	private static final String HALTING_QUERY = """
			select * from city where id < 2883246 \
			union all select * from city where id >= 2883246 \
			and (select pg_advisory_xact_lock_shared(%d)) is not null""".formatted(LOCK);

	@Test
	void aPodIsNotReadyBeforeTheLastCityIsInMemory() throws SQLException {
		TestDatabase database = Servers.postgres().newDatabase();
		try (Connection lock = database.dataSource().getConnection(); Statement statement = lock.createStatement()) {
			statement.execute("select pg_advisory_lock(%d)".formatted(LOCK));
			try (AtlasPod pod = AtlasPod.launch(List.of(Servers.redis(), database),
					"warmcache.namespace=atlas-warm-up-tests",
					"warmcache.caches.cities.source.jdbc.query=" + HALTING_QUERY,
					"warmcache.caches.cities.source.jdbc.count-query=select count(*) from city")) {
				AtlasClient atlas = pod.client();
				Awaitility.await().atMost(Duration.ofSeconds(120)).untilAsserted(() -> {
					Answer answer = atlas.readiness();
					assertThat(answer.status()).isEqualTo(503);
					assertThat(answer.warmup("cities", "entries").asInt()).isBetween(50_000, 60_000);
					assertThat(answer.warmup("countries", "entries").asInt()).isEqualTo(AtlasClient.COUNTRIES);
				});
				assertIsWarming(pod, atlas);
				try (Chromium chromium = Chromium.start(); BrowserPage page = chromium.open()) {
					page.navigate(atlas.address("/"));
					page.awaitText("#o-text", "not ready for traffic");
					statement.execute("select pg_advisory_unlock(%d)".formatted(LOCK));
					Awaitility.await()
						.atMost(Duration.ofSeconds(120))
						.pollInterval(Duration.ofMillis(10))
						.until(() -> atlas.readiness().status() == 200);
					assertIsWarm(atlas);
					assertIsShown(page);
				}
				pod.awaitStart();
			}
		}
	}

	private static void assertIsShown(BrowserPage page) {
		page.awaitText("#o-text", "ready for traffic · after");
		assertThat(page.text("#o-state")).isEqualTo("Warm");
		assertThat(page.text("#rows")).contains("cities", "countries", "135,233", "required · from source");
		assertThat(page.problems()).isEmpty();
	}

	private static void assertIsWarming(AtlasPod pod, AtlasClient atlas) {
		Answer answer = atlas.readiness();
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.json().at("/status").asString()).isEqualTo("OUT_OF_SERVICE");
		assertThat(answer.json().at("/components/cacheWarmup/status").asString()).isEqualTo("OUT_OF_SERVICE");
		assertThat(answer.warmup("cities", "expected").asInt()).isEqualTo(AtlasClient.CITIES);
		assertThat(atlas.get("/actuator/health/liveness").status()).isEqualTo(200);
		assertThat(pod.isStarted()).isFalse();
	}

	private static void assertIsWarm(AtlasClient atlas) {
		assertThat(atlas.meter("cache_size", "cache=\"cities\"")).isEqualTo(AtlasClient.CITIES);
		assertThat(atlas.meter("cache_size", "cache=\"countries\"")).isEqualTo(AtlasClient.COUNTRIES);
		assertThat(atlas.city(2960).tier()).isEqualTo("local");
		assertThat(atlas.city(12145745).tier()).isEqualTo("local");
		assertThat(atlas.get("/countries/ZW").tier()).isEqualTo("local");
	}

}
