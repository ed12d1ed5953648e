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

package io.github.warmcache.autoconfigure.health;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import com.jayway.jsonpath.JsonPath;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static org.awaitility.Awaitility.await;

/**
 * Whole application on real ports, whose caches a test warms step by step. It is started
 * on a thread of its own, because a start lasts as long as the warm-up.
 */
final class RunningApplication implements AutoCloseable {

	/**
	 * What a start may take on a machine that is busy.
	 */
	private static final Duration START = Duration.ofSeconds(90);

	private final HttpClient http = HttpClient.newHttpClient();

	private final Map<String, Integer> ports = new ConcurrentHashMap<>();

	private final CompletableFuture<ConfigurableApplicationContext> prepared = new CompletableFuture<>();

	private final CompletableFuture<ConfigurableApplicationContext> started;

	private RunningApplication(Class<?> application, WebApplicationType type, @Nullable GatedWarmer warmer,
			String... properties) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(application).web(type)
			.properties("server.port=0", "spring.main.banner-mode=off", "warmcache.warmup.retry.initial-delay=10ms",
					"warmcache.warmup.retry.max-delay=20ms")
			.properties((warmer != null) ? "warmcache.caches.cities.warmup.from=gated" : "")
			.properties(properties)
			.listeners((ApplicationListener<WebServerInitializedEvent>) (event) -> this.ports.put(
					String.valueOf(event.getApplicationContext().getServerNamespace()), event.getWebServer().getPort()))
			.initializers((context) -> {
				if (warmer != null) {
					((GenericApplicationContext) context).registerBean("gated", GatedWarmer.class, () -> warmer);
				}
				this.prepared.complete(context);
			});
		this.started = CompletableFuture.supplyAsync(builder::run, (task) -> new Thread(task, "application").start());
	}

	/**
	 * Start the application whose cache a warmer of the test fills.
	 */
	static RunningApplication start(WebApplicationType type, GatedWarmer warmer, String... properties) {
		return new RunningApplication(WarmedApplication.class, type, warmer, properties);
	}

	/**
	 * Start any application, with a web server.
	 */
	static RunningApplication start(Class<?> application, String... properties) {
		return new RunningApplication(application, WebApplicationType.SERVLET, null, properties);
	}

	/**
	 * The context, whether its start is over or not.
	 */
	ConfigurableApplicationContext context() throws Exception {
		return this.prepared.get(START.toSeconds(), TimeUnit.SECONDS);
	}

	CompletableFuture<ConfigurableApplicationContext> started() {
		return this.started;
	}

	ConfigurableApplicationContext awaitStarted() throws Exception {
		return this.started.get(START.toSeconds(), TimeUnit.SECONDS);
	}

	Response get(String path) {
		return get("null", path);
	}

	Response getManagement(String path) {
		return get("management", path);
	}

	private Response get(String namespace, String path) {
		await().atMost(START).until(() -> this.ports.containsKey(namespace));
		URI uri = URI.create("http://localhost:" + this.ports.get(namespace) + path);
		try {
			HttpResponse<String> response = this.http.send(HttpRequest.newBuilder(uri).build(),
					HttpResponse.BodyHandlers.ofString());
			return new Response(response.statusCode(), response.body());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	boolean isManagementSeparate() {
		return this.ports.containsKey("management");
	}

	@Override
	public void close() throws Exception {
		context().close();
		// Its end may be that of an abandoned start.
		await().atMost(START).until(this.started::isDone);
	}

	/**
	 * Answer of the application.
	 *
	 * @param status the HTTP status
	 * @param body the body
	 */
	record Response(int status, String body) {

		@Nullable Object read(String path) {
			return JsonPath.read(this.body, path);
		}

		/**
		 * Read a detail of the warm-up, such as {@code caches.cities.entries}.
		 */
		@Nullable Object detail(String path) {
			return read("$.components.cacheWarmup.details." + path);
		}

	}

}
