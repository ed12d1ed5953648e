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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.testsupport.Guard;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the promises 5 and 7: what Redis does costs a call 200 ms at most, few calls
 * pay that, and no outage makes a pod unready.
 */
@Tag("servers")
class OutagePromiseTests {

	private static final String TIMEOUT = "a frozen Redis costs a call about 200 ms";

	private static final String BREAKER = "few calls pay for a frozen Redis";

	private static final String SILENCE = "a Redis that fell silent is noticed before the first call to it times out";

	private static final String READY = "a pod that was ready stays ready";

	private final Map<Object, String> database = new ConcurrentHashMap<>();

	private OwnRedisServer redis;

	private PromisePod pod;

	@BeforeEach
	void start() {
		this.redis = Servers.newRedis();
		startPod();
	}

	private void startPod(String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		// The health of Redis is asked through the application's own connections.
		all.addAll(List.of("spring.data.redis.timeout=500ms", "spring.data.redis.connect-timeout=500ms"));
		this.pod = PromisePod.start(this.redis, UUID.randomUUID().toString(), this.database,
				all.toArray(String[]::new));
		this.pod.read("before", () -> "value");
	}

	@AfterEach
	void stop() {
		this.redis.resume();
		this.pod.close();
		this.redis.close();
	}

	@Test
	void callDoesNotWaitLongForAFrozenRedis() {
		readOnce();
	}

	@Test
	void withoutTheTimeoutACallWaitsForAFrozenRedis() {
		this.pod.close();
		try (Guard off = Guard.disabled(Guard.type("redis.RedisTierTimeouts"), "command", Duration.ofMinutes(1))) {
			startPod();
			Promises.assertBroken(TIMEOUT, this::readOnce);
		}
	}

	/**
	 * The promise is 200 ms; a busy machine may take its time, but not for ever.
	 */
	private void readOnce() {
		this.redis.pause();
		CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> this.pod.read("cold", () -> "value"));
		try {
			assertThat(read.get(1500, TimeUnit.MILLISECONDS)).isEqualTo("value");
		}
		catch (TimeoutException ex) {
			throw new AssertionError("Promised: " + TIMEOUT, ex);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			this.redis.resume();
			read.join();
		}
	}

	@Test
	void fewCallsPayForAFrozenRedis() {
		readOften();
	}

	@Test
	void withoutTheBreakerEachCallPays() {
		try (Guard off = Guard.disabled(Guard.type("breaker.Resilience4jCallBreaker"), "permits", true);
				Guard silent = Guard.disabled(Guard.type("breaker.Resilience4jCallBreaker"), "failed", null)) {
			Promises.assertBroken(BREAKER, this::readOften);
		}
	}

	private void readOften() {
		this.redis.pause();
		try {
			int paid = 0;
			for (int i = 0; i < 16; i++) {
				long start = System.nanoTime();
				assertThat(this.pod.read("cold " + i, () -> "value")).isEqualTo("value");
				if (System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(150)) {
					paid++;
				}
			}
			// Five open it. Without it, the silent connection is given up after ten, and
			// after fewer where the machine is slow.
			Promises.require(BREAKER, paid <= 6);
		}
		finally {
			this.redis.resume();
		}
	}

	@Test
	void silenceIsNoticedWhileCallsWait() {
		readWhileOthersWait();
	}

	@Test
	void withoutTheGateSilenceIsNoticedTooLate() {
		try (Guard off = Guard.disabled(Guard.type("redis.StallDetector"), "enter", true);
				Guard leave = Guard.disabled(Guard.type("redis.StallDetector"), "leave", null)) {
			Promises.assertBroken(SILENCE, this::readWhileOthersWait);
		}
	}

	private void readWhileOthersWait() {
		this.pod.close();
		startPod("warmcache.shared.command-timeout=3s");
		ExecutorService threads = Executors.newCachedThreadPool();
		this.redis.pause();
		try {
			for (int i = 0; i < 12; i++) {
				String key = "waiting " + i;
				threads.execute(() -> this.pod.read(key, () -> "value"));
			}
			AtomicInteger keys = new AtomicInteger();
			Promises.eventually(Duration.ofMillis(2200), SILENCE, () -> {
				String key = "cold " + keys.incrementAndGet();
				return "value"
					.equals(threads.submit(() -> this.pod.read(key, () -> "value")).get(500, TimeUnit.MILLISECONDS));
			});
		}
		finally {
			this.redis.resume();
			threads.shutdown();
		}
	}

	@Test
	void podStaysReadyWithoutRedis() {
		loseRedis();
	}

	@Test
	void podWouldNotStayReadyIfItsReadinessDependedOnRedis() {
		try (Guard off = Guard.disabled(Guard.type("autoconfigure.health.ReadinessGroupPostProcessor$ReadinessGroup"),
				"isMember", true)) {
			Promises.assertBroken(READY, this::loseRedis);
		}
	}

	private void loseRedis() {
		assertThat(health("readiness")).isEqualTo(Status.UP);
		this.redis.kill();
		Promises.eventually(Duration.ofSeconds(10), "the outage is seen at all",
				() -> Status.DOWN.equals(health("redis")));
		Promises.require(READY, Status.UP.equals(health("readiness")));
		assertThat(health("liveness")).isEqualTo(Status.UP);
	}

	private Status health(String path) {
		return this.pod.bean(HealthEndpoint.class).healthForPath(path).getStatus();
	}

}
