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

package io.github.warmcache.autoconfigure.rehearsal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties.Rehearsal;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties.RehearsalRequest;
import io.github.warmcache.autoconfigure.rehearsal.RequestRehearsal.RehearsalFailedException;
import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RequestRehearsal}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RequestRehearsalTests {

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final List<@Nullable String> headers = new CopyOnWriteArrayList<>();

	private final MockEnvironment environment = new MockEnvironment();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final TieredCacheManager caches = new TieredCacheManager(
			List::of, (
					name) -> TieredCache
						.builder(
								new CacheDefinition(name, ResolvableType.NONE, ResolvableType.NONE,
										new LocalTierSettings(100L, null, Duration.ofMinutes(1), 0,
												Duration.ofMinutes(1)),
										null))
						.build());

	private @Nullable HttpServer server;

	@BeforeEach
	void start() throws Exception {
		serve(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
	}

	private void serve(HttpServer created) {
		stop();
		created.setExecutor(this.threads);
		created.createContext("/", this::answer);
		created.start();
		this.server = created;
		this.environment.setProperty("local.server.port", String.valueOf(created.getAddress().getPort()));
	}

	private void answer(HttpExchange exchange) throws IOException {
		this.requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
		this.headers.add(exchange.getRequestHeaders().getFirst(RequestRehearsal.HEADER));
		boolean missing = exchange.getRequestURI().getPath().startsWith("/missing");
		exchange.sendResponseHeaders(missing ? 404 : 200, -1);
		exchange.close();
	}

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.stop(0);
		}
	}

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void requestsAreMadeAsOftenAsSaidAndAreMarked() throws Exception {
		rehearse(request("/a?b=c", null, "GET", 7), request("/d", null, "HEAD", 3));
		assertThat(this.requests).hasSize(10).containsOnly("GET /a?b=c", "HEAD /d");
		assertThat(this.headers).containsOnly("true");
	}

	@Test
	void keysOfTheCacheStandInThePathOneAfterTheOther() throws Exception {
		this.caches.getCache("cities").put("A b/ü+?", "value");
		this.caches.getCache("cities").put("plain", "value");
		this.caches.getCache("cities").put("absent", null);
		rehearse(request("/cities/{key}/x", "cities", "GET", 4));
		assertThat(this.requests).containsExactlyInAnyOrder("GET /cities/A%20b%2F%C3%BC%2B%3F/x", "GET /cities/plain/x",
				"GET /cities/A%20b%2F%C3%BC%2B%3F/x", "GET /cities/plain/x");
	}

	@Test
	void aCacheWithoutKeysIsSaid() {
		assertThatExceptionOfType(RehearsalFailedException.class)
			.isThrownBy(() -> rehearse(request("/cities/{key}", "cities", "GET", 4), request("/a", null, "GET", 1)))
			.withMessage("0 of 1 requests failed: /cities/{key} was not made, because its cache holds no keys");
		assertThat(this.requests).containsExactly("GET /a");
	}

	@Test
	void failuresAreCountedByTheirStatus() {
		assertThatExceptionOfType(RehearsalFailedException.class)
			.isThrownBy(() -> rehearse(request("/missing", null, "GET", 3), request("/a", null, "GET", 2),
					new RehearsalRequest("second", "/missing/too", null, "GET", 1)))
			.withMessage("4 of 6 requests failed: /missing 404 x 3; second 404 x 1");
	}

	@Test
	void aServerThatDoesNotAnswerIsAFailure() {
		stop();
		assertThatExceptionOfType(RehearsalFailedException.class)
			.isThrownBy(() -> rehearse(request("/a", null, "GET", 2)))
			.withMessage("2 of 2 requests failed: /a ConnectException x 2");
	}

	@Test
	void withoutAServerNothingIsDone(CapturedOutput output) throws Exception {
		this.environment.setProperty("local.server.port", "0");
		rehearse(request("/a", null, "GET", 2));
		assertThat(this.requests).isEmpty();
		assertThat(output).contains("No request is rehearsed, because no web server is running");
	}

	@Test
	void anInterruptionEndsItAtOnce() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		HttpServer slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		slow.createContext("/slow", (exchange) -> {
			begun.countDown();
			awaitUninterruptibly(end);
			exchange.close();
		});
		serve(slow);
		Thread thread = new Thread(() -> {
			try {
				rehearse(request("/slow", null, "GET", 100));
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
			catch (RehearsalFailedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		thread.start();
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		thread.interrupt();
		assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
		end.countDown();
	}

	@Test
	void aCertificateForAnotherNameIsTrusted(@TempDir Path directory) throws Exception {
		HttpsServer secured = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		secured.setHttpsConfigurator(new HttpsConfigurator(sslContext(directory.resolve("keys.p12"))));
		serve(secured);
		this.environment.setProperty("server.ssl.key-store", "keys.p12");
		rehearse(request("/a", null, "GET", 2));
		assertThat(this.requests).containsExactly("GET /a", "GET /a");
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static SSLContext sslContext(Path file) throws Exception {
		char[] password = "changeit".toCharArray();
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "web", "-keyalg", "RSA", "-dname", "CN=www.example.org", "-storetype",
				"PKCS12", "-keystore", file.toString(), "-storepass", new String(password))
			.redirectErrorStream(true)
			.start();
		assertThat(keytool.waitFor()).isZero();
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream content = Files.newInputStream(file)) {
			keys.load(content, password);
		}
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(keys, password);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), null, null);
		return context;
	}

	private void rehearse(RehearsalRequest... made) throws InterruptedException, RehearsalFailedException {
		new RequestRehearsal(new Rehearsal(List.of(made), Duration.ofSeconds(30), 2), this.caches,
				new OwnAddress(this.environment))
			.rehearse();
	}

	private static RehearsalRequest request(String path, @Nullable String cache, String method, int times) {
		return new RehearsalRequest(null, path, cache, method, times);
	}

}
