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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.testsupport.Guard;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.SharedTier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the promises 8 and 9: whatever bytes Redis holds are a value or a miss, a
 * loader's exception reaches its callers unchanged and is not kept, and what is served
 * instead has expired but was never invalidated.
 */
@Tag("servers")
class FailurePromiseTests {

	private static final String BYTES = "any bytes in Redis are a value or a miss";

	private static final String UNCHANGED = "the loader's own exception reaches every caller";

	private static final String NOT_KEPT = "a loader's exception is not kept";

	private static final String STALE = "an expired value is served when it cannot be loaded anew, and counted";

	private static final String NEVER_INVALIDATED = "no invalidated value is served when a load fails";

	private static final int DEEP = 250;

	private static final Map<Object, String> database = new ConcurrentHashMap<>();

	private static PromisePod pod;

	private final String key = UUID.randomUUID().toString();

	private final IllegalStateException failure = new IllegalStateException("The database is away");

	@BeforeAll
	static void start() {
		pod = PromisePod.start(Servers.redis(), UUID.randomUUID().toString(), database,
				"warmcache.shared.command-timeout=5s", "warmcache.caches.trees.key-type=java.lang.String",
				"warmcache.caches.trees.value-type=" + Tree.class.getName(),
				"warmcache.caches.stale.shared.enabled=false", "warmcache.caches.stale.time-to-live=200ms",
				"warmcache.caches.stale.stale-if-error=1h");
	}

	@AfterAll
	static void stop() {
		pod.close();
	}

	@Test
	void anyBytesAreAValueOrAMiss() {
		readForgedBytes();
	}

	@Test
	void withoutTheCatchOfWhatParsersThrowBytesReachTheCaller() {
		try (Guard off = Guard.replaced(Guard.type("tier.codec.ValueBytes"), "read", (call) -> {
			Object parsed = call.proceed();
			if (parsed == null) {
				throw new IllegalArgumentException("What a parser throws");
			}
			return parsed;
		})) {
			Promises.assertBroken(BYTES, this::readForgedBytes);
		}
	}

	@Test
	void withoutTheCapOfDepthForgedBytesAreRead() {
		pod.close();
		try (Guard off = Guard.replaced(Guard.type("tier.codec.ValueMappers"), "factory",
				(call) -> JsonFactory.builder()
					.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
					.build());
				Guard bounds = Guard.disabled(Guard.type("tier.codec.ValueMappers"), "requireBounded", null)) {
			start();
			Promises.assertBroken(BYTES, this::readForgedBytes);
		}
		finally {
			pod.close();
			start();
		}
	}

	private void readForgedBytes() {
		TieredCache trees = pod.cache("trees");
		StringRedisTemplate redis = pod.bean(StringRedisTemplate.class);
		trees.put(this.key, new Tree(List.of()));
		String name = redis.keys("*:v1:*" + this.key + "*").iterator().next();
		String stored = redis.opsForValue().get(name);
		String header = stored.substring(0, stored.indexOf('{'));
		for (String bytes : new String[] { "", "rubbish", "v1:", header, header + "{\"children\":", header + "\0",
				header + "[\"java.net.URL\",{}]", header + "{\"children\":[".repeat(DEEP) + "]}".repeat(DEEP) }) {
			redis.opsForValue().set(name, bytes);
			trees.localCopies().drop(this.key);
			try {
				Promises.require(BYTES, trees.get(this.key) == null);
			}
			catch (RuntimeException | StackOverflowError ex) {
				throw new AssertionError("Promised: " + BYTES, ex);
			}
		}
	}

	@Test
	void exceptionOfTheLoaderReachesEveryCallerUnchanged() {
		fail();
	}

	@Test
	void withoutThePassageOfExceptionsThoseWhoWaitedGetAnother() {
		try (Guard off = Guard.replaced(Guard.type("cache.load.SingleFlight"), "rethrow",
				(call) -> new IllegalStateException((Throwable) call.arguments()[0]))) {
			Promises.assertBroken(UNCHANGED, this::fail);
		}
	}

	private void fail() {
		TieredCache cache = pod.cache();
		long joined = cache.statistics().count(CacheEvent.FLIGHT_JOINED);
		CountDownLatch begun = new CountDownLatch(1);
		CompletableFuture<Throwable> first = CompletableFuture.supplyAsync(() -> failureOf(cache, () -> {
			begun.countDown();
			Awaitility.await().until(() -> cache.statistics().count(CacheEvent.FLIGHT_JOINED) > joined);
			throw this.failure;
		}));
		CompletableFuture<Throwable> second = CompletableFuture.supplyAsync(() -> {
			awaitLatch(begun);
			return failureOf(cache, () -> "never asked");
		});
		Promises.require(UNCHANGED, first.join() == this.failure && second.join() == this.failure);
		Promises.require(NOT_KEPT, "value".equals(cache.get(this.key, () -> "value")));
	}

	private @Nullable Throwable failureOf(TieredCache cache, Callable<String> loader) {
		try {
			cache.get(this.key, loader);
			return null;
		}
		catch (ValueRetrievalException ex) {
			return ex.getCause();
		}
	}

	@Test
	void expiredValueIsServedWhenItsLoadFails() {
		serveStale();
	}

	@Test
	void withoutStaleValuesTheFailureReachesTheCaller() {
		try (Guard off = Guard.disabled(Guard.type("cache.local.LocalTier"), "findStale", null)) {
			Promises.assertBroken(STALE, this::serveStale);
		}
	}

	private void serveStale() {
		TieredCache cache = pod.cache("stale");
		long served = cache.statistics().count(CacheEvent.STALE_SERVED);
		expire(cache);
		Promises.require(STALE, "old".equals(valueOf(cache)));
		Promises.require(STALE, cache.statistics().count(CacheEvent.STALE_SERVED) > served);
	}

	@Test
	void invalidatedValueIsNeverServed() {
		evictExpired();
	}

	@Test
	void withoutTheDropOfExpiredEntriesAnInvalidatedValueIsServed() {
		try (Guard off = Guard.disabled(Guard.type("cache.local.LocalTier"), "remove", false)) {
			Promises.assertBroken(NEVER_INVALIDATED, this::evictExpired);
		}
	}

	@Test
	void valueOfADroppedStripeIsNeverServed() {
		dropStripe();
	}

	@Test
	void withoutTheGenerationOfStripesADroppedValueIsServed() {
		try (Guard off = Guard.disabled(Guard.type("cache.local.LocalEntry"), "isInvalidated", false)) {
			Promises.assertBroken(NEVER_INVALIDATED, this::dropStripe);
		}
	}

	private void evictExpired() {
		TieredCache cache = pod.cache("stale");
		expire(cache);
		cache.evict(this.key);
		Promises.require(NEVER_INVALIDATED, valueOf(cache) == null);
	}

	private void dropStripe() {
		TieredCache cache = pod.cache("stale");
		expire(cache);
		for (int stripe = 0; stripe < SharedTier.STRIPES; stripe++) {
			cache.localCopies().dropStripe(stripe);
		}
		Promises.require(NEVER_INVALIDATED, valueOf(cache) == null);
	}

	private void expire(TieredCache cache) {
		cache.put(this.key, "old");
		Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> cache.get(this.key) == null);
	}

	/**
	 * Read while loads fail.
	 * @return the value, {@code null} for the failure
	 */
	private @Nullable String valueOf(TieredCache cache) {
		try {
			return cache.get(this.key, () -> {
				throw this.failure;
			});
		}
		catch (ValueRetrievalException ex) {
			assertThat(ex.getCause()).isSameAs(this.failure);
			return null;
		}
	}

	private static void awaitLatch(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * A value that may be nested.
	 */
	record Tree(List<Tree> children) {
	}

}
