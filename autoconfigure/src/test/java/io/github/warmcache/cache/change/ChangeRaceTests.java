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

package io.github.warmcache.cache.change;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.FakeTicker;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.MissCause;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no interleaving brings back what this pod has replaced or removed.
 */
class ChangeRaceTests {

	private final FakeTicker ticker = new FakeTicker();

	private final AtomicReference<Runnable> whilePutting = new AtomicReference<>(() -> {
	});

	private final TieredCache local = TestCaches.local().random(() -> {
		this.whilePutting.getAndSet(() -> {
		}).run();
		return 0;
	}).build();

	private final HookedTier shared = new HookedTier();

	private final Deque<Runnable> deferred = new ArrayDeque<>();

	private final TieredCache cache = TestCaches.shared()
		.ticker(this.ticker)
		.sharedTier(this.shared)
		.executor(this.deferred::add)
		.build();

	@Test
	void evictionOfAnotherKeyDoesNotMakeAPutLeaveTheOldValue() {
		// Strings of one hash code, which is how two keys come to share what they share.
		this.local.put("Aa", "old");
		this.whilePutting.set(() -> this.local.evict("BB"));
		this.local.put("Aa", "new");
		assertThat(this.local.get("Aa", String.class)).isEqualTo("new");
	}

	@Test
	void evictionOfAnotherKeyDoesNotLoseAPutIfAbsent() {
		this.whilePutting.set(() -> this.local.evict("BB"));
		assertThat(this.local.putIfAbsent("Aa", "new")).isNull();
		assertThat(this.local.get("Aa", String.class)).isEqualTo("new");
	}

	@Test
	void loadThatBeginsWhileAPutIsMadeDoesNotReplaceIt() {
		CompletableFuture<String> loaded = new CompletableFuture<>();
		this.whilePutting.set(() -> this.local.retrieve("a", () -> loaded));
		this.local.put("a", "new");
		loaded.complete("old");
		assertThat(this.local.get("a", String.class)).isEqualTo("new");
	}

	@Test
	void readBetweenTheTwoHalvesOfAPutIsNotKept() {
		this.shared.values.put("a", hit("old"));
		this.shared.beforeChange = () -> {
			// As if there had been no room for the entry.
			this.cache.getNativeCache().invalidateAll();
			assertThat(this.cache.get("a", String.class)).isEqualTo("old");
		};
		this.cache.put("a", "new");
		assertThat(this.cache.get("a", String.class)).isEqualTo("new");
	}

	@Test
	void putsThatPassEachOtherLeaveWhatTheSharedTierHas() {
		this.shared.beforeChange = () -> {
			this.shared.beforeChange = () -> {
			};
			this.cache.put("a", "second here, first there");
		};
		this.cache.put("a", "first here, second there");
		assertThat(this.cache.get("a", String.class)).isEqualTo("first here, second there");
	}

	@Test
	void putLivesNoLongerThanInTheSharedTier() {
		CacheDefinition brief = TestCaches.definition(this.cache.definition().keyType(), 0, Duration.ofSeconds(5));
		TieredCache cache = TieredCache.builder(brief).ticker(this.ticker).sharedTier(this.shared).build();
		cache.put("a", "1");
		cache.putIfAbsent("b", "1");
		this.shared.values.clear();
		this.ticker.advance(Duration.ofSeconds(5));
		assertThat(cache.get("a")).isNull();
		assertThat(cache.get("b")).isNull();
	}

	@Test
	void putIfAbsentThatIsEvictedMeanwhileIsNotKept() {
		this.shared.afterPutIfAbsent = () -> this.cache.evict("a");
		this.cache.putIfAbsent("a", "1");
		assertThat(this.cache.get("a")).isNull();
	}

	@Test
	void putIfAbsentThatTheSharedTierDidNotTakeDoesNotCountAsWaiting() {
		this.shared.putIfAbsentAnswer = new SharedRead.Miss(MissCause.UNAVAILABLE, null);
		assertThat(this.cache.putIfAbsent("a", "1")).isNull();
		assertThat(this.cache.get("a", String.class)).isEqualTo("1");
		assertThat(this.cache.statistics().count(CacheEvent.CHANGE_QUEUED)).isZero();
		assertThat(this.cache.statistics().count(CacheEvent.SHARED_FILL_FAILED)).isOne();
	}

	@Test
	void evictionThatIsToldLaterIsEffectiveAtOnce() {
		this.shared.values.put("a", hit("old"));
		unblocked(() -> this.cache.evict("a"));
		assertThat(this.shared.values).containsKey("a");
		assertThat(this.cache.get("a")).isNull();
		assertThat(this.cache.get("a", () -> "new")).isEqualTo("new");
		runDeferred();
		assertThat(this.shared.values).isEmpty();
		assertThat(this.cache.get("a")).isNull();
		this.shared.values.put("a", hit("newer"));
		assertThat(this.cache.get("a", String.class)).isEqualTo("newer");
	}

	@Test
	void clearThatIsToldLaterIsEffectiveAtOnce() {
		this.shared.values.put("a", hit("old"));
		unblocked(this.cache::clear);
		assertThat(this.cache.get("a")).isNull();
		runDeferred();
		assertThat(this.shared.values).isEmpty();
	}

	@Test
	void changesThatAreToldLaterAreToldInTheirOrder() {
		unblocked(() -> {
			this.cache.put("a", "1");
			this.cache.evict("a");
			this.cache.put("b", "1");
			this.cache.put("b", "2");
		});
		while (!this.deferred.isEmpty()) {
			this.deferred.removeLast().run();
		}
		assertThat(this.shared.calls).containsExactly("update", "invalidate", "update", "update");
		assertThat(this.shared.values).containsOnlyKeys("b");
		assertThat(this.shared.values.get("b").value()).isEqualTo("2");
		assertThat(this.cache.get("b", String.class)).isEqualTo("2");
	}

	@Test
	void changeThatMayBlockFollowsThoseThatWereToBeToldLater() throws Exception {
		unblocked(() -> this.cache.put("a", "1"));
		CompletableFuture<Void> evicted = CompletableFuture.runAsync(() -> {
			this.shared.calls.add("evict");
			this.cache.evict("a");
		});
		Awaitility.await().until(() -> this.shared.calls.contains("evict"));
		runDeferred();
		evicted.get(10, TimeUnit.SECONDS);
		assertThat(this.shared.values).isEmpty();
		assertThat(this.cache.get("a")).isNull();
	}

	@Test
	void changesAreToldByTheCallerIfTheExecutorRefuses() {
		TieredCache refused = TestCaches.shared().sharedTier(this.shared).executor((task) -> {
			throw new RejectedExecutionException();
		}).build();
		unblocked(() -> {
			refused.put("a", "1");
			refused.evict("a");
		});
		assertThat(this.shared.calls).containsExactly("update", "invalidate");
	}

	private void runDeferred() {
		while (!this.deferred.isEmpty()) {
			this.deferred.remove().run();
		}
	}

	@Test
	void errorThatMeetsADeferredChangeHoldsUpNoOtherOne() {
		this.shared.beforeChange = () -> {
			throw new StackOverflowError();
		};
		unblocked(() -> this.cache.put("a", "1"));
		this.deferred.remove().run();
		this.shared.beforeChange = () -> {
		};
		CompletableFuture.runAsync(() -> this.cache.put("b", "2")).orTimeout(10, TimeUnit.SECONDS).join();
		unblocked(() -> this.cache.put("c", "3"));
		this.deferred.remove().run();
		assertThat(this.shared.values).containsOnlyKeys("b", "c");
	}

	private static void unblocked(Runnable task) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		Schedulers.parallel().schedule(() -> {
			try {
				task.run();
				done.complete(null);
			}
			catch (Throwable ex) {
				done.completeExceptionally(ex);
			}
		});
		done.orTimeout(10, TimeUnit.SECONDS).join();
	}

	private static SharedRead.Hit hit(String value) {
		return new SharedRead.Hit(value, Duration.ofHours(1));
	}

	private static final class HookedTier extends FakeSharedTier {

		private volatile Runnable beforeChange = () -> {
		};

		private volatile Runnable afterPutIfAbsent = () -> {
		};

		private volatile @Nullable SharedRead putIfAbsentAnswer;

		@Override
		public ChangeOutcome update(Object key, @Nullable Object value, Duration timeToLive) {
			this.beforeChange.run();
			return super.update(key, value, timeToLive);
		}

		@Override
		public SharedRead putIfAbsent(Object key, @Nullable Object value, Duration timeToLive) {
			SharedRead forced = this.putIfAbsentAnswer;
			SharedRead read = (forced != null) ? forced : super.putIfAbsent(key, value, timeToLive);
			this.afterPutIfAbsent.run();
			return read;
		}

	}

}
