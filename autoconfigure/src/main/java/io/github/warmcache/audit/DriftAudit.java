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

package io.github.warmcache.audit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.thread.DaemonThreads;
import io.github.warmcache.tier.ValueCodec;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Regular comparison of entries of each cache, chosen at random, with what its source has
 * at that time. Finds values that are wrong although nothing failed, such as those of
 * rows that were changed past the application. Caches without a source are left out.
 * <p>
 * Runs between {@link #start()} and {@link #stop()}, which may be repeated, on a thread
 * of its own. Each pod compares what it holds itself. Thread-safe.
 *
 * @since 0.1.0
 */
public final class DriftAudit implements SmartLifecycle {

	/**
	 * Lifecycle phase: starts after the connections of the application, and stops before
	 * them.
	 */
	public static final int PHASE = 1000;

	/**
	 * Time after which a change that was made through the application has reached every
	 * tier of every pod, as far as Warmcache promises that.
	 */
	private static final Duration SETTLED = Duration.ofSeconds(2);

	private static final Duration STOP_AT_MOST = Duration.ofSeconds(2);

	private static final Log logger = LogFactory.getLog(DriftAudit.class);

	private final TieredCacheManager caches;

	private final Function<TieredCache, @Nullable ValueCodec> codecs;

	private final Duration interval;

	private final int sampleSize;

	private final Duration settled;

	private final InstantSource clock;

	private final RandomGenerator random;

	private final Map<String, AuditReport> reports = new ConcurrentHashMap<>();

	/**
	 * Names of the caches whose latest comparison found a difference.
	 */
	private final Set<String> differing = ConcurrentHashMap.newKeySet();

	/**
	 * Names of the caches whose latest comparison failed.
	 */
	private final Set<String> failing = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Thread thread;

	private volatile boolean stopping;

	/**
	 * Create an audit that has not begun.
	 * @param caches holds the caches
	 * @param codecs returns what writes the values of a cache, or {@code null} if nothing
	 * can
	 * @param interval time between two comparisons of a cache, positive
	 * @param sampleSize number of entries of each cache to compare, positive
	 * @param clock tells when comparisons end
	 * @param random chooses the entries
	 */
	public DriftAudit(TieredCacheManager caches, Function<TieredCache, @Nullable ValueCodec> codecs, Duration interval,
			int sampleSize, InstantSource clock, RandomGenerator random) {
		this(caches, codecs, interval, sampleSize, SETTLED, clock, random);
	}

	DriftAudit(TieredCacheManager caches, Function<TieredCache, @Nullable ValueCodec> codecs, Duration interval,
			int sampleSize, Duration settled, InstantSource clock, RandomGenerator random) {
		if (interval.isNegative() || interval.isZero() || sampleSize < 1) {
			throw new IllegalArgumentException("The interval (" + interval + ") and the sample size (" + sampleSize
					+ ") of the audit must be positive");
		}
		this.caches = caches;
		this.codecs = codecs;
		this.interval = interval;
		this.sampleSize = sampleSize;
		this.settled = settled;
		this.clock = clock;
		this.random = random;
	}

	/**
	 * Return the latest comparison of each cache that was compared.
	 * @return the reports by the names of the caches
	 */
	public Map<String, AuditReport> reports() {
		return new TreeMap<>(this.reports);
	}

	/**
	 * Return the latest comparison of one cache.
	 * @param cacheName the name of the cache
	 * @return the report, or {@code null} if there was none so far
	 */
	public @Nullable AuditReport report(String cacheName) {
		return this.reports.get(cacheName);
	}

	@Override
	public synchronized void start() {
		if (this.thread == null) {
			this.stopping = false;
			Thread begun = DaemonThreads.named("warmcache-audit", this::run);
			this.thread = begun;
			begun.start();
		}
	}

	private void run() {
		try {
			// Pods that start together should not ask together.
			sleep(this.random.nextDouble());
			while (this.thread == Thread.currentThread()) {
				audit();
				sleep(1);
			}
		}
		catch (InterruptedException ex) {
			// The audit was stopped.
		}
	}

	private void sleep(double intervals) throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep((long) (intervals * this.interval.toNanos()));
	}

	/**
	 * Compare all caches, one after the other.
	 */
	void audit() throws InterruptedException {
		Collection<TieredCache> present = this.caches.getCachesPresent();
		Set<String> names = present.stream().map(TieredCache::getName).collect(Collectors.toSet());
		this.reports.keySet().retainAll(names);
		this.differing.retainAll(names);
		this.failing.retainAll(names);
		for (TieredCache cache : present) {
			CacheSource<Object, Object> source = cache.source();
			if (source != null) {
				take(cache.getName(), audit(cache, source));
			}
		}
	}

	private AuditReport audit(TieredCache cache, CacheSource<Object, Object> source) throws InterruptedException {
		Duration holdOff = cache.definition().loads().holdOff();
		Duration settle = (holdOff != null && holdOff.compareTo(this.settled) > 0) ? holdOff : this.settled;
		try {
			return new CacheAudit(cache, source, new Comparison(this.codecs.apply(cache)), this.sampleSize, settle,
					this.random)
				.run(this.clock);
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception | LinkageError | StackOverflowError ex) {
			if (this.stopping) {
				// A driver may have taken the interruption for its own.
				throw new InterruptedException();
			}
			logger.debug("Cause", ex);
			return AuditReport.failed(this.clock.instant(), "The source failed with " + ex.getClass().getName());
		}
	}

	private void take(String cacheName, AuditReport report) {
		this.reports.put(cacheName, report);
		if (report.failure() != null) {
			if (this.failing.add(cacheName)) {
				logger.warn(
						"Cache '%s' could not be compared with its source: %s".formatted(cacheName, report.failure()));
			}
			return;
		}
		this.failing.remove(cacheName);
		if (report.isDifferent() && this.differing.add(cacheName)) {
			logger.warn(("Cache '%s' holds values that its source does not have: %d of %d compared in this pod, "
					+ "%d of %d in the shared tier. Their rows were changed without this application knowing, "
					+ "so the values are served until they expire")
				.formatted(cacheName, report.local().different(), report.local().compared(),
						report.shared().different(), report.shared().compared()));
		}
		else if (!report.isDifferent() && this.differing.remove(cacheName)) {
			logger.info("Cache '%s' holds what its source has again: %d values were compared".formatted(cacheName,
					report.local().compared()));
		}
	}

	@Override
	public void stop() {
		Thread ended;
		synchronized (this) {
			ended = this.thread;
			this.thread = null;
			this.stopping = true;
		}
		if (ended != null) {
			ended.interrupt();
			try {
				ended.join(STOP_AT_MOST.toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
