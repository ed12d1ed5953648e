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

package io.github.warmcache.warmup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.warmup.WarmupPlan.Retries;
import io.github.warmcache.warmup.fill.MemoryGuard;
import io.github.warmcache.warmup.measure.GoodLoads;
import io.github.warmcache.warmup.run.WarmupExecution;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * A warm-up to be, with settings that suit most tests: nothing waits long but for the
 * deadline, which never comes unless a test says so.
 */
public final class TestWarmup implements AutoCloseable {

	/**
	 * Loads of a pod that shares none with others.
	 */
	public static final CoordinationSettings ALONE = new CoordinationSettings(null, 1, true, null);

	private final List<CacheWarmupStep> steps = new ArrayList<>();

	private final Map<String, TieredCache> caches = new LinkedHashMap<>();

	private Duration deadline = Duration.ofSeconds(60);

	private DeadlinePolicy policy = DeadlinePolicy.REFUSE_TRAFFIC;

	private int parallelism = 4;

	private boolean background;

	private @Nullable Integer maxAttempts;

	private Duration retryDelay = Duration.ofMillis(5);

	private Duration progressInterval = Duration.ofSeconds(60);

	private long maximumSize = 1000;

	private RehearsalSettings rehearsals = RehearsalSettings.NONE;

	private MemoryGuard.HeapView heap = new FakeHeap();

	private final GoodLoads goodLoads = new GoodLoads();

	private @Nullable WarmupState state;

	private @Nullable WarmupExecution warmup;

	public TestWarmup required(String name, CacheWarmer warmer, String... dependsOn) {
		return step(name, true, Map.of("test", warmer), dependsOn);
	}

	public TestWarmup optional(String name, CacheWarmer warmer, String... dependsOn) {
		return step(name, false, Map.of("test", warmer), dependsOn);
	}

	public TestWarmup step(String name, boolean required, Map<String, CacheWarmer> warmers, String... dependsOn) {
		this.steps.add(new CacheWarmupStep(name, required, Set.of(dependsOn), warmers));
		return this;
	}

	public TestWarmup cache(String name, @Nullable SharedTier shared, @Nullable CacheSource<?, ?> source) {
		this.caches.put(name, newCache(name, shared, source));
		return this;
	}

	public TestWarmup limited(String name, boolean required, WarmupLimits limits, CacheWarmer warmer) {
		this.steps.add(new CacheWarmupStep(name, required, Set.of(), Map.of("test", warmer), limits));
		return this;
	}

	public TestWarmup limited(String name, boolean required, WarmupLimits limits, Map<String, CacheWarmer> warmers) {
		this.steps.add(new CacheWarmupStep(name, required, Set.of(), warmers, limits));
		return this;
	}

	public TestWarmup rehearsals(Duration deadline, Rehearsal... values) {
		this.rehearsals = new RehearsalSettings(() -> List.of(values), deadline);
		return this;
	}

	TestWarmup heap(MemoryGuard.HeapView value) {
		this.heap = value;
		return this;
	}

	public TestWarmup deadline(Duration value) {
		this.deadline = value;
		return this;
	}

	public TestWarmup policy(DeadlinePolicy value) {
		this.policy = value;
		return this;
	}

	public TestWarmup parallelism(int value) {
		this.parallelism = value;
		return this;
	}

	public TestWarmup background() {
		this.background = true;
		return this;
	}

	public TestWarmup maxAttempts(int value) {
		this.maxAttempts = value;
		return this;
	}

	public TestWarmup retryDelay(Duration value) {
		this.retryDelay = value;
		return this;
	}

	public TestWarmup progressInterval(Duration value) {
		this.progressInterval = value;
		return this;
	}

	public TestWarmup maximumSize(long value) {
		this.maximumSize = value;
		return this;
	}

	private TieredCache newCache(String name, @Nullable SharedTier shared, @Nullable CacheSource<?, ?> source) {
		LocalTierSettings local = new LocalTierSettings(this.maximumSize, null, Duration.ofMinutes(10), 0,
				Duration.ofMinutes(1));
		return TieredCache
			.builder(new CacheDefinition(name, ResolvableType.NONE, ResolvableType.NONE, local, Duration.ofHours(1)))
			.sharedTier(shared)
			.source(source)
			.build();
	}

	/**
	 * What the pod knows of earlier loads.
	 */
	public GoodLoads goodLoads() {
		return this.goodLoads;
	}

	public WarmupExecution build() {
		WarmupPlan plan = new WarmupPlan(this.steps, this.deadline, this.policy, this.parallelism, this.background,
				new Retries(this.retryDelay, 2, this.retryDelay.multipliedBy(2), this.maxAttempts),
				this.progressInterval);
		this.state = new WarmupState(plan);
		this.warmup = new WarmupExecution(plan, new TieredCacheManager(List::of, this::cache), this.state,
				this.rehearsals, this.goodLoads, this.heap, System::nanoTime, () -> 0.5);
		return this.warmup;
	}

	public void run() {
		build().run();
	}

	/**
	 * Run where the test does not wait for it.
	 */
	public CompletableFuture<Void> start() {
		WarmupExecution built = build();
		return CompletableFuture.runAsync(built::run, (task) -> new Thread(task, "test-main").start());
	}

	public WarmupState state() {
		return this.state;
	}

	public WarmupExecution warmup() {
		return this.warmup;
	}

	public CacheWarmupProgress progress(String name) {
		return this.state.cache(name);
	}

	public TieredCache cache(String name) {
		synchronized (this.caches) {
			return this.caches.computeIfAbsent(name, (key) -> newCache(key, null, null));
		}
	}

	@Override
	public void close() {
		if (this.warmup != null) {
			this.warmup.close();
		}
	}

	public static CacheWarmer rows(int count) {
		return (context) -> {
			for (int i = 0; i < count; i++) {
				context.accept(i, "value " + i);
			}
		};
	}

	public static CacheWarmer failing() {
		return (context) -> {
			throw new IllegalStateException("source is down");
		};
	}

	/**
	 * Warmer that stops after some entries until it is let go.
	 */
	public static final class Held implements CacheWarmer {

		public final CountDownLatch reached = new CountDownLatch(1);

		public final CountDownLatch letGo = new CountDownLatch(1);

		private final int before;

		private final int after;

		public Held(int before, int after) {
			this.before = before;
			this.after = after;
		}

		@Override
		public void warm(WarmupContext context) throws Exception {
			context.expect(this.before + this.after);
			rows(this.before).warm(context);
			this.reached.countDown();
			this.letGo.await();
			for (int i = this.before; i < this.before + this.after; i++) {
				context.accept(i, "value " + i);
			}
		}

		public void awaitReached() throws InterruptedException {
			if (!this.reached.await(30, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The warmer was not reached");
			}
		}

	}

}
