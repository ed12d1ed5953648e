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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.github.warmcache.testsupport.ConnectionProperties;
import io.github.warmcache.testsupport.Servers;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One instance of the atlas, which a test starts and ends. Several share what they share
 * in a cluster: the servers.
 */
final class AtlasPod implements AutoCloseable {

	private static final long START_SECONDS = Duration.ofMinutes(2).toSeconds();

	private final CompletableFuture<AtlasClient> listening = new CompletableFuture<>();

	private final CompletableFuture<AtlasClient> operations = new CompletableFuture<>();

	private final CompletableFuture<ConfigurableApplicationContext> started = new CompletableFuture<>();

	private final AtomicReference<ConfigurableApplicationContext> context = new AtomicReference<>();

	private final List<String> arguments = new ArrayList<>();

	private AtlasPod(List<ConnectionProperties> servers, String... properties) {
		Stream
			.concat(Arrays.stream(Servers.properties(servers.toArray(ConnectionProperties[]::new))),
					Arrays.stream(properties))
			.forEach((property) -> this.arguments.add("--" + property));
		this.arguments.add("--server.port=0");
		new Thread(this::run, "atlas-pod").start();
	}

	/**
	 * Begin to start a pod.
	 * @return a pod that may not listen yet, and whose caches are not warm yet
	 */
	static AtlasPod launch(List<ConnectionProperties> servers, String... properties) {
		return new AtlasPod(servers, properties);
	}

	/**
	 * Start a pod.
	 * @return a pod whose start is over, with its warm-up
	 */
	static AtlasPod start(List<ConnectionProperties> servers, String... properties) {
		AtlasPod pod = launch(servers, properties);
		pod.awaitStart();
		return pod;
	}

	private void run() {
		SpringApplication application = new SpringApplication(SampleApplication.class);
		application.addInitializers(this.context::set);
		application.addListeners(new PortListener());
		try {
			this.started.complete(application.run(this.arguments.toArray(String[]::new)));
		}
		catch (Throwable ex) {
			this.started.completeExceptionally(ex);
			this.listening.completeExceptionally(ex);
			this.operations.completeExceptionally(ex);
		}
	}

	void awaitStart() {
		this.started.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
	}

	boolean isStarted() {
		return this.started.isDone();
	}

	/**
	 * Return a client, as soon as the pod listens.
	 */
	AtlasClient client() {
		return this.listening.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
	}

	/**
	 * Return a client of the port of the endpoints, where the pod has one, as soon as it
	 * listens there.
	 */
	AtlasClient operations() {
		return this.operations.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
	}

	/**
	 * Return the application itself, as soon as it was started.
	 */
	ConfigurableApplicationContext context() {
		return this.started.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
	}

	@Override
	public void close() {
		ConfigurableApplicationContext current = this.context.get();
		if (current != null) {
			current.close();
		}
	}

	private final class PortListener implements ApplicationListener<WebServerInitializedEvent> {

		@Override
		public void onApplicationEvent(WebServerInitializedEvent event) {
			boolean ofTheEndpoints = WebServerApplicationContext.hasServerNamespace(event.getApplicationContext(),
					"management");
			(ofTheEndpoints ? AtlasPod.this.operations : AtlasPod.this.listening)
				.complete(new AtlasClient(event.getWebServer().getPort()));
		}

	}

}
