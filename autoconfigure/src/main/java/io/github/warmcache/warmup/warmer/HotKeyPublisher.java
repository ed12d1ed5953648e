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

package io.github.warmcache.warmup.warmer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.thread.DaemonThreads;
import io.github.warmcache.tier.HotKeys;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupState;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.util.Assert;

/**
 * Publishes the most-read keys of this pod for pods that start later, for each cache that
 * is {@linkplain CacheWarmers#fromHottestKeys warmed with them}. Publishes periodically
 * while the application is ready, and once more when it stops.
 * <p>
 * The keys come in the order of Caffeine's eviction policy. The policy knows nothing of
 * reads before the warm-up, and ranks keys that were only warmed below keys that were
 * read. So the publisher publishes at most as many keys as there were reads since the
 * last time, and none before the application is ready. Thread-safe.
 *
 * @since 0.1.0
 */
public final class HotKeyPublisher implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(HotKeyPublisher.class);

	/**
	 * Maximum time that the stop of the application waits for the last publication.
	 */
	private static final Duration LAST_WORD = Duration.ofMillis(300);

	private final Map<String, Integer> mostByCache = new LinkedHashMap<>();

	private final TieredCacheManager caches;

	private final Duration interval;

	private final Duration halfLife;

	private final DoubleSupplier random;

	/**
	 * Number of reads of each cache up to the last publication.
	 */
	private final Map<String, Long> reads = new ConcurrentHashMap<>();

	private volatile boolean serving;

	private @Nullable ScheduledThreadPoolExecutor thread;

	/**
	 * Create a publisher that does nothing before it is started.
	 * @param plan tells which caches are warmed with the hottest keys
	 * @param caches holds the caches
	 * @param state tells when the application is ready
	 * @param interval maximum time between two publications, positive
	 * @param halfLife time after which a publication counts half, positive
	 */
	public HotKeyPublisher(WarmupPlan plan, TieredCacheManager caches, WarmupState state, Duration interval,
			Duration halfLife) {
		this(plan, caches, state, interval, halfLife, () -> ThreadLocalRandom.current().nextDouble());
	}

	public HotKeyPublisher(WarmupPlan plan, TieredCacheManager caches, WarmupState state, Duration interval,
			Duration halfLife, DoubleSupplier random) {
		Assert.isTrue(interval.compareTo(Duration.ZERO) > 0, "interval must be positive");
		Assert.isTrue(halfLife.compareTo(Duration.ZERO) > 0, "halfLife must be positive");
		plan.steps().forEach((step) -> step.warmers().values().forEach((warmer) -> {
			if (warmer instanceof HottestKeysWarmer hottest) {
				this.mostByCache.merge(step.cacheName(), hottest.most(), Math::max);
			}
		}));
		this.caches = caches;
		this.interval = interval;
		this.halfLife = halfLife;
		this.random = random;
		state.whenReady(this::beginCounting);
	}

	/**
	 * Begin to count reads. Reads before the application is ready may serve to warm it,
	 * so they do not count.
	 */
	private void beginCounting() {
		this.mostByCache.keySet().forEach((name) -> {
			TieredCache cache = this.caches.getCacheIfPresent(name);
			if (cache != null) {
				cache.localContents().rankUses();
				this.reads.put(name, requests(cache));
			}
		});
		this.serving = true;
	}

	private static long requests(TieredCache cache) {
		return cache.getNativeCache().stats().requestCount();
	}

	@Override
	public synchronized void start() {
		if (this.thread == null) {
			ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1,
					DaemonThreads.numbered("warmcache-hot-keys-"));
			this.thread = started;
			if (!this.mostByCache.isEmpty()) {
				next(started);
			}
		}
	}

	private void next(ScheduledThreadPoolExecutor started) {
		try {
			started.schedule(() -> {
				publish();
				next(started);
			}, pause(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// The publisher was stopped.
		}
	}

	/**
	 * Return the pause, shortened at random by up to half, so that pods that started
	 * together do not publish together.
	 */
	private long pause() {
		return (long) (this.interval.toNanos() * (1 - this.random.getAsDouble() / 2));
	}

	/**
	 * Publish the keys that were read most since the last time. Does nothing if there
	 * were no reads, or before the application is ready.
	 */
	public void publish() {
		if (!this.serving) {
			return;
		}
		this.mostByCache.forEach((name, most) -> {
			TieredCache cache = this.caches.getCacheIfPresent(name);
			SharedTier shared = (cache != null) ? cache.sharedTier() : null;
			HotKeys hotKeys = (shared != null) ? shared.hotKeys() : null;
			if (cache != null && hotKeys != null) {
				publish(cache, hotKeys, most);
			}
		});
	}

	private void publish(TieredCache cache, HotKeys hotKeys, int most) {
		long now = requests(cache);
		long since = now - this.reads.getOrDefault(cache.getName(), 0L);
		if (since <= 0) {
			return;
		}
		try {
			List<Object> keys = cache.localContents().hottest((int) Math.min(most, since));
			if (keys.isEmpty() || hotKeys.publish(keys, most, this.halfLife)) {
				this.reads.put(cache.getName(), now);
			}
		}
		catch (RuntimeException ex) {
			logger.debug("Could not publish the hottest keys of cache '%s'".formatted(cache.getName()), ex);
		}
	}

	/**
	 * Publish the keys that were read since the last time, and wait for that for at most
	 * 300 ms.
	 */
	@Override
	public synchronized void stop() {
		ScheduledThreadPoolExecutor started = this.thread;
		if (started == null) {
			return;
		}
		this.thread = null;
		try {
			if (!this.mostByCache.isEmpty()) {
				Future<?> last = started.submit(() -> publish());
				last.get(LAST_WORD.toNanos(), TimeUnit.NANOSECONDS);
			}
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("Could not publish the hottest keys in time", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			started.shutdownNow();
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.thread != null;
	}

}
