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
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.jayway.jsonpath.JsonPath;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for look-ups of keys over HTTP, with sources on real servers.
 */
@Tag("servers")
class LookUpsOfKeysTests {

	private final HttpClient http = HttpClient.newHttpClient();

	@Test
	void lookUpsLeaveTheConnectionsOfThePoolToTheApplication() throws Exception {
		TestDatabase database = Servers.postgres().newDatabase();
		try (Connection connection = database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("create table city (id int primary key, name text)");
			statement.execute("insert into city values (1, 'Tokyo')");
		}
		try (ConfigurableApplicationContext pod = new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "spring.main.banner-mode=off",
					"warmcache.namespace=look-ups-" + UUID.randomUUID(),
					"warmcache.caches.cities.value-type=" + City.class.getName(),
					"warmcache.caches.cities.source.jdbc.query=select id, name from city",
					"warmcache.caches.cities.source.jdbc.key-column=id", "warmcache.caches.cities.load-timeout=1s",
					"management.endpoints.web.exposure.include=cachewarmup")
			.properties(Servers.properties(Servers.redis(), database))
			.run();
				Connection locking = database.dataSource().getConnection();
				Statement lock = locking.createStatement()) {
			HikariPoolMXBean pool = pod.getBean(HikariDataSource.class).getHikariPoolMXBean();
			locking.setAutoCommit(false);
			lock.execute("lock table city in access exclusive mode");
			List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
			for (int i = 0; i < 30; i++) {
				answers.add(this.http.sendAsync(request(pod, "/cities/1"), BodyHandlers.ofString()));
			}
			AtomicInteger most = new AtomicInteger();
			await().atMost(60, TimeUnit.SECONDS).pollInterval(10, TimeUnit.MILLISECONDS).until(() -> {
				most.accumulateAndGet(pool.getActiveConnections(), Math::max);
				return answers.stream().allMatch(CompletableFuture::isDone);
			});
			assertThat(most.get()).isBetween(1, 2);
			List<String> problems = answers.stream()
				.map((answer) -> (String) JsonPath.read(answer.join().body(), "$.source.problem"))
				.toList();
			assertThat(problems)
				.allMatch((problem) -> problem.startsWith("busy") || problem.equals("no answer in time"))
				.anyMatch((problem) -> problem.startsWith("busy"));
			assertThat(problems).filteredOn("no answer in time"::equals).hasSizeGreaterThanOrEqualTo(2);
			// The table is still locked, but the statements were cancelled.
			await().atMost(5, TimeUnit.SECONDS).until(() -> pool.getActiveConnections() == 0);
			locking.rollback();
			assertThat(read(pod, "/cities/1", "$.source.state")).isEqualTo("VALUE");
		}
	}

	@Test
	void aKeyThatOnlyTheFirstSourceHasIsEqualToWhatReadsReturn() throws Exception {
		try (OwnRedisServer redis = Servers.newRedis()) {
			redis.command("HSET", "profiles", "1", "one");
			try (ConfigurableApplicationContext pod = new SpringApplicationBuilder(Application.class)
				.properties("server.port=0", "spring.main.banner-mode=off",
						"warmcache.namespace=look-ups-" + UUID.randomUUID(),
						"warmcache.caches.profiles.source.redis-hash.key=profiles",
						"warmcache.caches.profiles.source.redis-hash.format=string",
						"warmcache.caches.profiles.source.bean=nothing",
						"warmcache.caches.profiles.source.order=redis-hash, bean",
						"warmcache.caches.profiles.warmup.enabled=false",
						"management.endpoints.web.exposure.include=cachewarmup")
				.properties("spring.autoconfigure.exclude="
						+ "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
				.properties(Servers.properties(redis))
				.run()) {
				assertThat(pod.getBean(Methods.class).profile("1")).isEqualTo("one");
				assertThat(read(pod, "/profiles/1", "$.source.state")).isEqualTo("VALUE");
				assertThat(read(pod, "/profiles/1", "$.equal.localSource")).isEqualTo(true);
				assertThat(read(pod, "/profiles/1", "$.sources[*].kind")).isEqualTo(List.of("redis-hash", "bean"));
				assertThat(read(pod, "/profiles/1", "$.sources[*].finding.state"))
					.isEqualTo(List.of("VALUE", "ABSENT"));
				assertThat(read(pod, "/profiles/1", "$.sources[*].ofReads")).isEqualTo(List.of(true, false));
			}
		}
	}

	private Object read(ConfigurableApplicationContext pod, String path, String json) throws Exception {
		return JsonPath.read(this.http.send(request(pod, path), BodyHandlers.ofString()).body(), json);
	}

	private static HttpRequest request(ConfigurableApplicationContext pod, String path) {
		int port = ((WebServerApplicationContext) pod).getWebServer().getPort();
		return HttpRequest.newBuilder(URI.create("http://localhost:%d/actuator/cachewarmup%s".formatted(port, path)))
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class Application {

		@Bean
		CacheSource<String, String> nothing() {
			return (key) -> null;
		}

		@Bean
		Methods methods() {
			return new Methods();
		}

	}

	public record City(int id, String name) {
	}

	static class Methods {

		@Cacheable("cities")
		public @Nullable City city(Integer id) {
			return null;
		}

		@Cacheable("profiles")
		public String profile(String id) {
			return "method";
		}

	}

}
