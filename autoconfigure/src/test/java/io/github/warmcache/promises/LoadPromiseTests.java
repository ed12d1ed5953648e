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

package io.github.warmcache.promises;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.testsupport.Guard;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.SharedTier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests of the promise 6: one load per key across the fleet, and never more at once than
 * the bulkhead lets through.
 */
@Tag("servers")
class LoadPromiseTests {

	private static final String ONE_IN_A_POD = "one load per key in a pod";

	private static final String ONE_IN_ALL = "one load per key in all pods";

	private static final String BULKHEAD = "never more loads at once than allowed";

	private static final int THREADS = 8;

	private static final int MOST = 2;

	private static final Map<Object, String> database = new ConcurrentHashMap<>();

	private static final List<PromisePod> pods = new ArrayList<>();

	private final String key = UUID.randomUUID().toString();

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	private final AtomicInteger asked = new AtomicInteger();

	private final AtomicInteger loads = new AtomicInteger();

	@BeforeAll
	static void start() {
		String namespace = UUID.randomUUID().toString();
		for (int i = 0; i < 3; i++) {
			pods.add(PromisePod.start(Servers.redis(), namespace, database, "warmcache.shared.command-timeout=5s",
					"warmcache.caches.local.shared.enabled=false", "warmcache.caches.narrow.shared.enabled=false",
					"warmcache.caches.narrow.max-concurrent-loads=" + MOST));
		}
	}

	@AfterAll
	static void stop() {
		pods.forEach(PromisePod::close);
	}

	@AfterEach
	void end() {
		this.threads.shutdownNow();
	}

	@Test
	void manyThreadsOfAPodLoadAKeyOnce() {
		loadInOnePod();
	}

	@Test
	void withoutFlightsEachThreadLoads() {
		try (Guard off = Guard.disabled(Guard.type("cache.flight.Flights"), "join", null)) {
			Promises.assertBroken(ONE_IN_A_POD, this::loadInOnePod);
		}
	}

	private void loadInOnePod() {
		TieredCache local = pods.get(0).cache("local");
		try (Guard watch = Guard.watched(Guard.type("cache.flight.Flights"), "join",
				(arguments) -> this.asked.incrementAndGet())) {
			all(THREADS, (i) -> local.get(this.key, () -> loadOnceAsked(THREADS)));
		}
		Promises.require(ONE_IN_A_POD, this.loads.get() == 1);
	}

	@Test
	void podsLoadAKeyOnce() {
		loadInAllPods();
	}

	@Test
	void withoutTheLeaseEachPodLoads() {
		try (Guard off = Guard.replaced(Guard.type("tier.redis.RedisSharedTier"), "readOrLease",
				(call) -> ((SharedTier) call.self()).read(call.arguments()[0]))) {
			Promises.assertBroken(ONE_IN_ALL, this::loadInAllPods);
		}
	}

	private void loadInAllPods() {
		try (Guard watch = Guard.watched(Guard.type("tier.redis.RedisSharedTier"), "readOrLease",
				(arguments) -> this.asked.incrementAndGet())) {
			all(pods.size(), (i) -> pods.get(i).read(this.key, () -> loadOnceAsked(pods.size())));
		}
		Promises.require(ONE_IN_ALL, this.loads.get() == 1);
	}

	/**
	 * Load, and return only when all others have asked for the key too.
	 */
	private String loadOnceAsked(int others) {
		this.loads.incrementAndGet();
		// Soon after, for the other pods wait half a second only.
		awaitAsked(others);
		return "value";
	}

	private void awaitAsked(int count) {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> this.asked.get() >= count);
	}

	@Test
	void loadsOfManyKeysStayWithinTheBulkhead() {
		loadManyKeys();
	}

	@Test
	void withoutTheBulkheadAllLoadAtOnce() {
		try (Guard off = Guard.replaced(Guard.type("cache.flight.Bulkhead"), "tryAcquire", (call) -> {
			Object permit = call.proceed();
			return (permit != null) ? permit : freePermit();
		})) {
			Promises.assertBroken(BULKHEAD, this::loadManyKeys);
		}
	}

	private static Object freePermit() throws ReflectiveOperationException {
		var constructor = Guard.type("cache.flight.Bulkhead$Permit")
			.getDeclaredConstructor(Guard.type("cache.flight.Bulkhead"));
		constructor.setAccessible(true);
		return constructor.newInstance((Object) null);
	}

	private void loadManyKeys() {
		TieredCache narrow = pods.get(0).cache("narrow");
		AtomicInteger most = new AtomicInteger();
		try (Guard watch = Guard.watched(Guard.type("cache.flight.Bulkhead"), "acquire",
				(arguments) -> this.asked.incrementAndGet());
				Guard tries = Guard.watched(Guard.type("cache.flight.LoadLimits"), "deadline",
						(arguments) -> this.asked.incrementAndGet())) {
			all(THREADS, (i) -> narrow.get(this.key + i, () -> {
				most.accumulateAndGet(this.loads.incrementAndGet(), Math::max);
				awaitAsked(THREADS);
				this.loads.decrementAndGet();
				return "value";
			}));
		}
		Promises.require(BULKHEAD, most.get() <= MOST);
	}

	private void all(int count, ThrowingIntFunction task) {
		List<CompletableFuture<Void>> running = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			int number = i;
			Callable<Object> call = () -> task.apply(number);
			running.add(CompletableFuture.runAsync(() -> {
				try {
					call.call();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}, this.threads));
		}
		CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).orTimeout(30, TimeUnit.SECONDS).join();
	}

	@FunctionalInterface
	private interface ThrowingIntFunction {

		Object apply(int number) throws Exception;

	}

}
