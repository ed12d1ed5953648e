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
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.thread.RepeatedTask;
import io.github.warmcache.tier.ValueCodec;
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

	/**
	 * Time that all sources together may take.
	 */
	private static final Duration GRACE = Duration.ofMinutes(1);

	private static final Duration STOP_AT_MOST = Duration.ofSeconds(2);

	private static final EventLog logger = EventLog.of(DriftAudit.class);

	private final TieredCacheManager caches;

	private final Function<TieredCache, @Nullable ValueCodec> codecs;

	private final Duration interval;

	private final int sampleSize;

	private final Duration settled;

	private final InstantSource clock;

	private final RandomGenerator random;

	private final Map<String, AuditReport> reports = new ConcurrentHashMap<>();

	/**
	 * Keys that differed, by the name of their cache, as long as they do.
	 */
	private final Map<String, Set<Object>> differing = new ConcurrentHashMap<>();

	/**
	 * Names of the caches of which the log says that they differ.
	 */
	private final Set<String> reported = ConcurrentHashMap.newKeySet();

	/**
	 * Names of the caches whose latest comparison failed.
	 */
	private final Set<String> failing = ConcurrentHashMap.newKeySet();

	private final RepeatedTask comparisons;

	private volatile Instant progress;

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
		this.comparisons = RepeatedTask.withFixedDelay("warmcache-audit", interval, this::auditAll);
		this.progress = clock.instant();
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

	/**
	 * Return whether this audit runs but has compared nothing for much longer than its
	 * interval, for example because a source does not return.
	 * @return whether its reports are too old to rely on
	 */
	public boolean isOverdue() {
		Duration patience = this.interval.multipliedBy(2).plus(GRACE);
		return isRunning() && this.clock.instant().isAfter(this.progress.plus(patience));
	}

	@Override
	public synchronized void start() {
		if (!isRunning()) {
			this.progress = this.clock.instant();
			// Pods that start together should not ask together.
			double share = this.random.nextDouble();
			this.comparisons.start(Duration.ofNanos((long) (share * this.interval.toNanos())));
		}
	}

	/**
	 * Compare all caches, one after the other. No failure ends the audit.
	 */
	private void auditAll() throws InterruptedException {
		try {
			audit(this.comparisons::isCurrent);
			this.progress = this.clock.instant();
		}
		catch (RuntimeException | Error ex) {
			logger.debug("The audit failed", ex);
		}
	}

	/**
	 * Return the caches that have a source, and forget all others.
	 */
	private List<TieredCache> present() {
		List<TieredCache> present = this.caches.getCachesPresent()
			.stream()
			.filter((cache) -> cache.source() != null)
			.toList();
		Set<String> names = present.stream().map(TieredCache::getName).collect(Collectors.toSet());
		this.reports.keySet().retainAll(names);
		this.differing.keySet().retainAll(names);
		this.reported.retainAll(names);
		this.failing.retainAll(names);
		return present;
	}

	/**
	 * Compare all caches for as long as that is wanted.
	 */
	void audit(BooleanSupplier wanted) throws InterruptedException {
		for (TieredCache cache : present()) {
			AuditReport report = audit(cache);
			if (!wanted.getAsBoolean()) {
				return;
			}
			take(cache.getName(), report);
		}
	}

	private AuditReport audit(TieredCache cache) throws InterruptedException {
		CacheSource<Object, Object> source = Objects.requireNonNull(cache.source());
		Duration holdOff = cache.definition().loads().holdOff();
		Duration settle = (holdOff != null && holdOff.compareTo(this.settled) > 0) ? holdOff : this.settled;
		try {
			Comparison comparison = new Comparison(cache.localContents()::isOlder, this.codecs.apply(cache));
			CacheAudit audit = new CacheAudit(cache, source, comparison, settle).sample(this.sampleSize, this.random)
				.add(this.differing.getOrDefault(cache.getName(), Set.of()));
			AuditReport report = audit.run(this.clock);
			remember(cache.getName(), audit.different(), report);
			return report;
		}
		catch (InterruptedException ex) {
			if (Thread.currentThread().isInterrupted() || !this.comparisons.isCurrent()) {
				throw ex;
			}
			return failed(ex);
		}
		catch (Exception | Error ex) {
			return failed(ex);
		}
	}

	private AuditReport failed(Throwable failure) {
		logger.debug("Cause", failure);
		return AuditReport.failed(this.clock.instant(), "The comparison failed with " + failure.getClass().getName());
	}

	/**
	 * Keep the keys that differ for the next comparison: another sample may contain none
	 * of them. While Redis does not answer, those that differed there are kept as well.
	 */
	private void remember(String cacheName, Set<Object> different, AuditReport report) {
		Set<Object> keys = new LinkedHashSet<>(different);
		if (report.failure() != null) {
			keys.addAll(this.differing.getOrDefault(cacheName, Set.of()));
		}
		if (keys.isEmpty()) {
			this.differing.remove(cacheName);
		}
		else {
			this.differing.put(cacheName,
					keys.stream().limit(this.sampleSize).collect(Collectors.toCollection(LinkedHashSet::new)));
		}
	}

	private void take(String cacheName, AuditReport report) {
		this.progress = this.clock.instant();
		this.reports.put(cacheName, report);
		if (report.failure() == null) {
			this.failing.remove(cacheName);
		}
		else if (this.failing.add(cacheName)) {
			logger.warn(LogEvent.AUDIT_FAILED)
				.cache(cacheName)
				.cause(report.failure())
				.log("Cache '%s' could not be compared with its source: %s".formatted(cacheName, report.failure()));
		}
		if (report.isDifferent() && this.reported.add(cacheName)) {
			logger.warn(LogEvent.AUDIT_DIFFERENT)
				.cache(cacheName)
				.with(LogField.COUNT, different(report.local()) + different(report.shared()))
				.log(("Cache '%s' holds values that its source does not have: %s in this pod, %s in the shared "
						+ "tier. Probably their rows were changed without this application knowing. The values are "
						+ "served until they expire")
					.formatted(cacheName, share(report.local()), share(report.shared())));
		}
		else if (!this.differing.containsKey(cacheName) && report.failure() == null
				&& this.reported.remove(cacheName)) {
			logger.info(LogEvent.AUDIT_EQUAL)
				.cache(cacheName)
				.log("Cache '%s' no longer holds any of the values that differed from its source".formatted(cacheName));
		}
	}

	private static long different(AuditReport.@Nullable Counts counts) {
		return (counts != null) ? counts.different() : 0;
	}

	private static String share(AuditReport.@Nullable Counts counts) {
		return (counts != null) ? "%d of %d compared".formatted(counts.different(), counts.compared())
				: "none compared";
	}

	@Override
	public void stop() {
		this.comparisons.stop(STOP_AT_MOST);
	}

	@Override
	public boolean isRunning() {
		return this.comparisons.isRunning();
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
