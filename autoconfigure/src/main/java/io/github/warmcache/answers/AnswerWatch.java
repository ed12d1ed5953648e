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

package io.github.warmcache.answers;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.warmcache.cache.ReadOutcome;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Watch over the answers of all caches. A cache whose share of absent and empty answers
 * rises above its limit is reported once in the log, and in health and meters while it
 * lasts. Absent answers are what a failure looks like that throws no exception, for
 * example if a store evicts what a method reads. Thread-safe; does no I/O.
 */
public final class AnswerWatch implements SmartLifecycle {

	private static final EventLog logger = EventLog.of(AnswerWatch.class);

	private final TieredCacheManager caches;

	private final Function<String, @Nullable Double> limits;

	private final ScheduledExecutorService scheduler;

	private final InstantSource clock;

	private final Map<TieredCache, AnswerShare> shares = new HashMap<>();

	private final Map<String, AnswerStatus> statuses = new ConcurrentHashMap<>();

	private @Nullable Future<?> samples;

	private boolean failed;

	/**
	 * Create a watch.
	 * @param caches holds the caches
	 * @param limits returns the limit that is written for a cache, or {@code null} to
	 * learn it
	 * @param scheduler takes the samples; the watch does not shut it down
	 */
	public AnswerWatch(TieredCacheManager caches, Function<String, @Nullable Double> limits,
			ScheduledExecutorService scheduler) {
		this(caches, limits, scheduler, InstantSource.system());
	}

	AnswerWatch(TieredCacheManager caches, Function<String, @Nullable Double> limits,
			ScheduledExecutorService scheduler, InstantSource clock) {
		this.caches = caches;
		this.limits = limits;
		this.scheduler = scheduler;
		this.clock = clock;
	}

	@Override
	public synchronized void start() {
		if (this.samples == null) {
			this.samples = this.scheduler.scheduleAtFixedRate(this::sampleQuietly, AnswerShare.SECONDS,
					AnswerShare.SECONDS, TimeUnit.SECONDS);
		}
	}

	@Override
	public synchronized void stop() {
		if (this.samples != null) {
			this.samples.cancel(false);
			this.samples = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.samples != null;
	}

	/**
	 * Take a sample of each cache. A failure must not prevent later samples.
	 */
	private void sampleQuietly() {
		try {
			sample();
		}
		catch (RuntimeException | Error ex) {
			if (!this.failed) {
				this.failed = true;
				logger.warn(LogEvent.ANSWERS_WATCH_FAILED)
					.cause(ex)
					.log("The answers of the caches could not be watched: " + ex.getClass().getName()
							+ ". Further failures are not logged");
			}
			logger.debug("Cause", ex);
		}
	}

	synchronized void sample() {
		Set<TieredCache> present = new HashSet<>(this.caches.getCachesPresent());
		this.shares.keySet().retainAll(present);
		this.statuses.keySet().retainAll(present.stream().map(TieredCache::getName).collect(Collectors.toSet()));
		for (TieredCache cache : present) {
			String name = cache.getName();
			AnswerShare share = this.shares.get(cache);
			if (share == null) {
				this.shares.put(cache, new AnswerShare(this.limits.apply(name), nothing(cache), reads(cache)));
				this.statuses.remove(name);
			}
			else {
				share.sample(nothing(cache), reads(cache));
				this.statuses.put(name, next(name, share));
			}
		}
	}

	private static long nothing(TieredCache cache) {
		return cache.reads(ReadOutcome.ABSENT) + cache.reads(ReadOutcome.EMPTY);
	}

	private static long reads(TieredCache cache) {
		return nothing(cache) + cache.reads(ReadOutcome.VALUE) + cache.reads(ReadOutcome.STALE);
	}

	/**
	 * Return the status after a sample, and log where it changes.
	 */
	private AnswerStatus next(String name, AnswerShare share) {
		AnswerStatus before = status(name);
		Instant since = share.isExceeded() ? before.exceededSince() : null;
		if (share.isExceeded() && !before.isExceeded()) {
			since = this.clock.instant();
			logger.warn(LogEvent.ANSWERS_MISSING)
				.cache(name)
				.with(LogField.RATIO, share.share())
				.with(LogField.LIMIT, share.limit())
				.log(warning(name, share));
		}
		else if (!share.isExceeded() && before.isExceeded()) {
			logger.info(LogEvent.ANSWERS_USUAL)
				.cache(name)
				.with(LogField.RATIO, share.share())
				.with(LogField.LIMIT, share.limit())
				.log("Cache '%s' ".formatted(name) + (Double.isNaN(share.share())
						? "has too few reads to tell whether answers are still missing" : "answers as usual again"));
		}
		return new AnswerStatus(share.share(), share.limit(), since);
	}

	private static String warning(String name, AnswerShare share) {
		String before = Double.isNaN(share.usual()) ? "" : ", where %.0f %% were usual".formatted(100 * share.usual());
		return ("Cache '%s': %.0f %% of the latest answers were absent or empty%s. The limit is %.0f %%. Check what its "
				+ "source and its methods read. If this is right, set 'max-absent-ratio' of the cache")
			.formatted(name, 100 * share.share(), before, 100 * share.limit());
	}

	/**
	 * Return what the reads of a cache have got lately.
	 * @param cacheName the name of the cache
	 * @return its status, with unknown figures if it has not been watched yet
	 */
	public AnswerStatus status(String cacheName) {
		return this.statuses.getOrDefault(cacheName, AnswerStatus.UNKNOWN);
	}

	/**
	 * Return the caches whose share of absent and empty answers is above their limit.
	 * @return their statuses by name, in alphabetical order
	 */
	public Map<String, AnswerStatus> exceeded() {
		Map<String, AnswerStatus> exceeded = new TreeMap<>(this.statuses);
		exceeded.values().removeIf((status) -> !status.isExceeded());
		return exceeded;
	}

}
