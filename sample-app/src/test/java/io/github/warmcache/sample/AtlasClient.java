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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a caller of the atlas sees.
 */
final class AtlasClient {

	static final int CITIES = 135_233;

	static final int COUNTRIES = 250;

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

	private final JsonMapper json = new JsonMapper();

	private final String base;

	AtlasClient(int port) {
		this.base = "http://localhost:" + port;
	}

	Answer get(String path) {
		return send(HttpRequest.newBuilder(URI.create(this.base + path)));
	}

	/**
	 * Return the address of a path, for a browser.
	 */
	String address(String path) {
		return this.base + path;
	}

	Answer put(String path, String body) {
		return send(HttpRequest.newBuilder(URI.create(this.base + path))
			.header("Content-Type", "application/json")
			.PUT(BodyPublishers.ofString(body)));
	}

	Answer post(String path, String body) {
		return send(HttpRequest.newBuilder(URI.create(this.base + path))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body)));
	}

	Answer city(long id) {
		return get("/cities/" + id);
	}

	Answer readiness() {
		return get("/actuator/health/readiness");
	}

	/**
	 * Return one sample from what Prometheus scrapes.
	 */
	double meter(String name, String... labels) {
		return get("/actuator/prometheus").text()
			.lines()
			.filter((line) -> line.startsWith(name + "{"))
			.filter((line) -> {
				for (String label : labels) {
					if (!line.contains(label)) {
						return false;
					}
				}
				return true;
			})
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No meter " + name + " with " + String.join(", ", labels)));
	}

	private Answer send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.headers().firstValue("X-Cache-Tier").orElse(null),
					response.body(), this.json);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	record Answer(int status, @Nullable String tier, String text, JsonMapper mapper) {

		JsonNode json() {
			return this.mapper.readTree(this.text);
		}

		/**
		 * Return one detail of the warm-up of one cache.
		 */
		JsonNode warmup(String cache, String detail) {
			return json().at("/components/cacheWarmup/details/caches/" + cache + "/" + detail);
		}

	}

}
