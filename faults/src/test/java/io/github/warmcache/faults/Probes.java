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

package io.github.warmcache.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The kubelet: asks every pod whether it lives and whether it is ready, again and again.
 */
final class Probes implements AutoCloseable {

	private static final Duration PERIOD = Duration.ofMillis(500);

	/** A machine of two cores under load is slow without anybody being at fault. */
	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private static final int FAILURE_THRESHOLD = 3;

	private static final String SILENCE = "no answer: ";

	private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

	private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread created = new Thread(task, "probes");
		created.setDaemon(true);
		return created;
	});

	private final Supplier<List<PodProcess>> pods;

	private final Stalls stalls;

	private final List<String> failures = new ArrayList<>();

	private final Map<String, Integer> silences = new HashMap<>();

	Probes(Supplier<List<PodProcess>> pods, Stalls stalls) {
		this.pods = pods;
		this.stalls = stalls;
		this.thread.scheduleWithFixedDelay(this::probe, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void probe() {
		for (PodProcess pod : this.pods.get()) {
			for (String group : List.of("readiness", "liveness")) {
				long start = System.nanoTime();
				String failure = ask(pod, group);
				// A pod that was frozen meanwhile cannot have answered, nor one that did
				// not
				// get to run.
				boolean could = !pod.isFrozen() && !(failure.startsWith(SILENCE)
						&& this.stalls.during(start, System.nanoTime(), Set.of(pod.number(), Stalls.SUITE)));
				if (could && this.pods.get().contains(pod)) {
					note(pod, group, failure);
				}
			}
		}
	}

	private synchronized void note(PodProcess pod, String group, String failure) {
		String probe = pod.number() + group;
		if (failure.startsWith(SILENCE)) {
			if (this.silences.merge(probe, 1, Integer::sum) >= FAILURE_THRESHOLD) {
				this.failures.add("pod %d: %s: %s".formatted(pod.number(), group, failure));
			}
			return;
		}
		this.silences.remove(probe);
		if (!failure.isEmpty()) {
			this.failures.add("pod %d: %s: %s".formatted(pod.number(), group, failure));
		}
	}

	private String ask(PodProcess pod, String group) {
		if (pod.isFrozen()) {
			return "";
		}
		URI uri = URI.create("http://127.0.0.1:" + pod.port() + "/actuator/health/" + group);
		try {
			HttpResponse<String> answer = this.client.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
					HttpResponse.BodyHandlers.ofString());
			return (answer.statusCode() == 200) ? "" : answer.statusCode() + " " + answer.body();
		}
		catch (IOException ex) {
			return SILENCE + ex;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return "";
		}
	}

	/**
	 * Return the answers other than 200 since the last call, and pods that gave none
	 * three times in a row.
	 */
	synchronized List<String> failures() {
		List<String> result = List.copyOf(this.failures);
		this.failures.clear();
		return result;
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
	}

}
