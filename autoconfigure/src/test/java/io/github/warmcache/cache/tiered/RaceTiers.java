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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.complete.Absences;
import io.github.warmcache.cache.flight.Waits;
import io.github.warmcache.cache.local.AnswerRule;
import io.github.warmcache.cache.local.CallMarks;
import io.github.warmcache.cache.local.LocalTier;
import io.github.warmcache.cache.local.VersionFloors;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;

/**
 * Makes what races are run on: no threads but those of the race, and no time that passes.
 */
public final class RaceTiers {

	/**
	 * Values that are their versions; others have none.
	 */
	public static final ValueVersion NUMBERS = (value) -> (value instanceof Integer number) ? number
			: ValueVersion.UNVERSIONED;

	public static final Duration LIFE = Duration.ofMinutes(1);

	/**
	 * Interrupts nobody.
	 */
	private static final ScheduledExecutorService REFUSING = LoadThreads.forTimeouts();

	static {
		REFUSING.shutdown();
	}

	private RaceTiers() {
	}

	public static LocalTier localTier(ValueVersion version) {
		CallMarks marks = new CallMarks(() -> 0L);
		return new LocalTier(settings(), LoadPolicy.defaults(), RaceTiers::stripe, () -> 0L, RaceTiers::leave, () -> 0,
				(key, value) -> 1, version, new AnswerRule("numbers", AnswerRule.EMPTY_CONTAINERS),
				new CacheStatistics(), new Absences(false), marks);
	}

	public static VersionFloors floors() {
		return new VersionFloors(NUMBERS, RaceTiers::stripe, () -> 0L, new CallMarks(() -> 0L));
	}

	public static TieredCacheBuilder cache() {
		return inline(TestCaches.local());
	}

	public static TieredCacheBuilder cache(LocalTierSettings settings, LoadPolicy loads) {
		CacheDefinition definition = TestCaches.local().definition;
		return inline(TieredCache.builder(new CacheDefinition(definition.name(), definition.keyType(),
				definition.valueType(), settings, null, loads)));
	}

	private static TieredCacheBuilder inline(TieredCacheBuilder builder) {
		return builder.ticker(() -> 0L)
			.random(() -> 0)
			.weigher((key, value) -> 1)
			.executor(Runnable::run)
			.sourceExecutor(Runnable::run)
			.maintenance(RaceTiers::leave)
			.scheduler(REFUSING)
			.waits(new Untimed());
	}

	public static LocalTierSettings settings() {
		return new LocalTierSettings(1000L, null, TestCaches.TTL, 0, TestCaches.NULL_TTL);
	}

	public static int stripe(Object key) {
		return key.hashCode() & (SharedTier.STRIPES - 1);
	}

	/**
	 * Tidy nothing up, which decides nothing where there is room.
	 */
	private static void leave(Runnable task) {
	}

	/**
	 * Waits for what comes, however long it takes.
	 */
	private static final class Untimed implements Waits {

		@Override
		public long nanos() {
			return 0;
		}

		@Override
		public void pause(Object blocker, long nanos) {
		}

		@Override
		public <T extends @Nullable Object> T get(CompletableFuture<T> future, long nanos)
				throws InterruptedException, ExecutionException {
			return future.get();
		}

		@Override
		public <T extends @Nullable Object> T join(CompletableFuture<T> future) {
			return future.join();
		}

	}

}
