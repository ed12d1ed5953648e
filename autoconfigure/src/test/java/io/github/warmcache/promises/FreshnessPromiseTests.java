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
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.testsupport.Guard;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the promises 1 to 3: no value is too old, a pod reads what it wrote, and no
 * fill outlasts an invalidation.
 */
@Tag("servers")
class FreshnessPromiseTests {

	private static final String HARD_TTL = "no value is served after the end of its life";

	private static final String BOUND = "no value is served two seconds after its invalidation";

	private static final String OWN_WRITES = "a pod reads what it wrote as soon as the call returns";

	private static final String FILLS = "a fill that began before an invalidation is not kept after it";

	private static final Map<Object, String> database = new ConcurrentHashMap<>();

	private static PromisePod writer;

	private static PromisePod other;

	private final String key = UUID.randomUUID().toString();

	@BeforeAll
	static void start() {
		String namespace = UUID.randomUUID().toString();
		String[] properties = { "warmcache.caches.brief.key-type=java.lang.String",
				"warmcache.caches.brief.value-type=java.lang.String",
				"warmcache.caches.brief.shared.time-to-live=300ms", "warmcache.caches.local.shared.enabled=false" };
		writer = PromisePod.start(Servers.redis(), namespace, database, properties);
		other = PromisePod.start(Servers.redis(), namespace, database, properties);
	}

	@AfterAll
	static void stop() {
		writer.close();
		other.close();
	}

	@Test
	void noValueOutlivesItsTimeToLive() {
		outliveTheTimeToLive();
	}

	@Test
	void withoutTheDeadlineOfAnEntryAValueOutlivesIt() {
		try (Guard off = Guard.disabled(Guard.type("cache.local.LocalEntry"), "isExpired", false)) {
			Promises.assertBroken(HARD_TTL, this::outliveTheTimeToLive);
		}
	}

	/**
	 * The value lives shorter in Redis than a copy of it could live in the heap.
	 */
	private void outliveTheTimeToLive() {
		TieredCache brief = writer.cache("brief");
		assertThat(brief.get(this.key, () -> "old")).isEqualTo("old");
		Promises.eventually(Duration.ofSeconds(2), HARD_TTL, () -> brief.get(this.key, () -> "new").equals("new"));
	}

	@Test
	void changeIsHeardOf() {
		hearOfAChange();
	}

	@Test
	void lostMessageIsFoundOut() {
		loseAMessage();
	}

	@Test
	void withoutTheCheckOfSequencesALostMessageStaysLost() {
		try (Guard off = Guard.disabled(Guard.type("coherence.StripeChain"), "compare", null)) {
			Promises.assertBroken(BOUND, this::loseAMessage);
		}
	}

	private void loseAMessage() {
		try (Guard lost = Guard.disabled(Guard.type("coherence.ChangeListener"), "heardChange", null)) {
			hearOfAChange();
		}
	}

	private void hearOfAChange() {
		database.put(this.key, "old");
		writer.read(this.key);
		assertThat(other.read(this.key)).isEqualTo("old");
		writer.write(this.key, "new");
		Promises.eventually(Duration.ofSeconds(2), BOUND, () -> "new".equals(other.read(this.key)));
	}

	@Test
	void podReadsItsOwnWrite() {
		readOwnWrite();
	}

	@Test
	void withoutTheLocalDropAPodDoesNotReadItsOwnWrite() {
		try (Guard off = Guard.disabled(Guard.type("cache.change.Changes"), "evictLocally", false)) {
			Promises.assertBroken(OWN_WRITES, this::readOwnWrite);
		}
	}

	private void readOwnWrite() {
		database.put(this.key, "old");
		writer.read(this.key);
		writer.write(this.key, "new");
		Promises.require(OWN_WRITES, "new".equals(writer.read(this.key)));
	}

	@Test
	void podReadsItsOwnWriteAlthoughAReadCameInBetween() {
		readOwnWriteAfterAReadInBetween();
	}

	@Test
	void withoutTheSecondLocalDropAReadInBetweenBringsTheOldValueBack() {
		AtomicInteger calls = new AtomicInteger();
		try (Guard off = Guard.replaced(Guard.type("cache.change.Changes"), "evictLocally",
				(call) -> (calls.incrementAndGet() == 1) ? call.proceed() : false)) {
			Promises.assertBroken(OWN_WRITES, this::readOwnWriteAfterAReadInBetween);
		}
	}

	private void readOwnWriteAfterAReadInBetween() {
		database.put(this.key, "old");
		writer.read(this.key);
		try (Guard between = Guard.watched(Guard.type("tier.redis.RedisSharedTier"), "invalidate",
				(arguments) -> writer.read(this.key))) {
			writer.write(this.key, "new");
		}
		Promises.require(OWN_WRITES, "new".equals(writer.read(this.key)));
	}

	@Test
	void fillOfAnotherPodIsNotKeptAfterAnInvalidation() {
		fillInAnotherPod();
	}

	@Test
	void withoutTheLeaseSuchAFillIsKeptInRedis() {
		// A ticket as if the load had begun just before the fill.
		try (Guard off = Guard.replaced(Guard.type("tier.redis.RedisSharedTier"), "fill", (call) -> {
			if (((SharedTier) call.self()).read(call.arguments()[0]) instanceof SharedRead.Miss miss) {
				call.arguments()[3] = miss.ticket();
			}
			return call.proceed();
		})) {
			Promises.assertBroken(FILLS, this::fillInAnotherPod);
		}
	}

	private void fillInAnotherPod() {
		race(other.cache());
		Promises.require(FILLS, "new".equals(other.read(this.key)) && "new".equals(writer.read(this.key)));
	}

	@Test
	void fillOfTheSamePodIsNotKeptAfterAnInvalidation() {
		fillInTheSamePod();
	}

	@Test
	void withoutTheFenceSuchAFillIsKeptInTheHeap() {
		try (Guard off = Guard.disabled(Guard.type("cache.local.Fence"), "holds", true)) {
			Promises.assertBroken(FILLS, this::fillInTheSamePod);
		}
	}

	private void fillInTheSamePod() {
		TieredCache local = writer.cache("local");
		race(local);
		Promises.require(FILLS, "new".equals(local.get(this.key, () -> "new")));
	}

	/**
	 * Read the old value, and keep it only when the writer's invalidation has returned.
	 */
	private void race(TieredCache reader) {
		database.put(this.key, "old");
		CountDownLatch read = new CountDownLatch(1);
		CountDownLatch written = new CountDownLatch(1);
		CompletableFuture<String> fill = CompletableFuture.supplyAsync(() -> reader.get(this.key, () -> {
			String value = database.get(this.key);
			read.countDown();
			written.await();
			return value;
		}));
		await(read);
		writer.write(this.key, "new");
		writer.cache("local").evict(this.key);
		written.countDown();
		assertThat(fill.join()).isEqualTo("old");
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
