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

package io.github.warmcache.warmup.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.RedisServerHandle;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads.Bid;
import io.github.warmcache.warmup.CacheProgress;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.CoordinationSettings;
import io.github.warmcache.warmup.FakeHeap;
import io.github.warmcache.warmup.TestWarmup;
import io.github.warmcache.warmup.fill.FillLimits;
import io.github.warmcache.warmup.fill.FillReport;
import io.github.warmcache.warmup.fill.MemoryGuard;
import io.github.warmcache.warmup.fill.SourceRows;
import io.github.warmcache.warmup.fill.WarmupStream;
import io.github.warmcache.warmup.warmer.CacheWarmers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * Tests for warm-ups that several pods share, on a real Redis.
 */
@Tag("servers")
class FleetWarmupTests {

	/**
	 * One of their own: so many keys would make every scan of the other tests slow.
	 */
	private static OwnRedisServer redis;

	private static final int ROWS = 20_000;

	private static final int CHUNK = 2000;

	private static final Duration LONG_LEASE = Duration.ofMinutes(10);

	private final String namespace = UUID.randomUUID().toString();

	private final TestTable table = new TestTable(ROWS);

	private final List<FleetPod> pods = new ArrayList<>();

	@BeforeAll
	static void startRedis() {
		redis = Servers.newRedis();
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	@AfterEach
	void closePods() {
		this.pods.forEach(FleetPod::close);
	}

	private FleetPod pod(CacheSource<Long, String> source, Duration lease) {
		return pod(redis, source, new CoordinationSettings(lease, 1, false, null));
	}

	private FleetPod pod(RedisServerHandle redis, CacheSource<Long, String> source, CoordinationSettings settings) {
		FleetPod pod = new FleetPod(redis, this.namespace, source, settings);
		this.pods.add(pod);
		return pod;
	}

	private void startAll() {
		CompletableFuture.allOf(this.pods.stream().map(FleetPod::start).toArray(CompletableFuture<?>[]::new)).join();
	}

	private void assertAllHoldAll() {
		assertThat(this.pods).allSatisfy((pod) -> {
			assertThat(pod.isWarm()).isTrue();
			assertThat(pod.held(ROWS)).isEqualTo(ROWS);
			assertThat(pod.progress().entries()).isEqualTo(ROWS);
			assertThat(pod.progress().lastError()).isNull();
		});
	}

	@Test
	void podsThatStartTogetherReadTheSourceOnce() {
		IntStream.range(0, 6).forEach((i) -> pod(this.table.chunks(CHUNK), LONG_LEASE));
		startAll();
		assertAllHoldAll();
		assertThat(this.table.read).hasValue(ROWS);
		FinishedLoad finished = this.pods.get(0).loads().lastFinished();
		assertThat(finished.entries()).isEqualTo(ROWS);
	}

	@Test
	void aSourceWithoutChunksIsReadOnceToo() {
		IntStream.range(0, 4).forEach((i) -> pod(this.table.whole(), LONG_LEASE));
		startAll();
		assertAllHoldAll();
		assertThat(this.table.read).hasValue(ROWS);
	}

	@Test
	void partsOfTheSourceAreReadAtOnce() {
		CountDownLatch together = new CountDownLatch(4);
		TestTable.RowHook meeting = (key) -> {
			if (key % (ROWS / 4) == 1) {
				together.countDown();
				assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
			}
		};
		for (int i = 0; i < 2; i++) {
			pod(redis, this.table.chunks(CHUNK).hook(meeting), new CoordinationSettings(LONG_LEASE, 4, false, null));
		}
		startAll();
		assertAllHoldAll();
		assertThat(this.table.read).hasValue(ROWS);
	}

	@Test
	void withoutCoordinationEachPodReadsTheSource() {
		for (int i = 0; i < 2; i++) {
			pod(redis, this.table.chunks(CHUNK), new CoordinationSettings(null, 2, false, null));
		}
		this.pods.get(0).start().join();
		this.pods.get(0).cache().sharedTier().clear();
		this.pods.get(1).start().join();
		assertAllHoldAll();
		assertThat(this.table.read).hasValue(2 * ROWS);
		assertThat(this.pods.get(0).loads().lastFinished()).isNull();
	}

	@Test
	void anotherPodGoesOnWhereAPodFailed() {
		AtomicBoolean killed = new AtomicBoolean();
		FleetPod first = pod(this.table.chunks(CHUNK).hook((key) -> {
			if (key > ROWS / 2) {
				killed.set(true);
				throw new IllegalStateException("terminating connection due to administrator command");
			}
		}), LONG_LEASE);
		CompletableFuture<Void> failing = first.start();
		await().untilTrue(killed);
		for (int i = 0; i < 3; i++) {
			pod(this.table.chunks(CHUNK), LONG_LEASE);
		}
		this.pods.subList(1, 4).stream().map(FleetPod::start).toList().forEach(CompletableFuture::join);
		failing.join();
		assertAllHoldAll();
		assertThat(this.table.read.get()).isBetween((long) ROWS, (long) (1.2 * ROWS));
	}

	@Test
	void aPodThatHangsGivesWayAndDoesNoHarmWhenItWakesUp() throws Exception {
		CountDownLatch hanging = new CountDownLatch(1);
		CountDownLatch wakeUp = new CountDownLatch(1);
		FleetPod first = pod(this.table.chunks(CHUNK).hook((key) -> {
			if (key == ROWS / 2) {
				hanging.countDown();
				wakeUp.await();
			}
		}), Duration.ofSeconds(1));
		CompletableFuture<Void> frozen = first.start();
		assertThat(hanging.await(30, TimeUnit.SECONDS)).isTrue();
		FleetPod second = pod(this.table.chunks(CHUNK), Duration.ofSeconds(1));
		second.start().get(60, TimeUnit.SECONDS);
		FinishedLoad finished = second.loads().lastFinished();
		wakeUp.countDown();
		frozen.get(60, TimeUnit.SECONDS);
		assertAllHoldAll();
		assertThat(this.table.read.get()).isLessThan((long) (1.2 * ROWS));
		assertThat(first.loads().lastFinished()).isEqualTo(finished);
	}

	@Test
	void theEndOfAPodGivesItsLeaseBackAtOnce() throws Exception {
		CountDownLatch hanging = new CountDownLatch(1);
		FleetPod first = pod(this.table.chunks(CHUNK).hook((key) -> {
			if (key == ROWS / 2) {
				hanging.countDown();
				new CountDownLatch(1).await();
			}
		}), LONG_LEASE);
		CompletableFuture<Void> ended = first.start();
		assertThat(hanging.await(30, TimeUnit.SECONDS)).isTrue();
		long before = System.nanoTime();
		first.terminate();
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
		assertThat(ended).failsWithin(Duration.ofSeconds(5));
		FleetPod second = pod(this.table.chunks(CHUNK), LONG_LEASE);
		second.start().get(30, TimeUnit.SECONDS);
		assertThat(second.held(ROWS)).isEqualTo(ROWS);
		assertThat(this.table.read.get()).isBetween((long) ROWS, (long) (1.2 * ROWS));
		assertThat(second.loads().bid(second.loads().lastFinished().generation(), LONG_LEASE))
			.isInstanceOf(Bid.Leads.class);
	}

	@Test
	void aPodThatFollowsEndsInTime() {
		FleetPod follower = pod(this.table.chunks(CHUNK), LONG_LEASE);
		assertThat(follower.loads().bid(0, LONG_LEASE)).isInstanceOf(Bid.Leads.class);
		CompletableFuture<Void> waiting = follower.start();
		await().untilAsserted(
				() -> assertThat(follower.progress().waitingFor()).isEqualTo("another pod, which has 0 entries"));
		assertThat(follower.progress().lastError()).isNull();
		long before = System.nanoTime();
		follower.terminate();
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
		assertThat(waiting).failsWithin(Duration.ofSeconds(5));
	}

	@Test
	void withoutRedisEachPodLoadsByItself() {
		try (OwnRedisServer redis = Servers.newRedis()) {
			redis.stop();
			for (int i = 0; i < 2; i++) {
				pod(redis, this.table.chunks(CHUNK), new CoordinationSettings(LONG_LEASE, 1, false, null));
			}
			startAll();
			assertAllHoldAll();
			assertThat(this.table.read).hasValue(2 * ROWS);
		}
	}

	@Test
	void aRedisThatIsLostHalfWayCostsNoPodItsEntries() throws Exception {
		try (OwnRedisServer redis = Servers.newRedis()) {
			CoordinationSettings settings = new CoordinationSettings(Duration.ofSeconds(2), 1, false, null);
			CountDownLatch half = new CountDownLatch(1);
			CountDownLatch lost = new CountDownLatch(1);
			FleetPod leader = pod(redis, this.table.chunks(CHUNK).hook((key) -> {
				if (key == ROWS / 2) {
					half.countDown();
					lost.await();
				}
			}), settings);
			CompletableFuture<Void> leading = leader.start();
			assertThat(half.await(30, TimeUnit.SECONDS)).isTrue();
			FleetPod follower = pod(redis, this.table.chunks(CHUNK), settings);
			CompletableFuture<Void> following = follower.start();
			await().until(() -> follower.progress().entries() > 0);
			redis.stop();
			lost.countDown();
			leading.get(60, TimeUnit.SECONDS);
			following.get(60, TimeUnit.SECONDS);
			assertAllHoldAll();
		}
	}

	@Test
	void aChangeDuringTheLoadWins() {
		AtomicBoolean changed = new AtomicBoolean();
		FleetPod[] leader = new FleetPod[1];
		leader[0] = pod(this.table.chunks(CHUNK).hook((key) -> {
			if (key == 5000 && changed.compareAndSet(false, true)) {
				this.table.rows.put(4900L, "new");
				this.table.rows.put(5900L, "new");
				leader[0].cache().evict(4900L);
				leader[0].cache().evict(5900L);
			}
		}), LONG_LEASE);
		leader[0].start().join();
		FleetPod follower = pod(this.table.chunks(CHUNK), LONG_LEASE);
		follower.start().join();
		for (FleetPod pod : this.pods) {
			assertThat(pod.cache().get(4900L).get()).isEqualTo("new");
			assertThat(pod.cache().get(5900L).get()).isEqualTo("new");
		}
	}

	@Test
	void steadyWritesLeaveNoHoles() throws Exception {
		FleetPod writer = pod(this.table.whole(), LONG_LEASE);
		FleetPod leader = pod(this.table.chunks(CHUNK), LONG_LEASE);
		FleetPod follower = pod(this.table.chunks(CHUNK), LONG_LEASE);
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
			for (long i = 0; !done.get(); i++) {
				writer.cache().evict(ROWS + 1 + i % 100);
			}
		}, (task) -> new Thread(task, "writer").start());
		CompletableFuture.allOf(leader.start(), follower.start()).get(60, TimeUnit.SECONDS);
		done.set(true);
		writing.get();
		assertThat(leader.held(ROWS)).isEqualTo(ROWS);
		assertThat((double) follower.held(ROWS)).isCloseTo(ROWS, within(0.02 * ROWS));
	}

	@Test
	void aFewEvictedKeysAreNoReasonToLoadAllAgain() {
		pod(this.table.chunks(CHUNK), LONG_LEASE).start().join();
		for (long key = 1; key <= ROWS / 50; key++) {
			this.pods.get(0).cache().sharedTier().invalidate(key);
		}
		FleetPod next = pod(this.table.chunks(CHUNK), LONG_LEASE);
		next.start().join();
		assertThat(next.progress().warmer()).isEqualTo("shared");
		assertThat(next.isWarm()).isTrue();
		assertThat(this.table.read).hasValue(ROWS);
	}

	@Test
	void muchLessThanWasLoadedIsLoadedAgainOnce() {
		pod(this.table.chunks(CHUNK), LONG_LEASE).start().join();
		this.pods.get(0).cache().sharedTier().clear();
		long generation = this.pods.get(0).loads().lastFinished().generation();
		for (int i = 0; i < 3; i++) {
			pod(this.table.chunks(CHUNK), LONG_LEASE);
		}
		this.pods.subList(1, 4).stream().map(FleetPod::start).toList().forEach(CompletableFuture::join);
		assertAllHoldAll();
		assertThat(this.table.read).hasValue(2 * ROWS);
		assertThat(this.pods.get(0).loads().lastFinished().generation()).isGreaterThan(generation);
	}

	@Test
	void aTableThatLostMostOfItsRowsIsNotWhatLaterLoadsAreMeasuredBy() {
		pod(this.table.chunks(CHUNK), LONG_LEASE).start().join();
		FinishedLoad good = this.pods.get(0).loads().lastFinished();
		this.pods.get(0).cache().sharedTier().clear();
		this.table.rows.tailMap(1000L).clear();
		FleetPod next = pod(this.table.chunks(CHUNK), LONG_LEASE);
		CompletableFuture<Void> starting = next.start();
		await().untilAsserted(() -> assertThat(next.progress().lastError()).contains("999", "20,000"));
		assertThat(next.isWarm()).isFalse();
		assertThat(next.loads().lastFinished()).isEqualTo(good);
		next.terminate();
		assertThat(starting).failsWithin(Duration.ofSeconds(5));
	}

	@Test
	void anOldLoadIsNotGoodEnoughForWhoAsksForAYoungerOne() throws Exception {
		pod(this.table.chunks(CHUNK), LONG_LEASE).start().join();
		FleetPod pod = this.pods.get(0);
		this.table.rows.replaceAll((key, row) -> "new " + key);
		try (WarmupStream again = stream(pod)) {
			again.maxAge(Duration.ofHours(1));
			rewarm(again);
			assertThat(pod.cache().get(1L).get()).isEqualTo("row 1");
			again.maxAge(Duration.ZERO);
			rewarm(again);
			assertThat(pod.cache().get(1L).get()).isEqualTo("new 1");
		}
		assertThat(this.table.read).hasValue(2 * ROWS);
	}

	@Test
	void whoCopiesALoadOfAnotherPodKnowsHowOldThatIs() throws Exception {
		FleetPod first = pod(this.table.chunks(CHUNK), LONG_LEASE);
		first.start().join();
		FinishedLoad load = first.loads().lastFinished();
		FleetPod second = pod(this.table.chunks(CHUNK), LONG_LEASE);
		await().until(() -> Duration.between(load.finishedAt(), Instant.now()).toMillis() >= 50);
		CacheProgress copies = progress();
		try (WarmupStream stream = stream(second, copies)) {
			stream.maxAge(Duration.ofHours(1));
			rewarm(stream);
		}
		assertThat(copies.age()).isBetween(Duration.ofMillis(50), Duration.ofMinutes(5));
		CacheProgress loads = progress();
		try (WarmupStream stream = stream(second, loads)) {
			stream.maxAge(Duration.ZERO);
			rewarm(stream);
		}
		assertThat(loads.age()).isZero();
	}

	@Test
	void aTableThatWasEmptyAtFirstIsLoadedAsSoonAsItIsFilled() {
		NavigableMap<Long, String> rows = new TreeMap<>(this.table.rows);
		this.table.rows.clear();
		FleetPod first = pod(this.table.chunks(CHUNK), LONG_LEASE);
		CompletableFuture<Void> starting = first.start();
		await().untilAsserted(() -> assertThat(first.progress().lastError()).contains("no entries were found"));
		this.table.rows.putAll(rows);
		FleetPod second = pod(this.table.chunks(CHUNK), LONG_LEASE);
		second.start().join();
		starting.join();
		assertAllHoldAll();
	}

	@Test
	void whatAPodLoadedAndTheSharedTierLostIsLoadedAgain() throws Exception {
		CountDownLatch halfWay = new CountDownLatch(1);
		FleetPod first = pod(this.table.chunks(CHUNK).hook((key) -> {
			if (key == ROWS / 2) {
				halfWay.countDown();
				new CountDownLatch(1).await();
			}
		}), LONG_LEASE);
		CompletableFuture<Void> ended = first.start();
		assertThat(halfWay.await(30, TimeUnit.SECONDS)).isTrue();
		first.terminate();
		assertThat(ended).failsWithin(Duration.ofSeconds(5));
		first.cache().sharedTier().clear();
		FleetPod second = pod(this.table.chunks(CHUNK), LONG_LEASE);
		second.start().get(30, TimeUnit.SECONDS);
		assertThat(second.held(ROWS)).isEqualTo(ROWS);
		FleetPod third = pod(this.table.chunks(CHUNK), LONG_LEASE);
		third.start().get(30, TimeUnit.SECONDS);
		assertThat(third.progress().warmer()).isEqualTo("shared");
	}

	@Test
	void whereTheServerForgotHowFarALoadIsNothingIsLeftOut() throws Exception {
		String delete = "local keys = redis.call('KEYS', ARGV[1]) redis.call('DEL', unpack(keys)) return #keys";
		CountDownLatch otherPart = new CountDownLatch(1);
		CountDownLatch saved = new CountDownLatch(1);
		TestTable.RowHook hook = (key) -> {
			if (key == ROWS / 2 + 1) {
				otherPart.countDown();
				new CountDownLatch(1).await();
			}
			if (key == CHUNK + 1) {
				otherPart.await();
				assertThat(redis.command("EVAL", delete, "0", "*" + this.namespace + "*progress")).isEqualTo("1");
			}
			if (key == 2 * CHUNK + 1) {
				saved.countDown();
				new CountDownLatch(1).await();
			}
		};
		CoordinationSettings settings = new CoordinationSettings(LONG_LEASE, 2, false, null);
		FleetPod first = pod(redis, this.table.chunks(CHUNK).hook(hook), settings);
		CompletableFuture<Void> ended = first.start();
		assertThat(saved.await(30, TimeUnit.SECONDS)).isTrue();
		first.terminate();
		assertThat(ended).failsWithin(Duration.ofSeconds(5));
		FleetPod second = pod(redis, this.table.chunks(CHUNK), settings);
		second.start().get(30, TimeUnit.SECONDS);
		assertThat(second.held(ROWS)).isEqualTo(ROWS);
		assertThat(second.loads().lastFinished().entries()).isEqualTo(ROWS);
		assertThat(this.table.read.get()).as("what was saved is not read again").isLessThan(ROWS + ROWS / 2);
	}

	@Test
	void whatWasClearedDuringALoadIsLoadedAgain() {
		AtomicBoolean cleared = new AtomicBoolean();
		FleetPod[] leader = new FleetPod[1];
		leader[0] = pod(this.table.chunks(CHUNK).hook((key) -> {
			if (key == ROWS / 2 && cleared.compareAndSet(false, true)) {
				leader[0].cache().clear();
			}
		}), LONG_LEASE);
		leader[0].start().join();
		assertThat(leader[0].progress().attempts()).isOne();
		FleetPod follower = pod(this.table.chunks(CHUNK), LONG_LEASE);
		follower.start().join();
		assertThat(follower.progress().warmer()).isEqualTo("shared");
		assertAllHoldAll();
		assertThat(leader[0].loads().lastFinished().entries()).isEqualTo(ROWS);
	}

	@Test
	void aPodThatMissedChangesDuringALoadTakesTheRestFromTheSharedTier() {
		AtomicBoolean dropped = new AtomicBoolean();
		FleetPod[] leader = new FleetPod[1];
		leader[0] = pod(this.table.chunks(CHUNK).hook((key) -> {
			if (key == ROWS && dropped.compareAndSet(false, true)) {
				leader[0].cache().localCopies().dropStripe(3);
			}
		}), LONG_LEASE);
		leader[0].start().join();
		assertAllHoldAll();
		assertThat(this.table.read.get()).isLessThan(ROWS + CHUNK);
	}

	@Test
	void whenAPartFailsTheOthersTakeNothingMore() throws Exception {
		CountDownLatch failed = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		CountDownLatch handedOver = new CountDownLatch(1);
		AtomicLong taken = new AtomicLong();
		FleetPod pod = pod(this.table.chunks(ROWS).hook((key) -> {
			if (key > ROWS / 2) {
				failed.await();
				throw new IllegalStateException("terminating connection due to administrator command");
			}
			taken.incrementAndGet();
			if (key == 100) {
				failed.countDown();
				awaitWhateverHappens(goOn);
			}
		}).whenLeft(handedOver::countDown), LONG_LEASE);
		try (WarmupStream stream = stream(pod)) {
			SourceLoad load = new SourceLoad(stream, pod.cache().source(), 2, null, List.of());
			assertThatIllegalStateException().isThrownBy(load::run);
		}
		goOn.countDown();
		assertThat(handedOver.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(taken).hasValue(100);
	}

	/**
	 * As a driver that takes no notice of an interrupt.
	 */
	private static void awaitWhateverHappens(CountDownLatch latch) {
		boolean interrupted = false;
		while (true) {
			try {
				latch.await();
				break;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private static WarmupStream stream(FleetPod pod) {
		return stream(pod, progress());
	}

	private static CacheProgress progress() {
		return new CacheProgress(new CacheWarmupStep("cities", true, Set.of(),
				Map.of("source", CacheWarmers.fromSource(TestWarmup.ALONE))), System::nanoTime);
	}

	private static WarmupStream stream(FleetPod pod, CacheProgress progress) {
		return new WarmupStream(pod.cache(), true, progress,
				new FillLimits(1, new MemoryGuard(new FakeHeap(), System::nanoTime), null),
				new FillReport(new SourceRows(0, "bad-rows")));
	}

	@Test
	void rowsThatShareAKeyDoNotMakeOtherPodsReadTheSourceAgain() {
		CacheSource<Long, String> joined = new CacheSource<>() {

			@Override
			public @Nullable String load(Long key) {
				return FleetWarmupTests.this.table.rows.get(key);
			}

			@Override
			public void stream(EntrySink<? super Long, ? super String> sink) throws Exception {
				FleetWarmupTests.this.table.whole().stream(sink);
				FleetWarmupTests.this.table.whole().stream(sink);
			}

		};
		pod(joined, LONG_LEASE);
		pod(joined, LONG_LEASE);
		startAll();
		assertAllHoldAll();
		assertThat(this.table.read).as("one pod read each row twice").hasValue(2L * ROWS);
		assertThat(this.pods.get(0).loads().lastFinished().entries()).isEqualTo(ROWS);
		assertThat(this.pods).extracting((pod) -> pod.progress().repeatedKeys())
			.containsExactlyInAnyOrder((long) ROWS, 0L);
	}

	@Test
	void aCountThatFailsKeepsNobodyWaiting() {
		FleetPod pod = pod(redis, this.table.chunks(CHUNK).countFailing(),
				new CoordinationSettings(LONG_LEASE, 1, true, null));
		pod.start().join();
		assertAllHoldAll();
	}

	private static void rewarm(WarmupStream stream) throws Exception {
		CacheWarmers.fromSource(new CoordinationSettings(LONG_LEASE, 1, false, null)).warm(stream);
		assertThat(stream.isComplete()).isTrue();
	}

}
