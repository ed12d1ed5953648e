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

package io.github.warmcache.autoconfigure.endpoint;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import io.github.warmcache.testsupport.BrowserPage;
import io.github.warmcache.testsupport.Chromium;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the console of whole applications with the real endpoint beside it.
 */
@Tag("slow")
class CacheConsoleOverHttpTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=health,cachewarmup,cacheconsole";

	private static final String WARMED = "warmcache.caches.cities.warmup.from=rows";

	private final HttpClient http = HttpClient.newHttpClient();

	@Test
	void nobodySeesItUnlessTheApplicationExposesIt() throws Exception {
		try (ConsoleApplication application = ConsoleApplication.real(WebApplicationType.SERVLET, WARMED)) {
			assertThat(get(application.address("/actuator/health")).statusCode()).isEqualTo(200);
			assertThat(get(application.address("/actuator/cacheconsole")).statusCode()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET, server.servlet.context-path=/app, /app/ops/cacheconsole",
			"REACTIVE, management.server.port=0, /ops/cacheconsole" })
	void itFindsTheEndpointBesideIt(WebApplicationType type, String property, String path) throws Exception {
		try (ConsoleApplication application = ConsoleApplication.real(type, EXPOSED, WARMED, property,
				"management.endpoints.web.base-path=/ops");
				Chromium chromium = Chromium.start();
				BrowserPage page = chromium.open()) {
			HttpResponse<String> response = get(application.address(path));
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
			page.navigate(application.address(path));
			page.awaitText("#o-state", "Warm");
			page.awaitText("#o-text", "ready for traffic");
			assertThat(page.text("#rows")).contains("cities", "required · from rows", "Warm");
			assertThat(page.problems()).isEmpty();
			assertThat(page.requests()).startsWith(application.address(path))
				.allMatch((request) -> request.equals(application.address(path)) || request.startsWith("data:")
						|| request.equals(application.address(path).replace("cacheconsole", "cachewarmup")));
		}
	}

	private HttpResponse<String> get(String address) throws Exception {
		return this.http.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
	}

}
