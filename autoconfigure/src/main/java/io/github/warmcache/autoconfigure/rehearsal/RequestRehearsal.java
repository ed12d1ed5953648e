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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties.RehearsalRequest;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.thread.DaemonThreads;
import io.github.warmcache.warmup.Rehearsal;

/**
 * Rehearsal that makes requests to the application's own endpoints. Each request has a
 * header by which the application can tell it from those of its users.
 */
final class RequestRehearsal implements Rehearsal {

	static final String HEADER = "X-Warmcache-Rehearsal";

	private static final EventLog logger = EventLog.of(RequestRehearsal.class);

	private final WarmcacheProperties.Rehearsal properties;

	private final TieredCacheManager caches;

	private final OwnAddress address;

	/**
	 * Create a rehearsal.
	 * @param properties the validated requests
	 * @param caches hold the keys
	 * @param address the address of the application
	 */
	RequestRehearsal(WarmcacheProperties.Rehearsal properties, TieredCacheManager caches, OwnAddress address) {
		this.properties = properties;
		this.caches = caches;
		this.address = address;
	}

	@Override
	public void rehearse() throws InterruptedException, RehearsalFailedException {
		String base = this.address.base();
		if (base == null) {
			logger.warn(LogEvent.REHEARSAL_WITHOUT_SERVER)
				.log("No request is rehearsed, because no web server is running");
			return;
		}
		ThreadFactory threads = DaemonThreads.numbered("warmcache-rehearsal-");
		ExecutorService workers = Executors.newFixedThreadPool(this.properties.parallelism(), threads);
		ExecutorService client = Executors.newCachedThreadPool(threads);
		try {
			HttpClient http = client(client);
			List<String> failures = new ArrayList<>();
			int made = 0;
			int failed = 0;
			for (RehearsalRequest request : this.properties.requests()) {
				Answers answers = rehearse(request, base, http, workers);
				made += answers.made;
				failed += answers.failures();
				answers.describe(name(request), failures);
			}
			if (!failures.isEmpty()) {
				throw new RehearsalFailedException(
						"%d of %d requests failed: %s".formatted(failed, made, String.join("; ", failures)));
			}
		}
		finally {
			workers.shutdownNow();
			client.shutdownNow();
		}
	}

	private HttpClient client(ExecutorService executor) {
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.executor(executor)
			// Paths may contain keys, which no proxy should see.
			.proxy(HttpClient.Builder.NO_PROXY)
			.connectTimeout(this.properties.deadline());
		if (this.address.isSecured()) {
			builder.sslContext(AnyCertificate.sslContext());
		}
		return builder.build();
	}

	private static String name(RehearsalRequest request) {
		return (request.name() != null) ? request.name() : String.valueOf(request.path());
	}

	private Answers rehearse(RehearsalRequest request, String base, HttpClient http, ExecutorService workers)
			throws InterruptedException {
		RequestPaths paths = paths(request);
		Answers answers = new Answers(paths.isEmpty() ? 0 : request.times());
		AtomicInteger next = new AtomicInteger();
		Callable<Void> worker = () -> {
			for (int i = next.getAndIncrement(); i < answers.made; i = next.getAndIncrement()) {
				answers.add(send(http, request, base + paths.get(i)));
			}
			return null;
		};
		List<Callable<Void>> tasks = new ArrayList<>();
		for (int i = 0; i < this.properties.parallelism(); i++) {
			tasks.add(worker);
		}
		for (Future<Void> done : workers.invokeAll(tasks)) {
			try {
				done.get();
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return answers;
	}

	private RequestPaths paths(RehearsalRequest request) {
		String path = String.valueOf(request.path());
		return (request.cache() != null) ? RequestPaths.of(path, this.caches.getCache(request.cache()), request.times())
				: RequestPaths.of(path);
	}

	/**
	 * Return the status of the answer, or the name of the exception if there is none.
	 */
	private String send(HttpClient http, RehearsalRequest request, String uri) throws InterruptedException {
		try {
			HttpRequest made = HttpRequest.newBuilder(URI.create(uri))
				.method(request.method(), HttpRequest.BodyPublishers.noBody())
				.header(HEADER, "true")
				.timeout(this.properties.deadline())
				.build();
			return String.valueOf(http.send(made, HttpResponse.BodyHandlers.discarding()).statusCode());
		}
		catch (IOException | IllegalArgumentException ex) {
			return ex.getClass().getSimpleName();
		}
	}

	/**
	 * Counts of the answers to one request by status or exception.
	 */
	private static final class Answers {

		private final int made;

		private final Map<String, Integer> counts = new ConcurrentHashMap<>();

		Answers(int made) {
			this.made = made;
		}

		void add(String answer) {
			this.counts.merge(answer, 1, Integer::sum);
		}

		private static boolean isSuccess(String answer) {
			return answer.startsWith("2");
		}

		int failures() {
			return this.counts.entrySet()
				.stream()
				.filter((entry) -> !isSuccess(entry.getKey()))
				.mapToInt(Map.Entry::getValue)
				.sum();
		}

		void describe(String name, List<String> failures) {
			if (this.made == 0) {
				failures.add(name + " was not made, because its cache holds no keys");
			}
			else if (failures() > 0) {
				failures.add(name + " "
						+ new TreeMap<>(this.counts).entrySet()
							.stream()
							.filter((entry) -> !isSuccess(entry.getKey()))
							.map((entry) -> "%s x %d".formatted(entry.getKey(), entry.getValue()))
							.collect(Collectors.joining(", ")));
			}
		}

	}

	/**
	 * Thrown if requests failed. The message says which ones and how.
	 */
	static final class RehearsalFailedException extends Exception {

		RehearsalFailedException(String message) {
			super(message);
		}

	}

}
