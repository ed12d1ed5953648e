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

package io.github.warmcache.warmup.measure;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.warmcache.warmup.GoodLoad;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link GoodLoads}.
 */
@ExtendWith(OutputCaptureExtension.class)
class GoodLoadsTests {

	private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");

	private final AtomicLong nanos = new AtomicLong();

	private final GoodLoads loads = new GoodLoads(() -> NOW, this.nanos::get);

	@AfterEach
	void stop() {
		this.loads.stop();
	}

	@Test
	void withoutAStoreThePodItselfRemembers() throws Exception {
		assertThat(this.loads.last("cities")).isNull();
		this.loads.add("cities", 20_000, "source", true);
		assertThat(this.loads.last("cities")).isEqualTo(load(20_000, 0));
		assertThat(this.loads.last("tags")).isNull();
	}

	@Test
	void theLaterLoadCountsInWhateverOrderTheyAreLearned() throws Exception {
		this.loads.add("cities", load(20_000, -10));
		this.loads.add("cities", load(15_000, -5));
		this.loads.add("cities", load(30_000, -20));
		assertThat(this.loads.last("cities")).isEqualTo(load(15_000, -5));
	}

	@Test
	void aClockThatIsALittleAheadMakesALoadOfNow() throws Exception {
		this.loads.add("cities", load(20_000, 30));
		assertThat(this.loads.last("cities")).isEqualTo(load(20_000, 0));
	}

	@Test
	void aLoadOfTheFutureIsOlderThanAnyOther() throws Exception {
		this.loads.add("cities", load(20_000, 1_000_000));
		assertThat(this.loads.last("cities").entries()).isEqualTo(20_000);
		this.loads.add("cities", load(15_000, -1_000_000));
		assertThat(this.loads.last("cities")).isEqualTo(load(15_000, -1_000_000));
	}

	@Test
	void aNewPodLearnsBeforeItsFirstFill() throws Exception {
		FakeStore store = new FakeStore(false);
		store.kept.put("cities", load(20_000, -60));
		this.loads.keepIn(store);
		this.loads.start();
		assertThat(this.loads.last("cities")).isEqualTo(load(20_000, -60));
	}

	@Test
	void aStoreThatJoinsLaterIsAskedToo() throws Exception {
		this.loads.start();
		assertThat(this.loads.last("cities")).isNull();
		FakeStore store = new FakeStore(true);
		store.kept.put("cities", load(20_000, -60));
		this.loads.keepIn(store);
		assertThat(this.loads.last("cities")).isEqualTo(load(20_000, -60));
	}

	@Test
	void noStoreIsAskedBeforeThereIsACache() {
		FakeStore store = new FakeStore(true);
		this.loads.keepIn(store);
		this.loads.start();
		await().during(Duration.ofMillis(200)).until(() -> store.asked.get() == 0);
	}

	@Test
	void aStoreThatForgetsHasItBackInAMoment() {
		FakeStore store = new FakeStore(true);
		this.loads.keepIn(store);
		this.loads.start();
		this.loads.add("cities", 20_000, "source", true);
		await().until(() -> load(20_000, 0).equals(store.kept("cities")));
		store.forget();
		await().until(() -> load(20_000, 0).equals(store.kept("cities")));
	}

	@Test
	void aStoreThatKeepsIsToldWhenSomethingIsNew() {
		FakeStore store = new FakeStore(false);
		FakeStore forgetful = new FakeStore(true);
		this.loads.keepIn(store);
		this.loads.keepIn(forgetful);
		this.loads.start();
		this.loads.add("cities", load(20_000, -10));
		await().until(() -> store.kept("cities") != null && forgetful.asked.get() >= 3);
		int asked = store.asked.get();
		assertThat(asked).isLessThanOrEqualTo(3);
		this.loads.add("cities", load(21_000, -5));
		await().until(() -> load(21_000, -5).equals(store.kept("cities")));
		assertThat(store.asked).hasValue(asked + 1);
	}

	@Test
	void whatOneStoreKnowsReachesTheOther() throws Exception {
		FakeStore table = new FakeStore(false);
		table.kept.put("cities", load(20_000, -60));
		table.kept.put("foreign", load(7, -60));
		FakeStore redis = new FakeStore(true);
		this.loads.keepIn(redis);
		this.loads.keepIn(table);
		this.loads.start();
		assertThat(this.loads.last("cities")).isEqualTo(load(20_000, -60));
		await().until(() -> load(20_000, -60).equals(redis.kept("cities")));
		assertThat(redis.kept("foreign")).as("a cache that this pod does not have").isNull();
	}

	@Test
	void aStoreThatFailsIsNamedOnceAndAskedAgainLater(CapturedOutput output) {
		FakeStore store = new FakeStore(false);
		FakeStore forgetful = new FakeStore(true);
		store.failing = true;
		this.loads.keepIn(store);
		this.loads.keepIn(forgetful);
		this.loads.start();
		this.loads.add("cities", 20_000, "source", true);
		await().until(() -> forgetful.asked.get() >= 2);
		assertThat(store.asked).hasValue(1);
		this.nanos.addAndGet(Duration.ofSeconds(30).toNanos());
		await().until(() -> store.asked.get() == 2);
		store.failing = false;
		this.nanos.addAndGet(Duration.ofSeconds(30).toNanos());
		await().until(() -> store.kept("cities") != null);
		assertThat(output).containsOnlyOnce("cannot be kept in the fake store (java.io.IOException)");
	}

	@Test
	void whatAPodLoadedWhileItKnewNothingGivesWayToWhatAStoreRemembers(CapturedOutput output) throws Exception {
		FakeStore table = new FakeStore(false);
		table.kept.put("cities", load(20_000, -60));
		table.kept.put("tags", load(20_000, -60));
		table.failing = true;
		FakeStore redis = new FakeStore(true);
		this.loads.keepIn(table);
		this.loads.keepIn(redis);
		this.loads.start();
		assertThat(this.loads.last("cities")).isNull();
		this.loads.add("cities", 9, "source", false);
		this.loads.add("tags", 9, "source", true);
		await().until(() -> redis.kept("cities") != null && redis.kept("tags") != null);
		table.failing = false;
		this.nanos.addAndGet(Duration.ofSeconds(30).toNanos());
		await().until(() -> this.loads.last("cities").entries() == 20_000);
		await().until(() -> table.kept("tags").entries() == 9);
		assertThat(table.kept("cities").entries()).isEqualTo(20_000);
		assertThat(this.loads.last("tags").entries()).as("the user has written that nine are enough").isEqualTo(9);
		assertThat(output).containsOnlyOnce(
				"Cache 'cities' was filled with 9 entries while the fake store did not answer, which remembers 20,000");
	}

	@Test
	void aStoreThatHangsHoldsUpNoOtherOne() throws Exception {
		CountDownLatch hang = new CountDownLatch(1);
		FakeStore redis = new FakeStore(true);
		redis.kept.put("cities", load(20_000, -60));
		this.loads.keepIn(new FakeStore(false) {

			@Override
			public synchronized Map<String, GoodLoad> exchange(Map<String, GoodLoad> known) throws Exception {
				hang.await();
				return super.exchange(known);
			}

		});
		this.loads.keepIn(redis);
		this.loads.start();
		assertThat(this.loads.last("cities")).isEqualTo(load(20_000, -60));
		redis.forget();
		await().until(() -> redis.kept("cities") != null);
		hang.countDown();
	}

	@Test
	void stopsAndStartsAgain() {
		FakeStore store = new FakeStore(true);
		this.loads.keepIn(store);
		this.loads.add("cities", 20_000, "source", true);
		assertThat(this.loads.isRunning()).isFalse();
		this.loads.start();
		assertThat(this.loads.isRunning()).isTrue();
		await().until(() -> store.kept("cities") != null);
		this.loads.stop();
		assertThat(this.loads.isRunning()).isFalse();
		store.forget();
		int asked = store.asked.get();
		await().during(Duration.ofMillis(200)).until(() -> store.asked.get() == asked);
		this.loads.start();
		await().until(() -> store.kept("cities") != null);
	}

	private static GoodLoad load(long entries, long seconds) {
		return new GoodLoad(entries, NOW.plusSeconds(seconds), "source");
	}

	private static class FakeStore implements GoodLoadStore {

		private final boolean forgets;

		final AtomicInteger asked = new AtomicInteger();

		final Map<String, GoodLoad> kept = new LinkedHashMap<>();

		volatile boolean failing;

		FakeStore(boolean forgets) {
			this.forgets = forgets;
		}

		@Override
		public String name() {
			return "the fake store";
		}

		@Override
		public boolean forgets() {
			return this.forgets;
		}

		@Override
		public synchronized Map<String, GoodLoad> exchange(Map<String, GoodLoad> known) throws Exception {
			this.asked.incrementAndGet();
			if (this.failing) {
				throw new IOException("secret");
			}
			known.forEach(
					(name, load) -> this.kept.merge(name, load, (one, other) -> other.isNewerThan(one) ? other : one));
			return new LinkedHashMap<>(this.kept);
		}

		synchronized @Nullable GoodLoad kept(String name) {
			return this.kept.get(name);
		}

		synchronized void forget() {
			this.kept.clear();
		}

	}

}
