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
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.Principal;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import com.jayway.jsonpath.JsonPath;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.testsupport.Servers;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what operators see and do over HTTP, with two pods of an application on a
 * real Redis.
 */
@Tag("servers")
@ExtendWith(OutputCaptureExtension.class)
class OperatorsOverHttpTests {

	private static final String WRITES = "management.endpoint.cachewarmup.access=unrestricted";

	private static final Map<Integer, String> ROWS = new ConcurrentHashMap<>();

	private static volatile boolean failing;

	private final HttpClient http = HttpClient.newHttpClient();

	private final String namespace = "operators-" + UUID.randomUUID();

	private @Nullable ConfigurableApplicationContext first;

	private @Nullable ConfigurableApplicationContext second;

	@AfterEach
	void stop() {
		failing = false;
		if (this.first != null) {
			this.first.close();
		}
		if (this.second != null) {
			this.second.close();
		}
	}

	private ConfigurableApplicationContext start(String type, String... properties) {
		return new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.main.web-application-type=" + type,
					"warmcache.namespace=" + this.namespace, "warmcache.caches.cities.source.bean=rows",
					"management.endpoints.web.exposure.include=health,cachewarmup")
			.properties(Servers.properties(Servers.redis()))
			.properties(properties)
			.run();
	}

	private void startOne(String type, String... properties) {
		ROWS.clear();
		ROWS.putAll(Map.of(1, "Tokyo", 2, "Kyoto"));
		this.first = start(type, properties);
	}

	private void startTwo(String type, String... properties) {
		startOne(type, properties);
		this.second = start(type, properties);
		await().atMost(30, TimeUnit.SECONDS)
			.until(() -> "COHERENT".equals(read(this.first, "", "$.coherence.state"))
					&& "COHERENT".equals(read(this.second, "", "$.coherence.state")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void anOperatorFollowsAKeyAndEvictsItFromAllPods(String type, CapturedOutput output) throws Exception {
		startTwo(type, WRITES, "management.endpoint.cachewarmup.show-values=always");
		ROWS.put(1, "Edo");
		assertThat(read(this.first, "/cities/1", "$.local.value")).isEqualTo("\"Tokyo\"");
		assertThat(read(this.first, "/cities/1", "$.shared.value")).isEqualTo("\"Tokyo\"");
		assertThat(read(this.first, "/cities/1", "$.source.value")).isEqualTo("\"Edo\"");
		assertThat(read(this.first, "/cities/1", "$.equal.localShared")).isEqualTo(true);
		assertThat(read(this.first, "/cities/1", "$.equal.localSource")).isEqualTo(false);
		assertThat(read(this.first, "/cities?hottest=5", "$.hottestKeys.length()")).isEqualTo(2);
		HttpResponse<String> dry = send(this.first, "DELETE", "/cities/1?dryRun=true", null);
		assertThat((String) JsonPath.read(dry.body(), "$.outcome")).isEqualTo("ALL_PODS");
		assertThat(cities(this.first).localContents().peek(1)).isNotNull();
		HttpResponse<String> evicted = send(this.first, "DELETE", "/cities/1", null);
		assertThat(evicted.statusCode()).isEqualTo(200);
		assertThat((String) JsonPath.read(evicted.body(), "$.outcome")).isEqualTo("ALL_PODS");
		await().until(() -> cities(this.second).localContents().peek(1) == null);
		assertThat(cities(this.second).get(1).get()).isEqualTo("Edo");
		assertThat(output).containsOnlyOnce("evict of key #").contains("of cache 'cities' by ");
		assertThat(output).doesNotContain("Edo", "Tokyo");
	}

	@Test
	void anOperatorLoadsACacheAgain() throws Exception {
		startTwo("servlet", WRITES);
		ROWS.put(2, "Heian-kyo");
		HttpResponse<String> begun = send(this.first, "POST", "/cities", "{\"dryRun\": true}");
		assertThat((String) JsonPath.read(begun.body(), "$.outcome")).isEqualTo("BEGUN");
		assertThat(cities(this.first).localContents().peek(2).get()).isEqualTo("Kyoto");
		failing = true;
		HttpResponse<String> away = send(this.first, "POST", "/cities", "{\"fleet\": true}");
		assertThat((String) JsonPath.read(away.body(), "$.outcome")).isEqualTo("SOURCE_AWAY");
		assertThat(cities(this.first).localContents().peek(2).get()).isEqualTo("Kyoto");
		failing = false;
		begun = send(this.first, "POST", "/cities", "{\"fleet\": true}");
		assertThat((String) JsonPath.read(begun.body(), "$.reach")).isEqualTo("ALL_PODS");
		assertThat((String) JsonPath.read(begun.body(), "$.outcome")).isEqualTo("BEGUN");
		await().until(() -> cities(this.first).localContents().peek(2) != null
				&& "Heian-kyo".equals(cities(this.first).localContents().peek(2).get()));
		await().until(() -> cities(this.second).localContents().peek(2) == null);
		assertThat(cities(this.second).get(2).get()).isEqualTo("Heian-kyo");
		assertThat(read(this.first, "/cities", "$.rewarms.succeeded")).isEqualTo(1);
		ROWS.put(1, "Edo");
		HttpResponse<String> reloaded = send(this.first, "POST", "/cities/1", "{}");
		assertThat((String) JsonPath.read(reloaded.body(), "$.outcome")).isEqualTo("ALL_PODS");
		assertThat(cities(this.first).localContents().peek(1).get()).isEqualTo("Edo");
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void byDefaultNothingIsChangedAndNothingIsShown(String type) throws Exception {
		startOne(type);
		assertThat(send(this.first, "DELETE", "/cities/1", null).statusCode()).isEqualTo(405);
		assertThat(send(this.first, "DELETE", "/cities", null).statusCode()).isEqualTo(405);
		assertThat(send(this.first, "POST", "/cities", "{}").statusCode()).isEqualTo(405);
		assertThat(send(this.first, "POST", "/cities/1", "{}").statusCode()).isEqualTo(405);
		assertThat(cities(this.first).localContents().peek(1)).isNotNull();
		String way = send(this.first, "GET", "/cities/1", null).body();
		assertThat(way).doesNotContain("Tokyo").contains("\"value\":\"******\"");
		assertThat(send(this.first, "GET", "/cities?hottest=5", null).body()).doesNotContain("i:1", "Tokyo");
		assertThat(send(this.first, "GET", "/towns/1", null).statusCode()).isEqualTo(404);
		HttpResponse<String> wrong = send(this.first, "GET", "/cities/Tokyo", null);
		assertThat(wrong.statusCode()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void theJacksonOfTheApplicationDoesNotChangeTheAnswers(String type) throws Exception {
		startOne(type, WRITES, "spring.jackson.property-naming-strategy=SNAKE_CASE",
				"spring.jackson.default-property-inclusion=non_null");
		assertThat(read(this.first, "/cities/1", "$.equal.localShared")).isEqualTo(true);
		assertThat(read(this.first, "/cities", "$.badRows")).isEqualTo(0);
		assertThat(read(this.first, "", "$.caches.cities.local.timeToLive")).isNotNull();
		HttpResponse<String> dry = send(this.first, "DELETE", "/cities/1?dryRun=true", null);
		assertThat((Boolean) JsonPath.read(dry.body(), "$.dryRun")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void aMisspeltDryRunChangesNothing(String type) throws Exception {
		startOne(type, WRITES);
		for (String parameter : new String[] { "dry-run", "dryrun", "dry_run", "DryRun" }) {
			assertThat(send(this.first, "DELETE", "/cities/1?" + parameter + "=true", null).statusCode())
				.isEqualTo(400);
			assertThat(send(this.first, "DELETE", "/cities?" + parameter + "=true", null).statusCode()).isEqualTo(400);
			assertThat(send(this.first, "POST", "/cities/1", "{\"" + parameter + "\": true}").statusCode())
				.isEqualTo(400);
			assertThat(send(this.first, "POST", "/cities", "{\"" + parameter + "\": true}").statusCode())
				.isEqualTo(400);
		}
		assertThat(cities(this.first).localContents().peek(1)).isNotNull();
		assertThat(send(this.first, "GET", "/cities/1?x=y", null).statusCode()).isEqualTo(200);
		assertThat(send(this.first, "DELETE", "/cities/1?dryRun=true", null).statusCode()).isEqualTo(200);
	}

	@Test
	void whoAskedIsLogged(CapturedOutput output) throws Exception {
		startOne("servlet", WRITES, "test.principal=alice");
		send(this.first, "DELETE", "/cities", null);
		assertThat(output).contains("clear of cache 'cities' by 'alice': all-pods");
	}

	private static TieredCache cities(@Nullable ConfigurableApplicationContext pod) {
		return pod.getBean(TieredCacheManager.class).getCache("cities");
	}

	private @Nullable Object read(@Nullable ConfigurableApplicationContext pod, String path, String json)
			throws Exception {
		return JsonPath.read(send(pod, "GET", path, null).body(), json);
	}

	private HttpResponse<String> send(@Nullable ConfigurableApplicationContext pod, String method, String path,
			@Nullable String body) throws Exception {
		int port = ((WebServerApplicationContext) pod).getWebServer().getPort();
		return this.http
			.send(HttpRequest.newBuilder(URI.create("http://localhost:%d/actuator/cachewarmup%s".formatted(port, path)))
				.header("Content-Type", "application/json")
				.method(method, (body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody())
				.build(), BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	@Import(Authentication.class)
	static class Application {

		@Bean
		CacheSource<Integer, String> rows() {
			return new Rows();
		}

		@Bean
		Cities cities() {
			return new Cities();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty("test.principal")
	static class Authentication {

		@Bean
		Filter authenticated(@Value("${test.principal}") String name) {
			return (request, response, chain) -> chain
				.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request) {

					@Override
					public Principal getUserPrincipal() {
						return () -> name;
					}

				}, response);
		}

	}

	static class Rows implements CacheSource<Integer, String> {

		@Override
		public @Nullable String load(Integer key) {
			if (failing) {
				throw new IllegalStateException("The source is away");
			}
			return ROWS.get(key);
		}

		@Override
		public void stream(EntrySink<? super Integer, ? super String> sink) throws Exception {
			for (Map.Entry<Integer, String> row : ROWS.entrySet()) {
				sink.accept(row.getKey(), row.getValue());
			}
		}

	}

	static class Cities {

		@Cacheable("cities")
		public @Nullable String name(Integer id) {
			return null;
		}

	}

}
