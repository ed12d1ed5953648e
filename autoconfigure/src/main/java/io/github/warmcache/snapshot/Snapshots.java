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

package io.github.warmcache.snapshot;

import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.thread.DaemonThreads;
import io.github.warmcache.tier.EntryCodecFactory;
import io.github.warmcache.tier.SharedHistory;
import io.github.warmcache.warmup.CacheWarmer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Keeps what a pod holds in files, one for each cache, written again and again in the
 * background and once more at the end, and read when the application starts. The file of
 * a cache that shares its values with nobody is written at the end alone and read once at
 * most: what the pod evicted after it was written would come back.
 * <p>
 * It writes between {@link #start()} and {@link #stop()}, on a thread of its own. What is
 * in the directory and whether it can be used never makes a method fail. Thread-safe.
 *
 * @since 0.1.0
 */
public final class Snapshots implements SmartLifecycle {

	/**
	 * Phase in the life cycle of the application: its end comes after that of the
	 * traffic, and before the caches stop hearing of changes.
	 */
	public static final int PHASE = 1500;

	private static final Log logger = LogFactory.getLog(Snapshots.class);

	/**
	 * How long the end of the application waits for the last files.
	 */
	private static final long LAST_MILLIS = 3000;

	/**
	 * After how long without traffic changes that this pod made have ended.
	 */
	private static final long LAST_PAUSE_MILLIS = 300;

	/**
	 * How long after being counted a change of this pod has ended here as well: much
	 * longer than a command may take.
	 */
	private static final long PAUSE_MILLIS = 1000;

	private final SnapshotSettings settings;

	private final SnapshotDirectory directory;

	private final SnapshotCodecs codecs;

	private final SnapshotPass pass;

	private final Supplier<@Nullable SharedHistory> history;

	private final InstantSource clock;

	private final Set<String> cacheNames = ConcurrentHashMap.newKeySet();

	private @Nullable ScheduledThreadPoolExecutor executor;

	private CountDownLatch stopping = new CountDownLatch(1);

	/**
	 * Create the snapshots of an application.
	 * @param settings where they are, and how old they may be
	 * @param caches the caches
	 * @param codecs turns entries into bytes
	 * @param history supplies what tells whether entries are still good, or {@code null}
	 * if nothing does and they are good until they expire
	 * @param full tells by the name of a cache how many entries make it full, 0 if nobody
	 * knows, or {@code null} if it does not hold enough to be written
	 * @param clock tells when entries expire
	 */
	public Snapshots(SnapshotSettings settings, TieredCacheManager caches, EntryCodecFactory codecs,
			Supplier<@Nullable SharedHistory> history, Function<String, @Nullable Long> full, InstantSource clock) {
		this.settings = settings;
		this.directory = new SnapshotDirectory(settings.directory());
		this.codecs = new SnapshotCodecs(codecs);
		this.history = history;
		this.clock = clock;
		this.pass = new SnapshotPass(settings, this.directory, this.codecs, caches, history, full, clock);
	}

	/**
	 * Return the warmer that fills a cache from its file. The cache has a file from now
	 * on.
	 * @param cacheName the name of the cache, whose types must be known
	 * @return the warmer
	 */
	public CacheWarmer warmer(String cacheName) {
		this.cacheNames.add(cacheName);
		return new SnapshotWarmer(this.settings, this.directory, this.codecs, this.history, this.clock);
	}

	@Override
	public synchronized void start() {
		if (this.executor != null) {
			return;
		}
		if (!this.cacheNames.isEmpty()) {
			// So that it is said at once if it cannot be used.
			this.directory.open();
		}
		ScheduledThreadPoolExecutor begun = new ScheduledThreadPoolExecutor(1,
				DaemonThreads.inBackground("warmcache-snapshots-"));
		this.executor = begun;
		this.stopping = new CountDownLatch(1);
		CountDownLatch end = this.stopping;
		long interval = this.settings.interval().toNanos();
		begun.scheduleWithFixedDelay(() -> writeInBackground(end), interval, interval, TimeUnit.NANOSECONDS);
	}

	private void writeInBackground(CountDownLatch end) {
		try {
			this.pass.run(this.cacheNames, false, () -> !end.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS),
					() -> end.getCount() == 0);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException | Error ex) {
			// Without this, it would be the last one.
			logger.warn("Snapshots could not be written (" + ex.getClass().getName() + ")");
			logger.debug("Why", ex);
		}
	}

	/**
	 * Write all files once more, for three seconds at most. One that is not finished by
	 * then stays as it was.
	 */
	@Override
	public synchronized void stop() {
		ScheduledThreadPoolExecutor ended = this.executor;
		if (ended == null) {
			return;
		}
		this.executor = null;
		this.stopping.countDown();
		long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_MILLIS);
		ended.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
		Future<?> last = ended.submit(() -> writeAtTheEnd(deadline));
		ended.shutdown();
		try {
			last.get(LAST_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.warn("Not all snapshots of caches were written at the end (" + ex.getClass().getName() + ")");
			logger.debug("Why", ex);
		}
		finally {
			ended.shutdownNow();
			this.directory.close();
		}
	}

	private @Nullable Void writeAtTheEnd(long deadline) throws InterruptedException {
		this.pass.run(this.cacheNames, true, () -> {
			TimeUnit.MILLISECONDS.sleep(LAST_PAUSE_MILLIS);
			return true;
		}, () -> deadline - System.nanoTime() < 0);
		return null;
	}

	@Override
	public synchronized boolean isRunning() {
		return this.executor != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
