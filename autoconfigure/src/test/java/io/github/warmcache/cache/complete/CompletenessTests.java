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

package io.github.warmcache.cache.complete;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.cache.DatabaseTransactions;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.FakeTicker;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.ReadTrace;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.complete.CompleteLoad.Origin;
import io.github.warmcache.cache.tiered.CacheFill;
import io.github.warmcache.cache.tiered.CachedCall;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.LoadCancellation;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.NonBlocking;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Completeness}.
 */
@Tag("servers")
class CompletenessTests {

	private static DatabaseTransactions transactions;

	private final FakeTicker ticker = new FakeTicker();

	private final Rows rows = new Rows();

	private final TieredCache cache = TestCaches.local().source(this.rows).ticker(this.ticker).complete(true).build();

	@BeforeAll
	static void connect() {
		transactions = new DatabaseTransactions();
	}

	@Test
	void answersAnAbsentKeyWithoutAskingAnyone() throws Exception {
		load(this.cache, Origin.READ);
		assertThat(this.cache.completeness().isComplete()).isTrue();
		assertAbsent(this.cache, "none");
		assertThat(this.rows.asked).isEmpty();
		assertThat(this.cache.statistics().count(CacheEvent.ABSENT_ANSWERED)).isEqualTo(5);
		assertThat(this.cache.get("a", String.class)).isEqualTo("1");
	}

	/**
	 * Read in every form there is.
	 */
	private static void assertAbsent(TieredCache cache, String key) {
		try (ReadTrace trace = ReadTrace.start()) {
			ValueWrapper wrapper = cache.get(key);
			assertThat(wrapper).isNotNull();
			assertThat(wrapper.get()).isNull();
			assertThat(cache.get(key, String.class)).isNull();
			assertThat(cache.<String>get(key, () -> "from the method")).isNull();
			assertThat(cache.retrieve(key))
				.isCompletedWithValueMatching((value) -> ((ValueWrapper) value).get() == null);
			assertThat(cache.retrieve(key, () -> CompletableFuture.completedFuture("from the method")))
				.isCompletedWithValue(null);
			assertThat(trace.tier()).isEqualTo(CacheTier.LOCAL);
		}
	}

	@Test
	void plainCallsAreAnsweredToo() throws Exception {
		load(this.cache, Origin.READ);
		Cache view = CachedCall.views(List.of(this.cache)).get(0);
		assertThat(view.get("none")).isNotNull();
		assertThat(view.retrieve("none")).isNotNull();
		assertThat(this.rows.asked).isEmpty();
	}

	@Test
	void saysNothingUnlessItWasBuiltTo() throws Exception {
		TieredCache plain = TestCaches.local().source(this.rows).ticker(this.ticker).build();
		assertThat(finish(plain, Origin.READ)).contains("not built");
		assertThat(plain.completeness().isEnabled()).isFalse();
		assertAsked(plain, "none");
	}

	@Test
	void saysNothingBeforeALoadAndAfterOneThatWasGivenUp() {
		assertAsked(this.cache, "none");
		CompleteLoad load = this.cache.completeness().begin();
		load.giveUp();
		assertAsked(this.cache, "other");
	}

	@Test
	void putIfAbsentAsksOthersAllTheSame() throws Exception {
		load(this.cache, Origin.READ);
		this.rows.put("late", "new");
		assertThat(this.cache.putIfAbsent("late", "mine").get()).isEqualTo("new");
		assertThat(this.rows.asked).containsExactly("late");
	}

	@Test
	void evictedKeyIsAskedForAndNoOther() throws Exception {
		load(this.cache, Origin.READ);
		this.rows.put("late", "new");
		assertThat(this.cache.get("late", String.class)).isNull();
		this.cache.evict("late");
		assertThat(this.cache.get("late", String.class)).isEqualTo("new");
		this.rows.asked.clear();
		assertAbsent(this.cache, "none");
		assertThat(this.rows.asked).isEmpty();
	}

	@Test
	void keyThatAnotherPodChangedIsAskedFor() throws Exception {
		load(this.cache, Origin.READ);
		this.rows.put("late", "new");
		this.cache.localCopies().drop("late");
		assertThat(this.cache.get("late", String.class)).isEqualTo("new");
	}

	@Test
	void keyThatWasPutAndEvictedAgainIsAskedFor() throws Exception {
		load(this.cache, Origin.READ);
		this.cache.put("late", "put");
		assertThat(this.cache.get("late", String.class)).isEqualTo("put");
		this.cache.evict("late");
		assertAsked(this.cache, "late");
	}

	@Test
	void changeDuringTheLoadIsAnException() throws Exception {
		CompleteLoad load = this.cache.completeness().begin();
		try (CacheFill fill = this.cache.beginFill(false)) {
			this.rows.fill(fill);
			this.rows.put("late", "new");
			this.cache.evict("late");
		}
		assertThat(load.finish(Origin.READ)).isNull();
		assertThat(this.cache.get("late", String.class)).isEqualTo("new");
		assertAbsent(this.cache, "none");
	}

	@Test
	void entryThatTheFenceRefusedIsAskedFor() throws Exception {
		CompleteLoad load = this.cache.completeness().begin();
		try (CacheFill fill = this.cache.beginFill(false)) {
			this.cache.evict("a");
			this.rows.fill(fill);
		}
		assertThat(load.finish(Origin.READ)).isNull();
		assertThat(this.cache.get("a", String.class)).isEqualTo("1");
		assertThat(this.rows.asked).containsExactly("a");
	}

	@Test
	void keyWhoseRemovalWasOnItsWayDuringTheLoadIsAskedFor() throws Exception {
		List<Runnable> waiting = new ArrayList<>();
		FleetTier shared = new FleetTier();
		shared.last.set(new FinishedLoad(7, 2, Instant.EPOCH));
		TieredCache fleet = TestCaches.shared()
			.sharedTier(shared)
			.source(this.rows)
			.ticker(this.ticker)
			.executor(waiting::add)
			.complete(true)
			.build();
		fleet.localCopies().hear(true);
		Thread unblockable = new Unblockable(() -> fleet.evict("a"));
		unblockable.start();
		unblockable.join();
		load(fleet, Origin.READ);
		assertAbsent(fleet, "none");
		assertThat(fleet.get("a", String.class)).isEqualTo("1");
		assertThat(waiting).hasSize(1);
	}

	@Test
	void nextLoadForgetsTheExceptionsOfTheOneBefore() throws Exception {
		load(this.cache, Origin.READ);
		this.cache.evict("none");
		assertAsked(this.cache, "none");
		this.ticker.advance(TestCaches.NULL_TTL);
		load(this.cache, Origin.READ);
		this.rows.asked.clear();
		this.cache.get("never", String.class);
		assertThat(this.rows.asked).isEmpty();
	}

	@Test
	void loadThatAnotherOneOvertookEndsWithoutAResult() throws Exception {
		CompleteLoad overtaken = this.cache.completeness().begin();
		CompleteLoad load = this.cache.completeness().begin();
		assertThat(overtaken.finish(Origin.READ)).contains("another load");
		assertThat(this.cache.completeness().isComplete()).isFalse();
		assertThat(load.finish(Origin.READ)).isNull();
		assertThat(this.cache.completeness().isComplete()).isTrue();
	}

	@Test
	void entryThatExpiredIsAskedFor() throws Exception {
		CompleteLoad load = this.cache.completeness().begin();
		try (CacheFill fill = this.cache.beginFill(false)) {
			fill.put("a", "1", Duration.ofSeconds(5));
			fill.put("b", "2");
		}
		assertThat(load.finish(Origin.READ)).isNull();
		this.ticker.advance(Duration.ofSeconds(5));
		this.rows.put("a", "new");
		assertThat(this.cache.get("a", String.class)).isEqualTo("new");
		assertAbsent(this.cache, "none");
	}

	@Test
	void nothingIsKnownWhenTheTimeToLiveIsOverSinceTheLoadBegan() throws Exception {
		CompleteLoad load = this.cache.completeness().begin();
		this.ticker.advance(Duration.ofMinutes(1));
		try (CacheFill fill = this.cache.beginFill(false)) {
			this.rows.fill(fill);
		}
		assertThat(load.finish(Origin.READ)).isNull();
		this.ticker.advance(TestCaches.TTL.minusMinutes(1).minusMillis(1));
		assertAbsent(this.cache, "none");
		this.ticker.advance(Duration.ofMillis(1));
		assertThat(this.cache.completeness().isComplete()).isFalse();
		assertAsked(this.cache, "none");
	}

	@Test
	void endsWithTheOldestEntryThatTheLoadKept() throws Exception {
		this.rows.put("kept", "before");
		this.cache.put("kept", "before");
		this.ticker.advance(TestCaches.TTL.minusMinutes(1));
		CompleteLoad load = this.cache.completeness().begin();
		try (CacheFill fill = this.cache.beginFill(false)) {
			fill.put("a", "1");
			fill.put("b", "2");
		}
		assertThat(load.finish(Origin.READ)).isNull();
		assertAbsent(this.cache, "none");
		this.ticker.advance(Duration.ofMinutes(1).plusSeconds(3));
		assertThat(this.cache.completeness().isComplete()).isFalse();
		assertThat(this.cache.get("kept", String.class)).isEqualTo("before");
	}

	@Test
	void entryThatWasStaleWhenTheLoadEndedIsAskedForWhenItIsGone() throws Exception {
		TieredCache stale = TestCaches
			.loading(new LoadPolicy(Duration.ofSeconds(10), 64, Duration.ofHours(1), null), null)
			.source(this.rows)
			.ticker(this.ticker)
			.complete(true)
			.build();
		stale.put("late", "old");
		this.ticker.advance(TestCaches.TTL.plusMinutes(59));
		load(stale, Origin.READ);
		this.rows.put("late", "new");
		this.ticker.advance(Duration.ofMinutes(2));
		assertThat(stale.get("late", String.class)).isEqualTo("new");
		assertAbsent(stale, "none");
	}

	@Test
	void entriesThatWereEvictedForWantOfRoomAreAskedFor() throws Exception {
		TieredCache small = TieredCache
			.builder(new CacheDefinition("small", ResolvableType.NONE, ResolvableType.forClass(String.class),
					new LocalTierSettings(10L, null, TestCaches.TTL, 0, TestCaches.NULL_TTL), null))
			.source(this.rows)
			.ticker(this.ticker)
			.executor(Runnable::run)
			.complete(true)
			.build();
		for (int i = 0; i < 100; i++) {
			this.rows.put("row " + i, "value " + i);
		}
		load(small, Origin.READ);
		small.getNativeCache().cleanUp();
		for (int i = 0; i < 100; i++) {
			assertThat(small.get("row " + i, String.class)).isEqualTo("value " + i);
		}
		this.rows.asked.clear();
		assertAbsent(small, "none");
		assertThat(this.rows.asked).isEmpty();
	}

	@Test
	void droppedStripeEndsItForItsKeys() throws Exception {
		load(this.cache, Origin.READ);
		int stripe = "none".hashCode() & 31;
		this.cache.localCopies().dropStripe(stripe);
		assertAsked(this.cache, "none");
		String elsewhere = "key on another stripe";
		assertThat(elsewhere.hashCode() & 31).isNotEqualTo(stripe);
		this.rows.asked.clear();
		assertAbsent(this.cache, elsewhere);
		assertThat(this.rows.asked).isEmpty();
	}

	@Test
	void clearEndsItForAllKeys() throws Exception {
		load(this.cache, Origin.READ);
		this.cache.clear();
		assertAsked(this.cache, "none");
		assertThat(this.cache.get("a", String.class)).isEqualTo("1");
	}

	@Test
	void tooManyExceptionsEndItForAllKeys() throws Exception {
		load(this.cache, Origin.READ);
		for (int i = 0; i < AbsenceClaim.MOST_EXCEPTIONS; i++) {
			this.cache.evict(i);
		}
		assertThat(this.cache.completeness().isComplete()).isTrue();
		this.cache.evict("one more");
		assertThat(this.cache.completeness().isComplete()).isFalse();
		assertAsked(this.cache, "none");
	}

	@Test
	void wrappedNullArgumentIsNoKeyOfASource() throws Exception {
		TieredCache typed = TestCaches.local(String.class).source(this.rows).complete(true).build();
		load(typed, Origin.READ);
		assertThat(typed.<String>get(new SimpleKey((Object) null), () -> "from the method"))
			.isEqualTo("from the method");
	}

	@Test
	void transactionThatEvictsAKeyAsksForIt() throws Exception {
		load(this.cache, Origin.READ);
		transactions.commit(() -> {
			this.cache.evict("late");
			assertThat(this.cache.<String>get("late", () -> "its own row")).isEqualTo("its own row");
			assertThat(DatabaseTransactions.elsewhere(() -> this.cache.get("late", String.class) == null)).isTrue();
		});
		assertAsked(this.cache, "late");
	}

	@Test
	void keepsQuietWhileThisPodDoesNotHearOfChanges() throws Exception {
		FleetTier shared = new FleetTier();
		shared.last.set(new FinishedLoad(7, 2, Instant.EPOCH));
		TieredCache fleet = fleet(shared);
		load(fleet, Origin.READ);
		assertAsked(fleet, "before");
		fleet.localCopies().hear(true);
		assertAbsent(fleet, "none");
		fleet.localCopies().hear(false);
		assertAsked(fleet, "after");
	}

	@Test
	void whatWasCopiedIsCompleteIfItIsWhatAPodRead() throws Exception {
		FleetTier shared = loaded();
		TieredCache copy = hearing(shared);
		load(copy, Origin.COPIED);
		assertAbsent(copy, "none");
	}

	@Test
	void whatWasCopiedSaysNothingOfStripesThatWereChangedSinceTheyWereRead() throws Exception {
		FleetTier shared = loaded();
		shared.changed(shared.stripe("changed"));
		TieredCache copy = hearing(shared);
		load(copy, Origin.COPIED);
		assertAsked(copy, "changed");
		assertAbsent(copy, keyOnAnotherStripe(shared, "changed"));
	}

	@Test
	void whatWasCopiedSaysNothingOfStripesOfWhichAnEntryIsMissing() throws Exception {
		FleetTier shared = loaded();
		TieredCache copy = hearing(shared);
		CompleteLoad load = copy.completeness().begin();
		try (CacheFill fill = copy.beginFill(false)) {
			fill.put("a", "1");
		}
		assertThat(load.finish(Origin.COPIED)).isNull();
		assertThat(copy.get("b", () -> "from the method")).isEqualTo("2");
		assertThat(this.rows.asked).containsExactly("b");
	}

	@Test
	void asManyOthersAreNoCopy() throws Exception {
		FleetTier shared = loaded();
		TieredCache copy = hearing(shared);
		CompleteLoad load = copy.completeness().begin();
		String another = keyOnTheSameStripe(shared, "b");
		try (CacheFill fill = copy.beginFill(false)) {
			fill.put("a", "1");
			fill.put(another, "2");
		}
		assertThat(load.finish(Origin.COPIED)).isNull();
		assertThat(copy.get("b", () -> "from the method")).isEqualTo("2");
	}

	@Test
	void stripeThatWasChangedWhileItWasReadIsNotCopied() throws Exception {
		FleetTier shared = new FleetTier();
		TieredCache reader = fleet(shared);
		CompleteLoad load = reader.completeness().begin();
		shared.changed(shared.stripe("heard later"));
		try (CacheFill fill = reader.beginFill(false)) {
			this.rows.fill(fill);
		}
		reader.localCopies().drop("heard");
		shared.last.set(load(7, load.prints()));
		TieredCache copy = hearing(shared);
		load(copy, Origin.COPIED);
		assertAsked(copy, "heard later");
		assertAsked(copy, "heard");
		assertAbsent(copy, "none");
	}

	@Test
	void stripeThatWasDroppedWhileItWasReadIsNotCopied() throws Exception {
		FleetTier shared = new FleetTier();
		TieredCache reader = fleet(shared);
		CompleteLoad load = reader.completeness().begin();
		try (CacheFill fill = reader.beginFill(false)) {
			this.rows.fill(fill);
		}
		reader.localCopies().dropStripe(shared.stripe("none"));
		shared.last.set(load(7, load.prints()));
		TieredCache copy = hearing(shared);
		load(copy, Origin.COPIED);
		assertAsked(copy, "none");
	}

	@Test
	void whatWasCopiedIsNotCompleteIfAllOfItWasChanged() throws Exception {
		FleetTier shared = loaded();
		for (int stripe = 0; stripe < SharedTier.STRIPES; stripe++) {
			shared.changed(stripe);
		}
		assertThat(finish(fleet(shared), Origin.COPIED)).contains("was changed since");
		shared.last.set(load(8, ""));
		assertThat(finish(fleet(shared), Origin.COPIED)).contains("does not say which keys");
		shared.silent = true;
		shared.last.set(load(9, "a.b"));
		assertThat(finish(fleet(shared), Origin.COPIED)).contains("was changed since");
		assertThat(print(fleet(shared))).isEmpty();
	}

	@Test
	void whatAFileBroughtIsNotCompleteWithoutASharedTier() throws Exception {
		assertThat(finish(this.cache, Origin.COPIED)).isEqualTo("it was not read from its source");
	}

	@Test
	void whatAWarmerBroughtIsCompleteOnlyIfTheSourceHasNoMore() throws Exception {
		assertThat(finish(this.cache, Origin.BROUGHT)).isNull();
		assertAbsent(this.cache, "none");
		CompleteLoad load = this.cache.completeness().begin();
		this.rows.put("c", "3");
		assertThat(load.finish(Origin.BROUGHT)).isEqualTo("it holds 2 entries, and its source has 3");
		assertThat(this.cache.completeness().isComplete()).isTrue();
		this.rows.countable = false;
		assertThat(finish(this.cache, Origin.BROUGHT)).contains("cannot count");
	}

	@Test
	void changeWhileTheSourceCountsHasItCountAgain() throws Exception {
		AtomicReference<Runnable> once = new AtomicReference<>(() -> this.cache.evict("other"));
		this.rows.onCount = () -> {
			Runnable change = once.getAndSet(null);
			if (change != null) {
				change.run();
			}
		};
		assertThat(finish(this.cache, Origin.BROUGHT)).isNull();
		this.rows.onCount = () -> this.cache.evict("other");
		assertThat(finish(this.cache, Origin.BROUGHT)).contains("too often");
	}

	/**
	 * Return a tier in which a pod left what it read.
	 */
	private FleetTier loaded() {
		FleetTier shared = new FleetTier();
		shared.last.set(load(7, print(fleet(shared))));
		return shared;
	}

	private static FinishedLoad load(long generation, String prints) {
		return new FinishedLoad(generation, 2, Instant.EPOCH, 0, prints);
	}

	/**
	 * Return the prints of a load of all rows.
	 */
	private String print(TieredCache reader) {
		CompleteLoad load = reader.completeness().begin();
		try (CacheFill fill = reader.beginFill(false)) {
			this.rows.fill(fill);
		}
		return load.prints();
	}

	private static String keyOnAnotherStripe(SharedTier shared, String key) {
		return keys((other) -> shared.stripe(other) != shared.stripe(key));
	}

	private static String keyOnTheSameStripe(SharedTier shared, String key) {
		return keys((other) -> shared.stripe(other) == shared.stripe(key));
	}

	private static String keys(Predicate<String> which) {
		return IntStream.range(0, 10_000).mapToObj((i) -> "key" + i).filter(which).findFirst().orElseThrow();
	}

	@Test
	void isNotCompleteIfTheSourceTakesDifferentKeysForTheSame() throws Exception {
		this.rows.exact = false;
		assertThat(finish(this.cache, Origin.READ)).isEqualTo("its source may treat different keys as the same");
		assertThat(this.cache.completeness().isComplete()).isFalse();
		assertAsked(this.cache, "A");
	}

	@Test
	void endsIfTheSourceTurnsOutToTakeDifferentKeysForTheSame() throws Exception {
		assertThat(finish(this.cache, Origin.READ)).isNull();
		assertThat(this.cache.completeness().check()).isFalse();
		assertThat(this.cache.completeness().isComplete()).isTrue();
		this.rows.exact = false;
		assertThat(this.cache.completeness().check()).isFalse();
		assertThat(this.cache.completeness().isComplete()).isFalse();
		assertAsked(this.cache, "A");
	}

	@Test
	void endsIfTheSourceFindsAValueByAKeyThatIsNotItsOwn() throws Exception {
		assertThat(finish(this.cache, Origin.READ)).isNull();
		this.cache.evict("a");
		this.rows.ofAnotherKey = true;
		assertThat(this.cache.<String>get("a", () -> "from the method")).isEqualTo("1");
		this.rows.ofAnotherKey = false;
		assertThat(this.cache.completeness().isComplete()).isFalse();
		assertAsked(this.cache, "A");
	}

	@Test
	void whatSingleReadsLeftIsNotCompleteThoughItIsAsMany() throws Exception {
		TieredCache fleet = fleet(new FleetTier());
		assertThat(finish(fleet, Origin.COPIED)).isEqualTo("no pod has read all of its source");
		assertThat(fleet.completeness().isComplete()).isFalse();
	}

	@Test
	void anotherLoadOfTheFleetEndsItAndNoneInterruptsIt() throws Exception {
		FleetTier shared = new FleetTier();
		shared.last.set(new FinishedLoad(7, 2, Instant.EPOCH));
		TieredCache fleet = fleet(shared);
		fleet.localCopies().hear(true);
		load(fleet, Origin.READ);
		assertThat(fleet.completeness().check()).isFalse();
		assertAbsent(fleet, "none");
		shared.last.set(null);
		assertThat(fleet.completeness().check()).as("a server that does not answer is no reason to load").isFalse();
		assertAsked(fleet, "gone");
		shared.last.set(new FinishedLoad(7, 2, Instant.EPOCH));
		fleet.completeness().check();
		assertAbsent(fleet, "none");
		shared.last.set(null);
		assertThat(fleet.completeness().check()).isFalse();
		shared.last.set(new FinishedLoad(8, 2, Instant.EPOCH));
		assertThat(fleet.completeness().check()).isTrue();
		assertThat(fleet.completeness().check()).as("once").isFalse();
		shared.last.set(new FinishedLoad(7, 2, Instant.EPOCH));
		fleet.completeness().check();
		assertAsked(fleet, "replaced");
	}

	@Test
	void anotherCountInTheMarkerEndsIt() throws Exception {
		FleetTier shared = new FleetTier();
		shared.last.set(new FinishedLoad(7, 2, Instant.EPOCH));
		TieredCache fleet = fleet(shared);
		fleet.localCopies().hear(true);
		load(fleet, Origin.READ);
		shared.last.set(new FinishedLoad(7, 3, Instant.EPOCH));
		fleet.completeness().check();
		assertAsked(fleet, "none");
	}

	private TieredCache fleet(FleetTier shared) {
		return TestCaches.shared()
			.sharedTier(shared)
			.source(this.rows)
			.ticker(this.ticker)
			.executor(Runnable::run)
			.complete(true)
			.build();
	}

	private TieredCache hearing(FleetTier shared) {
		TieredCache fleet = fleet(shared);
		fleet.localCopies().hear(true);
		return fleet;
	}

	private void load(TieredCache into, Origin origin) throws Exception {
		assertThat(finish(into, origin)).isNull();
	}

	private @Nullable String finish(TieredCache into, Origin origin) throws Exception {
		CompleteLoad load = into.completeness().begin();
		try (CacheFill fill = into.beginFill(false)) {
			this.rows.fill(fill);
		}
		return load.finish(origin);
	}

	private void assertAsked(TieredCache from, Object key) {
		this.rows.asked.clear();
		assertThat(from.<String>get(key, () -> "from the method")).isEqualTo("from the method");
		assertThat(this.rows.asked).containsExactly(key);
	}

	/**
	 * Thread that must not wait for the shared tier.
	 */
	private static final class Unblockable extends Thread implements NonBlocking {

		Unblockable(Runnable task) {
			super(task);
		}

	}

	/**
	 * Source that tells what it was asked for.
	 */
	private static final class Rows implements CacheSource<Object, Object> {

		final List<Object> asked = new ArrayList<>();

		private final TreeMap<String, String> rows = new TreeMap<>();

		boolean countable = true;

		boolean exact = true;

		boolean ofAnotherKey;

		Runnable onCount = () -> {
		};

		Rows() {
			put("a", "1");
			put("b", "2");
		}

		void put(String key, String value) {
			this.rows.put(key, value);
		}

		void fill(CacheFill fill) {
			this.rows.forEach(fill::put);
		}

		@Override
		public boolean isExact() {
			return this.exact;
		}

		@Override
		public @Nullable Object load(Object key, LoadCancellation onCancel) {
			if (this.ofAnotherKey) {
				onCancel.keepNowhere();
			}
			return load(key);
		}

		@Override
		public synchronized @Nullable Object load(Object key) {
			this.asked.add(key);
			return this.rows.get(String.valueOf(key));
		}

		@Override
		public void stream(EntrySink<? super Object, ? super Object> sink) {
			this.rows.forEach(sink::accept);
		}

		@Override
		public OptionalLong count() {
			this.onCount.run();
			return this.countable ? OptionalLong.of(this.rows.size()) : OptionalLong.empty();
		}

	}

	/**
	 * Shared tier of pods that tell each other of their loads.
	 */
	private static final class FleetTier extends FakeSharedTier {

		final AtomicReference<@Nullable FinishedLoad> last = new AtomicReference<>();

		private final int[] changes = new int[SharedTier.STRIPES];

		boolean silent;

		void changed(int stripe) {
			this.changes[stripe]++;
		}

		@Override
		public FleetLoads fleetLoads() {
			return new FleetLoads() {

				@Override
				public @Nullable FinishedLoad lastFinished() {
					return FleetTier.this.last.get();
				}

				@Override
				public List<String> positions() {
					return FleetTier.this.silent ? List.of()
							: Arrays.stream(FleetTier.this.changes).mapToObj(Integer::toString).toList();
				}

				@Override
				public long print(Object key) {
					return key.hashCode();
				}

			};
		}

	}

}
