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
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.thread.DaemonThreads;
import io.github.warmcache.tier.SharedHistory;
import io.github.warmcache.tier.ValueCodecFactory;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.measure.GoodLoadStore;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Keeps the entries that a pod holds in files, one per cache. Files are written
 * periodically in the background and once more on shutdown, and read when the application
 * starts. The file of a cache that shares no values is written only on shutdown and read
 * at most once: otherwise, entries that the pod evicted after writing it would come back.
 * <p>
 * Writes between {@link #start()} and {@link #stop()}, on a thread of its own. No content
 * or state of the directory makes a method fail. Thread-safe.
 *
 * @since 0.1.0
 */
public final class Snapshots implements SmartLifecycle {

	/**
	 * Phase in the life cycle of the application: stops after the traffic, and before the
	 * caches stop receiving changes.
	 */
	public static final int PHASE = 1500;

	private static final EventLog logger = EventLog.of(Snapshots.class);

	/**
	 * Time that shutdown waits for the last files.
	 */
	private static final long LAST_MILLIS = 3000;

	/**
	 * Time without traffic after which changes by this pod have ended.
	 */
	private static final long LAST_PAUSE_MILLIS = 300;

	/**
	 * Time after which a change that this pod made and Redis counted has ended in this
	 * pod too. Much longer than a command may take.
	 */
	private static final long PAUSE_MILLIS = 1000;

	private final SnapshotSettings settings;

	private final SnapshotDirectory directory;

	private final EntryFormats formats;

	private final SnapshotPass pass;

	private final Supplier<@Nullable SharedHistory> history;

	private final InstantSource clock;

	private final Set<String> cacheNames = ConcurrentHashMap.newKeySet();

	private @Nullable ScheduledThreadPoolExecutor executor;

	private CountDownLatch stopping = new CountDownLatch(1);

	/**
	 * Create the snapshots of an application.
	 * @param settings the location, write interval and maximum age
	 * @param caches the caches
	 * @param codecs creates what converts entries to bytes and back
	 * @param history supplies the history that tells whether entries are still valid, or
	 * {@code null} if there is none and they are valid until they expire
	 * @param full returns for the name of a cache how many entries make it full, 0 if
	 * unknown, or {@code null} if it does not hold enough to be written
	 * @param clock the clock by which entries expire
	 */
	public Snapshots(SnapshotSettings settings, TieredCacheManager caches, ValueCodecFactory codecs,
			Supplier<@Nullable SharedHistory> history, Function<String, @Nullable Long> full, InstantSource clock) {
		this.settings = settings;
		this.directory = new SnapshotDirectory(settings.directory());
		this.formats = new EntryFormats(codecs);
		this.history = history;
		this.clock = clock;
		this.pass = new SnapshotPass(settings, this.directory, this.formats, caches, history, full, clock);
	}

	/**
	 * Return the warmer that fills a cache from its file. From now on a file is written
	 * for this cache.
	 * @param cacheName the name of the cache, whose types must be known
	 * @return the warmer
	 */
	public CacheWarmer warmer(String cacheName) {
		this.cacheNames.add(cacheName);
		return new SnapshotWarmer(this.settings, this.directory, this.formats, this.history, this.clock);
	}

	/**
	 * Return a store that keeps the last good loads in the directory, so that they
	 * outlive the container.
	 */
	public GoodLoadStore goodLoads() {
		return new GoodLoadFile(this.directory);
	}

	@Override
	public synchronized void start() {
		if (this.executor != null) {
			return;
		}
		if (!this.cacheNames.isEmpty()) {
			// Log early if the directory cannot be used.
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
			// An exception would end the schedule.
			logger.warn(LogEvent.SNAPSHOTS_FAILED)
				.cause(ex)
				.log("Snapshots of caches could not be written (" + ex.getClass().getName() + ")");
			logger.debug("Cause", ex);
		}
	}

	/**
	 * Write all files once more, for at most three seconds. A file that is not finished
	 * by then stays as it was.
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
			logger.warn(LogEvent.SNAPSHOTS_UNFINISHED)
				.cause(ex)
				.log("Not all snapshots of caches were written on shutdown (" + ex.getClass().getName() + ")");
			logger.debug("Cause", ex);
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
