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
import io.github.warmcache.testsupport.ConnectionProperties;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of two pods on the same servers, the second started after the first was warm.
 */
@Tag("servers")
class FleetTests {

	private static final String NAMESPACE = "warmcache.namespace=atlas-fleet-tests";

	private static TestDatabase database;

	private static AtlasPod first;

	private static AtlasPod second;

	@BeforeAll
	static void startPods() {
		database = Servers.postgres().newDatabase();
		List<ConnectionProperties> servers = List.of(Servers.redis(), database);
		first = AtlasPod.start(servers, NAMESPACE);
		second = AtlasPod.start(servers, NAMESPACE);
	}

	@AfterAll
	static void closePods() {
		first.close();
		second.close();
	}

	@Test
	void theFirstPodIsWarmedFromTheDatabaseAndTheSecondByWhatTheFirstShared() {
		assertThat(first.client().readiness().warmup("cities", "from").asString()).isEqualTo("source");
		Answer readiness = second.client().readiness();
		assertThat(readiness.status()).isEqualTo(200);
		assertThat(readiness.warmup("cities", "from").asString()).isEqualTo("shared");
		assertThat(readiness.warmup("cities", "entries").asInt()).isEqualTo(AtlasClient.CITIES);
		assertThat(second.client().city(3169070).text()).isEqualTo(first.client().city(3169070).text());
	}

	@Test
	void whatOnePodLoadedTheOtherReadsFromTheSharedTier() throws SQLException {
		try (Connection connection = database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("insert into city values (1, 'Atlantis', 'GR', null, 'PPL', 0, 36.4, 25.4)");
		}
		Answer loaded = first.client().city(1);
		assertThat(loaded.tier()).isEqualTo("source");
		Answer shared = second.client().city(1);
		assertThat(shared.tier()).isEqualTo("shared");
		assertThat(shared.text()).isEqualTo(loaded.text());
		assertThat(second.client().city(1).tier()).isEqualTo("local");
	}

	@Test
	void aListThatOnePodLoadedTheOtherReadsFromTheSharedTier() {
		Answer loaded = first.client().get("/cities/top?country=PT&limit=2");
		assertThat(loaded.tier()).isEqualTo("method");
		Answer shared = second.client().get("/cities/top?country=PT&limit=2");
		assertThat(shared.tier()).isEqualTo("shared");
		assertThat(shared.text()).isEqualTo(loaded.text());
	}

}
