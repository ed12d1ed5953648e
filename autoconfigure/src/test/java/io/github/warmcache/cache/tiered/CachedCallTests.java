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

package io.github.warmcache.cache.tiered;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.cache.DatabaseTransactions;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.ReadTrace;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier.FillOutcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.concurrent.ConcurrentMapCache;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link CachedCall}.
 */
@Tag("servers")
class CachedCallTests {

	private final FakeSharedTier shared = new FakeSharedTier();

	private final List<Runnable> tasks = new ArrayList<>();

	private final TieredCache cache = TestCaches.shared().sharedTier(this.shared).executor(this.tasks::add).build();

	@Test
	void putAfterAMissIsAFill() {
		Cache view = view(this.cache);
		assertThat(view.get(1)).isNull();
		view.put(1, "loaded");
		assertThat(this.shared.calls).containsExactly("read", "fill");
		assertThat(this.cache.get(1, String.class)).isEqualTo("loaded");
		assertThat(this.cache.statistics().count(CacheEvent.CHANGE_APPLIED)).isZero();
	}

	@Test
	void putAfterAnEvictionInThisPodIsDropped() {
		Cache view = view(this.cache);
		view.get(1);
		this.cache.evict(1);
		this.shared.fillOutcome = FillOutcome.REFUSED;
		view.put(1, "old");
		assertThat(this.cache.get(1)).isNull();

		TieredCache local = TestCaches.local().build();
		view = view(local);
		view.get(1);
		local.evict(1);
		view.put(1, "old");
		assertThat(local.get(1)).isNull();
	}

	@Test
	void putThatTheSharedTierRefusesIsKeptNowhere() {
		Cache view = view(this.cache);
		view.get(1);
		this.shared.fillOutcome = FillOutcome.REFUSED;
		view.put(1, "old");
		assertThat(this.cache.getNativeCache().asMap()).isEmpty();
		assertThat(this.cache.statistics().count(CacheEvent.SHARED_FILL_REFUSED)).isEqualTo(1);
	}

	@Test
	void putInAWritingTransactionIsKeptNowhere() {
		new DatabaseTransactions().commit(() -> {
			Cache view = view(this.cache);
			view.get(1);
			view.put(1, "uncommitted");
		});
		assertThat(this.cache.get(1)).isNull();
		assertThat(this.cache.statistics().count(CacheEvent.TRANSACTION_FILL_REFUSED)).isEqualTo(1);
	}

	@Test
	void removedKeyIsReadPastAllTiersAndNotKept() {
		this.cache.put(1, "old");
		new DatabaseTransactions().commit(() -> {
			this.cache.evict(1);
			this.shared.calls.clear();
			Cache view = view(this.cache);
			assertThat(view.get(1)).isNull();
			assertThat(view.retrieve(1)).isNull();
			view.put(1, "new");
			assertThat(this.shared.calls).isEmpty();
		});
		assertThat(this.cache.get(1)).isNull();
	}

	@Test
	void findsWhatEachTierHas() {
		this.shared.values.put(1, new SharedRead.Hit("shared", TestCaches.TTL));
		try (ReadTrace trace = ReadTrace.start()) {
			assertThat(view(this.cache).get(1)).extracting(ValueWrapper::get).isEqualTo("shared");
			assertThat(trace.tier()).isEqualTo(CacheTier.SHARED);
		}
		this.shared.values.clear();
		assertThat(view(this.cache).get(1)).extracting(ValueWrapper::get).isEqualTo("shared");
		assertThat(view(this.cache).retrieve(1)).isCompletedWithValueMatching((value) -> value instanceof ValueWrapper);

		CacheSource<Object, Object> source = (key) -> key.equals(1) ? "source" : null;
		TieredCache sourced = TestCaches.shared().sharedTier(this.shared).source(source).build();
		assertThat(view(sourced).get(1)).extracting(ValueWrapper::get).isEqualTo("source");
		Cache view = view(sourced);
		assertThat(view.get(2)).isNull();
		view.put(2, "method");
		assertThat(this.shared.values.get(2).value()).isEqualTo("method");
	}

	@Test
	void asynchronousCallNeverWaitsForTheSharedTier() {
		Cache view = view(this.cache);
		CompletableFuture<?> found = view.retrieve(1);
		assertThat(found).isNotCompleted();
		runTasks();
		assertThat(found).isCompletedWithValue(null);
		view.put(1, "loaded");
		assertThat(this.shared.calls).containsExactly("read");
		runTasks();
		assertThat(this.shared.calls).containsExactly("read", "fill");
		assertThat(this.cache.getNativeCache().asMap()).containsKey(1);
	}

	@Test
	void asynchronousCallFindsWhatTheSourceHas() {
		CacheSource<Object, Object> source = (key) -> key.equals(1) ? "source" : null;
		TieredCache sourced = TestCaches.shared()
			.sharedTier(this.shared)
			.source(source)
			.executor(this.tasks::add)
			.sourceExecutor(Runnable::run)
			.build();
		CompletableFuture<?> found = view(sourced).retrieve(1);
		runTasks();
		assertThat(found).isCompletedWithValueMatching(
				(value) -> value instanceof ValueWrapper wrapper && "source".equals(wrapper.get()));
		Cache view = view(sourced);
		found = view.retrieve(2);
		runTasks();
		assertThat(found).isCompletedWithValue(null);
		view.put(2, "method");
		runTasks();
		assertThat(this.shared.values.get(2).value()).isEqualTo("method");
	}

	@Test
	void executorThatRefusesCostsTheSharedTierOnly() {
		TieredCache refused = TestCaches.shared().sharedTier(this.shared).executor((task) -> {
			throw new RejectedExecutionException();
		}).build();
		Cache view = view(refused);
		assertThat(view.retrieve(1)).isCompletedWithValue(null);
		view.put(1, "loaded");
		assertThat(this.shared.calls).isEmpty();
		assertThat(refused.getNativeCache().asMap()).containsKey(1);
	}

	@Test
	void reactorThreadDoesNotWaitForTheFill() {
		Cache view = view(this.cache);
		view.get(1);
		Mono.fromRunnable(() -> view.put(1, "loaded")).subscribeOn(Schedulers.parallel()).block(Duration.ofSeconds(20));
		assertThat(this.shared.calls).containsExactly("read");
		runTasks();
		assertThat(this.shared.calls).containsExactly("read", "fill");
	}

	@Test
	void cachesThatWereNotLookedIntoAreFencedToo() {
		TieredCache first = TestCaches.local().build();
		TieredCache second = TestCaches.local().build();
		Iterator<Cache> views = CachedCall.views(List.of(first, second)).iterator();
		Cache looked = views.next();
		looked.retrieve(1);
		second.evict(1);
		views.next().put(1, "old");
		looked.put(1, "new");
		assertThat(second.get(1)).isNull();
		assertThat(first.get(1, String.class)).isEqualTo("new");
	}

	@Test
	void putWithoutALookUpIsAnUpdate() {
		view(this.cache).put(1, "new");
		assertThat(this.shared.calls).containsExactly("update");
	}

	@Test
	void everythingElseIsDoneByTheCache() {
		ConcurrentMapCache other = new ConcurrentMapCache("other");
		assertThat(CachedCall.views(List.of(other))).containsExactly(other);
		Cache view = view(this.cache);
		assertThat(view.getName()).isEqualTo("cities");
		assertThat(view.getNativeCache()).isSameAs(this.cache.getNativeCache());
		assertThat(view.get(1, () -> "a")).isEqualTo("a");
		assertThat(view.get(1, String.class)).isEqualTo("a");
		assertThat(view.retrieve(1, () -> CompletableFuture.completedFuture("b"))).isCompletedWithValue("a");
		assertThat(view.putIfAbsent(1, "b")).extracting(ValueWrapper::get).isEqualTo("a");
		assertThat(view.evictIfPresent(1)).isTrue();
		view.putIfAbsent(1, "c");
		view.evict(1);
		assertThat(this.cache.get(1)).isNull();
		view.putIfAbsent(1, "c");
		assertThat(view.invalidate()).isTrue();
		view.putIfAbsent(1, "c");
		view.clear();
		assertThat(this.cache.get(1)).isNull();
	}

	@Test
	void failingLookUpReachesTheCaller() {
		AtomicReference<RuntimeException> failure = new AtomicReference<>(new IllegalArgumentException("No text form"));
		this.shared.onRead = () -> {
			throw failure.get();
		};
		CompletableFuture<?> found = view(this.cache).retrieve(1);
		runTasks();
		assertThat(found).failsWithin(Duration.ZERO).withThrowableThat().withCause(failure.get());
	}

	private static Cache view(TieredCache cache) {
		return CachedCall.views(List.of(cache)).get(0);
	}

	private void runTasks() {
		while (!this.tasks.isEmpty()) {
			this.tasks.remove(0).run();
		}
	}

}
