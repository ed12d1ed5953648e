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
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

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
		load(this.cache, true);
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
		load(this.cache, true);
		Cache view = CachedCall.views(List.of(this.cache)).get(0);
		assertThat(view.get("none")).isNotNull();
		assertThat(view.retrieve("none")).isNotNull();
		assertThat(this.rows.asked).isEmpty();
	}

	@Test
	void saysNothingUnlessItWasBuiltTo() throws Exception {
		TieredCache plain = TestCaches.local().source(this.rows).ticker(this.ticker).build();
		assertThat(finish(plain, true)).contains("not built");
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
		load(this.cache, true);
		this.rows.put("late", "new");
		assertThat(this.cache.putIfAbsent("late", "mine").get()).isEqualTo("new");
		assertThat(this.rows.asked).containsExactly("late");
	}

	@Test
	void evictedKeyIsAskedForAndNoOther() throws Exception {
		load(this.cache, true);
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
		load(this.cache, true);
		this.rows.put("late", "new");
		this.cache.localCopies().drop("late");
		assertThat(this.cache.get("late", String.class)).isEqualTo("new");
	}

	@Test
	void keyThatWasPutAndEvictedAgainIsAskedFor() throws Exception {
		load(this.cache, true);
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
		assertThat(load.finish(true)).isNull();
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
		assertThat(load.finish(true)).isNull();
		assertThat(this.cache.get("a", String.class)).isEqualTo("1");
		assertThat(this.rows.asked).containsExactly("a");
	}

	@Test
	void nextLoadForgetsTheExceptionsOfTheOneBefore() throws Exception {
		load(this.cache, true);
		this.cache.evict("none");
		assertAsked(this.cache, "none");
		this.ticker.advance(TestCaches.NULL_TTL);
		load(this.cache, true);
		this.rows.asked.clear();
		this.cache.get("never", String.class);
		assertThat(this.rows.asked).isEmpty();
	}

	@Test
	void loadThatAnotherOneOvertookEndsWithoutAResult() throws Exception {
		CompleteLoad overtaken = this.cache.completeness().begin();
		CompleteLoad load = this.cache.completeness().begin();
		assertThat(overtaken.finish(true)).contains("another load");
		assertThat(this.cache.completeness().isComplete()).isFalse();
		assertThat(load.finish(true)).isNull();
		assertThat(this.cache.completeness().isComplete()).isTrue();
	}

	@Test
	void entryThatExpiredIsAskedFor() throws Exception {
		CompleteLoad load = this.cache.completeness().begin();
		try (CacheFill fill = this.cache.beginFill(false)) {
			fill.put("a", "1", Duration.ofSeconds(5));
			fill.put("b", "2");
		}
		assertThat(load.finish(true)).isNull();
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
		assertThat(load.finish(true)).isNull();
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
		assertThat(load.finish(true)).isNull();
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
		load(stale, true);
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
		load(small, true);
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
		load(this.cache, true);
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
		load(this.cache, true);
		this.cache.clear();
		assertAsked(this.cache, "none");
		assertThat(this.cache.get("a", String.class)).isEqualTo("1");
	}

	@Test
	void tooManyExceptionsEndItForAllKeys() throws Exception {
		load(this.cache, true);
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
		load(typed, true);
		assertThat(typed.<String>get(new SimpleKey((Object) null), () -> "from the method"))
			.isEqualTo("from the method");
	}

	@Test
	void transactionThatEvictsAKeyAsksForIt() throws Exception {
		load(this.cache, true);
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
		load(fleet, false);
		assertAsked(fleet, "before");
		fleet.localCopies().hear(true);
		assertAbsent(fleet, "none");
		fleet.localCopies().hear(false);
		assertAsked(fleet, "after");
	}

	@Test
	void whatWasCopiedIsCompleteOnlyIfTheSourceHasNoMore() throws Exception {
		FleetTier shared = new FleetTier();
		shared.last.set(new FinishedLoad(7, 2, Instant.EPOCH));
		TieredCache fleet = fleet(shared);
		CompleteLoad load = fleet.completeness().begin();
		try (CacheFill fill = fleet.beginFill(false)) {
			fill.put("a", "1");
		}
		assertThat(load.finish(false)).isEqualTo("it holds 1 entries, and its source has 2");
		assertThat(fleet.completeness().isComplete()).isFalse();
		this.rows.countable = false;
		assertThat(finish(fleet, true)).contains("cannot count");
	}

	@Test
	void isNotCompleteIfTheSourceTakesDifferentKeysForTheSame() throws Exception {
		this.rows.exact = false;
		assertThat(finish(this.cache, true)).isEqualTo("its source may treat different keys as the same");
		assertThat(this.cache.completeness().isComplete()).isFalse();
		assertAsked(this.cache, "A");
	}

	@Test
	void endsIfTheSourceTurnsOutToTakeDifferentKeysForTheSame() throws Exception {
		assertThat(finish(this.cache, true)).isNull();
		assertThat(this.cache.completeness().check()).isFalse();
		assertThat(this.cache.completeness().isComplete()).isTrue();
		this.rows.exact = false;
		assertThat(this.cache.completeness().check()).isFalse();
		assertThat(this.cache.completeness().isComplete()).isFalse();
		assertAsked(this.cache, "A");
	}

	@Test
	void endsIfTheSourceFindsAValueByAKeyThatIsNotItsOwn() throws Exception {
		assertThat(finish(this.cache, true)).isNull();
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
		assertThat(finish(fleet, false)).isEqualTo("no pod has read all of its source");
		assertThat(fleet.completeness().isComplete()).isFalse();
	}

	@Test
	void changeWhileTheSourceCountsHasItCountAgain() throws Exception {
		FleetTier shared = new FleetTier();
		shared.last.set(new FinishedLoad(7, 2, Instant.EPOCH));
		TieredCache fleet = fleet(shared);
		AtomicReference<Runnable> once = new AtomicReference<>(() -> fleet.evict("other"));
		this.rows.onCount = () -> {
			Runnable change = once.getAndSet(null);
			if (change != null) {
				change.run();
			}
		};
		assertThat(finish(fleet, false)).isNull();
		this.rows.onCount = () -> fleet.evict("other");
		assertThat(finish(fleet, false)).contains("too often");
	}

	@Test
	void anotherLoadOfTheFleetEndsItAndNoneInterruptsIt() throws Exception {
		FleetTier shared = new FleetTier();
		shared.last.set(new FinishedLoad(7, 2, Instant.EPOCH));
		TieredCache fleet = fleet(shared);
		fleet.localCopies().hear(true);
		load(fleet, false);
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
		load(fleet, true);
		shared.last.set(new FinishedLoad(7, 3, Instant.EPOCH));
		fleet.completeness().check();
		assertAsked(fleet, "none");
	}

	@Test
	void deletionThatMayBeOlderThanTheCountEndsWhatWasCounted() throws Exception {
		TieredCache fleet = counted();
		fleet.localCopies().drop("a");
		assertAsked(fleet, "none");
		this.rows.rows.remove("a");
		fleet.completeness().check();
		assertThat(fleet.completeness().isComplete()).isFalse();
		this.rows.put("a", "1");
		fleet.completeness().check();
		assertAsked(fleet, "gone");
	}

	@Test
	void changeOfARowThatIsThereInterruptsWhatWasCounted() throws Exception {
		TieredCache fleet = counted();
		fleet.localCopies().drop("a");
		assertThat(fleet.completeness().isComplete()).isFalse();
		assertThat(fleet.completeness().check()).isFalse();
		assertThat(fleet.completeness().isComplete()).isTrue();
		assertAbsent(fleet, "none");
	}

	@Test
	void deletionLongAfterTheCountIsAnException() throws Exception {
		TieredCache fleet = counted();
		this.ticker.advance(SharedTier.CHANGES_REMEMBERED);
		fleet.completeness().check();
		this.rows.rows.remove("a");
		fleet.localCopies().drop("a");
		assertThat(fleet.completeness().check()).isFalse();
		assertAbsent(fleet, "none");
		assertAsked(fleet, "a");
	}

	@Test
	void droppedStripeEndsWhatWasCountedForAllKeys() throws Exception {
		TieredCache fleet = counted();
		fleet.localCopies().dropStripe(0);
		assertThat(fleet.completeness().isComplete()).isFalse();
	}

	@Test
	void sourceThatFailsEndsWhatIsInDoubt() throws Exception {
		TieredCache fleet = counted();
		fleet.localCopies().drop("a");
		this.rows.failing = true;
		fleet.completeness().check();
		this.rows.failing = false;
		fleet.completeness().check();
		assertThat(fleet.completeness().isComplete()).isFalse();
	}

	/**
	 * Return a cache that was copied, and is complete because of the number of its rows.
	 */
	private TieredCache counted() throws Exception {
		FleetTier shared = new FleetTier();
		shared.last.set(new FinishedLoad(7, 2, Instant.EPOCH));
		TieredCache fleet = fleet(shared);
		fleet.localCopies().hear(true);
		load(fleet, false);
		assertThat(fleet.completeness().isComplete()).isTrue();
		return fleet;
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

	private void load(TieredCache into, boolean read) throws Exception {
		assertThat(finish(into, read)).isNull();
	}

	private @Nullable String finish(TieredCache into, boolean read) throws Exception {
		CompleteLoad load = into.completeness().begin();
		try (CacheFill fill = into.beginFill(false)) {
			this.rows.fill(fill);
		}
		return load.finish(read);
	}

	private void assertAsked(TieredCache from, Object key) {
		this.rows.asked.clear();
		assertThat(from.<String>get(key, () -> "from the method")).isEqualTo("from the method");
		assertThat(this.rows.asked).containsExactly(key);
	}

	/**
	 * Source that tells what it was asked for.
	 */
	private static final class Rows implements CacheSource<Object, Object> {

		final List<Object> asked = new ArrayList<>();

		private final TreeMap<String, String> rows = new TreeMap<>();

		boolean countable = true;

		boolean failing;

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
			if (this.failing) {
				throw new IllegalStateException("down");
			}
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

		@Override
		public FleetLoads fleetLoads() {
			return this.last::get;
		}

	}

}
