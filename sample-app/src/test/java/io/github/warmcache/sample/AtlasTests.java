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

import io.github.warmcache.sample.AtlasClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the atlas, warm and with all its servers.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "warmcache.namespace=atlas-tests")
@Import(RealServers.class)
@Tag("servers")
class AtlasTests {

	private static final long ROME = 3169070;

	@Autowired
	private JdbcClient jdbc;

	@LocalServerPort
	private int port;

	private AtlasClient atlas;

	@BeforeEach
	void connect() {
		this.atlas = new AtlasClient(this.port);
	}

	@Test
	void aWarmedCityIsServedFromMemory() {
		Answer answer = this.atlas.city(ROME);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.tier()).isEqualTo("local");
		assertThat(answer.text()).isEqualTo("""
				{"id":3169070,"name":"Rome","countryCode":"IT","adminCode":"07","featureCode":"PPLC",\
				"population":2318895,"latitude":41.89193,"longitude":12.51133}""");
	}

	@Test
	void aWarmedCountryIsServedFromMemory() {
		Answer answer = this.atlas.get("/countries/it");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.tier()).isEqualTo("local");
		assertThat(answer.text())
			.isEqualTo("{\"code\":\"IT\",\"name\":\"Italy\",\"cities\":9940,\"population\":53417021}");
	}

	@Test
	void aCountryWithoutCitiesIsKnownToTheCatalogueAlone() {
		Answer answer = this.atlas.get("/countries/BV");
		assertThat(answer.tier()).isEqualTo("local");
		assertThat(answer.json().at("/name").asString()).isEqualTo("Bouvet Island");
	}

	@Test
	void aCityThatCameAfterTheWarmUpIsReadFromTheDatabaseOnce() {
		insertCity(1);
		assertThat(this.atlas.city(1).tier()).isEqualTo("source");
		assertThat(this.atlas.city(1).tier()).isEqualTo("local");
	}

	@Test
	void aListIsLoadedByTheMethodOnce() {
		Answer first = this.atlas.get("/cities/top?country=FR&limit=3");
		assertThat(first.status()).isEqualTo(200);
		assertThat(first.tier()).isEqualTo("method");
		assertThat(first.json().valueStream().map((city) -> city.at("/name").asString())).containsExactly("Paris",
				"Marseille", "Lyon");
		Answer second = this.atlas.get("/cities/top?country=FR&limit=3");
		assertThat(second.tier()).isEqualTo("local");
		assertThat(second.text()).isEqualTo(first.text());
	}

	@Test
	void aChangedPopulationIsSeenAtOnce() {
		long naples = 3172394;
		assertThat(this.atlas.city(naples).json().at("/population").asLong()).isEqualTo(959470);
		assertThat(this.atlas.get("/cities/top?country=IT&limit=1").json().at("/0/id").asLong()).isEqualTo(ROME);
		assertThat(this.atlas.put("/cities/" + naples, "{\"population\":9000000}").status()).isEqualTo(204);
		Answer changed = this.atlas.city(naples);
		assertThat(changed.json().at("/population").asLong()).isEqualTo(9_000_000);
		assertThat(changed.tier()).isEqualTo("source");
		assertThat(this.atlas.city(naples).tier()).isEqualTo("local");
		assertThat(this.atlas.get("/cities/top?country=IT&limit=1").json().at("/0/id").asLong()).isEqualTo(naples);
	}

	@Test
	void anUnknownCityIsLookedForOnce() {
		Answer answer = this.atlas.city(2);
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.json().at("/detail").asString()).isEqualTo("There is no city 2");
		assertThat(answer.tier()).isEqualTo("method");
		assertThat(this.atlas.city(2).tier()).isEqualTo("local");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/cities/rome                   | 400 | Failed to convert 'id' with value: 'rome'
			/cities/top                    | 400 | Required parameter 'country' is not present.
			/cities/top?country=ITA        | 400 | country must be an ISO 3166-1 code of two letters, such as IT
			/cities/top?country=IT&limit=0 | 400 | limit must be from 1 to 100
			/cities/top?country=IT&limit=x | 400 | Failed to convert 'limit' with value: 'x'
			/countries/1T                  | 400 | country must be an ISO 3166-1 code of two letters, such as IT
			/countries/ZZ                  | 404 | There is no country ZZ
			""")
	void whatCannotBeAnsweredSaysWhy(String path, int status, String detail) {
		Answer answer = this.atlas.get(path);
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.json().at("/detail").asString()).isEqualTo(detail);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			/cities/3169070 | {"population": -1}   | 400 | population must be a number from 0
			/cities/3169070 | {}                   | 400 | population must be a number from 0
			/cities/3169070 | {"population": "x"}  | 400 | Failed to read request
			/cities/3       | {"population": 1}    | 404 | There is no city 3
			""")
	void whatCannotBeChangedSaysWhy(String path, String body, int status, String detail) {
		Answer answer = this.atlas.put(path, body);
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.json().at("/detail").asString()).isEqualTo(detail);
		assertThat(this.atlas.city(ROME).json().at("/population").asLong()).isEqualTo(2_318_895);
	}

	@Test
	void theMetersCountWhatTheCachesDo() {
		double hits = cityHits();
		this.atlas.city(ROME);
		assertThat(cityHits()).isEqualTo(hits + 1);
		assertThat(this.atlas.meter("cache_size", "cache=\"cities\"")).isGreaterThanOrEqualTo(AtlasClient.CITIES);
		insertCity(4);
		double loads = cityLoads();
		this.atlas.city(4);
		assertThat(cityLoads()).isEqualTo(loads + 1);
	}

	private double cityHits() {
		return this.atlas.meter("cache_gets_total", "cache=\"cities\"", "result=\"hit\"");
	}

	private double cityLoads() {
		return this.atlas.meter("warmcache_tier_hits_total", "cache=\"cities\"", "tier=\"source\"");
	}

	@Test
	void readinessTellsWhatWasWarmed() {
		Answer answer = this.atlas.readiness();
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.warmup("cities", "entries").asInt()).isEqualTo(AtlasClient.CITIES);
		assertThat(answer.warmup("countries", "entries").asInt()).isEqualTo(AtlasClient.COUNTRIES);
	}

	@Test
	void allCachesAreListed() {
		JsonNode caches = this.atlas.get("/actuator/caches").json().at("/cacheManagers/cacheManager/caches");
		assertThat(caches.propertyNames()).contains("cities", "countries", "top-cities");
	}

	private void insertCity(long id) {
		this.jdbc
			.sql("insert into city (id, name, country_code, feature_code, population, latitude, longitude)"
					+ " values (:id, 'Atlantis', 'GR', 'PPL', 0, 36.4, 25.4)")
			.param("id", id)
			.update();
	}

}
