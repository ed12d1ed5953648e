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

package io.github.warmcache.warmup.fill;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.log.LogLine;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import org.jspecify.annotations.Nullable;

/**
 * Log of warm-ups. Lines above debug level contain no keys, values or secrets. Exceptions
 * are logged in full at debug level only, because their messages may contain all three.
 */
public final class WarmupLog {

	/**
	 * Name of the logger of all warm-ups.
	 */
	public static final String LOGGER = "io.github.warmcache.warmup";

	private static final EventLog logger = EventLog.of(LOGGER);

	/**
	 * Return the logger of all warm-ups.
	 */
	static EventLog logger() {
		return logger;
	}

	public void plan(WarmupPlan plan) {
		if (plan.steps().isEmpty()) {
			logger.info(LogEvent.WARMUP_NOTHING).log("No caches to warm up");
			return;
		}
		logger.info(LogEvent.WARMUP_STARTED)
			.withAll(LogField.CACHES, plan.steps().stream().map(CacheWarmupStep::cacheName).toList())
			.with(LogField.LIMIT_MS, plan.deadline().toMillis())
			.log("Warming caches%s, %d at a time, for at most %s (then %s): %s".formatted(
					plan.background() ? " in the background" : "", plan.parallelism(), seconds(plan.deadline()),
					plan.onDeadline().name().toLowerCase(Locale.ROOT).replace('_', '-'),
					plan.steps().stream().map(WarmupLog::describe).collect(Collectors.joining("; "))));
	}

	public void probes(String budget) {
		logger.info(LogEvent.WARMUP_PROBES).log("Suitable probes: " + budget);
	}

	private static String describe(CacheWarmupStep step) {
		String after = step.dependsOn().isEmpty() ? "" : " after " + String.join(", ", step.dependsOn());
		return "%s (%s) from %s%s".formatted(step.cacheName(), step.required() ? "required" : "optional",
				String.join(", ", step.warmers().keySet()), after);
	}

	public void progress(CacheWarmupProgress cache) {
		about(logger.info(LogEvent.WARMUP_CACHE_PROGRESS), cache).cause(cache.waitingFor())
			.log("Warming cache '%s' from %s: %s, %,.0f/s%s".formatted(cache.cacheName(), cache.warmer(),
					entries(cache), cache.entriesPerSecond(),
					(cache.waitingFor() != null) ? ", waiting for " + cache.waitingFor() : ""));
	}

	private static LogLine about(LogLine line, CacheWarmupProgress cache) {
		return line.cache(cache.cacheName())
			.with(LogField.WARMER, cache.warmer())
			.with(LogField.ENTRIES, cache.entries())
			.with(LogField.EXPECTED, cache.expected())
			.with(LogField.ATTEMPT, cache.attempts())
			.with(LogField.TOOK_MS, cache.elapsed().toMillis());
	}

	private static String entries(CacheWarmupProgress cache) {
		Long expected = cache.expected();
		if (expected == null) {
			return number(cache.entries()) + " entries";
		}
		String share = (expected > 0) ? " (%d %%)".formatted(cache.entries() * 100 / expected) : "";
		return "%s of %s entries%s".formatted(number(cache.entries()), number(expected), share);
	}

	void filled(CacheWarmupProgress cache, long held) {
		String text = "Cache '%s' is filled from %s: %s in %s, %,.0f/s, holding %s, attempt %d".formatted(
				cache.cacheName(), cache.warmer(), entries(cache), seconds(cache.elapsed()), cache.entriesPerSecond(),
				number(held), cache.attempts());
		if (cache.entries() == 0) {
			about(logger.warn(LogEvent.WARMUP_CACHE_EMPTY), cache).log(text + ": the warmer delivered no entries");
		}
		else {
			about(logger.info(LogEvent.WARMUP_CACHE_DONE), cache).log(text);
		}
	}

	void badRows(String cacheName, String what) {
		logger.warn(LogEvent.WARMUP_ROWS_SKIPPED)
			.cache(cacheName)
			.cause(what)
			.log("Cache '%s' is filled without some rows: %s. Reads of their keys fall back to the method"
				.formatted(cacheName, what));
	}

	void unreadableKeys(String cacheName, Exception problem) {
		String cause = ErrorText.of(problem);
		logger.warn(LogEvent.WARMUP_KEYS_UNREADABLE)
			.cache(cacheName)
			.cause(cause)
			.log("Cache '%s': the source cannot read single entries that the cache holds (%s). Reads of such keys "
				.formatted(cacheName, cause) + "fall back to the method");
	}

	void repeatedKeys(String cacheName, long repeated, long rows) {
		logger.warn(LogEvent.WARMUP_KEYS_REPEATED)
			.cache(cacheName)
			.with(LogField.COUNT, repeated)
			.log(("Cache '%s': %s of %s rows have the key of another row; the last row of each key is kept. "
					+ "If the rows differ, fix the query (a join may multiply rows) or its key-column")
				.formatted(cacheName, number(repeated), number(rows)));
	}

	void tooSmall(String cacheName, long maximumSize, long streamed) {
		logger.warn(LogEvent.WARMUP_CACHE_TOO_SMALL)
			.cache(cacheName)
			.with(LogField.ENTRIES, streamed)
			.with(LogField.LIMIT, maximumSize)
			.log("Cache '%s' was warmed with %s entries but keeps at most %s: raise its maximum-size"
				.formatted(cacheName, number(streamed), number(maximumSize)));
	}

	/**
	 * Log whether a cache is complete. Called for caches that should be.
	 * @param why why it is not, or {@code null} if it is
	 */
	void complete(String cacheName, @Nullable String why) {
		if (why == null) {
			logger.info(LogEvent.WARMUP_CACHE_COMPLETE)
				.cache(cacheName)
				.log("Cache '%s' is complete: keys it does not hold are answered as absent".formatted(cacheName));
		}
		else {
			logger.warn(LogEvent.WARMUP_CACHE_NOT_COMPLETE)
				.cache(cacheName)
				.cause(why)
				.log("Cache '%s' is not complete, so absent keys are still looked up: %s".formatted(cacheName, why));
		}
	}

	void incomplete(CacheWarmupProgress cache, @Nullable Exception doubt) {
		String cause = (doubt != null) ? ErrorText.of(doubt) : null;
		about(logger.info(LogEvent.WARMUP_WARMER_INCOMPLETE), cache).cause(cause)
			.log("Cache '%s' is not complete from %s: %s%s; trying the next warmer".formatted(cache.cacheName(),
					cache.warmer(), entries(cache), (cause != null) ? ", " + cause : ""));
		logger.debug("Cause", doubt);
	}

	void nothingToWarm(String cacheName, String warmer, String why) {
		logger.info(LogEvent.WARMUP_WARMER_NOTHING)
			.cache(cacheName)
			.with(LogField.WARMER, warmer)
			.cause(why)
			.log("Cache '%s' has nothing to load from %s: %s".formatted(cacheName, warmer, why));
	}

	void fallsThrough(CacheWarmupProgress cache, Exception failure) {
		String cause = ErrorText.of(failure);
		about(logger.warn(LogEvent.WARMUP_WARMER_FAILED), cache).cause(cause)
			.log("Cache '%s' could not be filled from %s after %s: %s; trying the next warmer"
				.formatted(cache.cacheName(), cache.warmer(), entries(cache), cause));
		logger.debug("Cause", failure);
	}

	public void failed(CacheWarmupProgress cache, Throwable problem, boolean unverified, @Nullable Duration nextIn) {
		if (FillException.is(problem, FillException.Reason.SHORT_OF_MEMORY)) {
			about(logger.warn(LogEvent.WARMUP_CACHE_CUT_SHORT), cache).cause(problem.getMessage())
				.log(("Cache '%s' is filled in part: %s. The rest is loaded on demand. Give the pod a larger heap, "
						+ "lower the maximum-size of caches, or raise warmcache.warmup.memory-watermark")
					.formatted(cache.cacheName(), problem.getMessage()));
			return;
		}
		String what = unverified ? "Cache '%s' was filled from %s with %s, but may be incomplete"
				: "Cache '%s' could not be filled from %s after %s";
		about(logger.warn(unverified ? LogEvent.WARMUP_CACHE_DOUBTFUL : LogEvent.WARMUP_CACHE_FAILED), cache)
			.cause(cache.lastError())
			.with(LogField.RETRY_MS, (nextIn != null) ? (Long) nextIn.toMillis() : null)
			.log("%s: %s (attempt %d, %s)".formatted(what.formatted(cache.cacheName(), cache.warmer(), entries(cache)),
					cache.lastError(), cache.attempts(), next(problem, nextIn)));
		logger.debug("Cause", problem);
	}

	private static String next(Throwable problem, @Nullable Duration nextIn) {
		if (nextIn == null) {
			return "no further attempt";
		}
		return PermanentFailures.isPermanent(problem) ? "retries will not fix this, next check in " + seconds(nextIn)
				: "next in " + seconds(nextIn);
	}

	public void ready(WarmupState state) {
		if (state.caches().isEmpty()) {
			// plan() has logged that there is nothing to warm.
			return;
		}
		if (state.status() == WarmupStatus.WARM) {
			logger.info(LogEvent.WARMUP_DONE)
				.with(LogField.STATUS, state.status())
				.with(LogField.TOOK_MS, state.elapsed().toMillis())
				.log("Caches are warm after " + seconds(state.elapsed()));
			return;
		}
		List<CacheWarmupProgress> unwarmed = state.caches()
			.stream()
			.filter((cache) -> cache.status() != WarmupStatus.WARM)
			.toList();
		String others = unwarmed.stream()
			.map((cache) -> "%s (%s)".formatted(cache.cacheName(), cache.status()))
			.collect(Collectors.joining(", "));
		logger.warn(LogEvent.WARMUP_READY_UNWARMED)
			.with(LogField.STATUS, state.status())
			.with(LogField.TOOK_MS, state.elapsed().toMillis())
			.withAll(LogField.CACHES, unwarmed.stream().map(CacheWarmupProgress::cacheName).toList())
			.log("Ready for traffic after %s, but not all caches are warm: %s".formatted(seconds(state.elapsed()),
					others));
	}

	public void rehearsed(String took) {
		logger.info(LogEvent.REHEARSAL_DONE).log("Rehearsed " + took);
	}

	public void rehearsalFailed(String name, Throwable problem) {
		String cause = ErrorText.of(problem);
		logger.warn(LogEvent.REHEARSAL_FAILED).cause(cause).log("%s failed: %s".formatted(name, cause));
		logger.debug("Cause", problem);
	}

	public void rehearsalTooSlow(Duration deadline) {
		logger.warn(LogEvent.REHEARSAL_TIMED_OUT)
			.with(LogField.LIMIT_MS, deadline.toMillis())
			.log("The rehearsal did not finish within %s and is interrupted".formatted(seconds(deadline)));
	}

	public void letsGo(String missing) {
		logger.warn(LogEvent.WARMUP_START_CONTINUES)
			.cause(missing)
			.log("Startup continues without required caches, because the application itself may fill their "
					+ "sources: " + missing + "; not ready for traffic, warm-up continues");
	}

	public void gaveUpWaiting(String reason, DeadlinePolicy policy) {
		switch (policy) {
			case REFUSE_TRAFFIC -> logger.error(LogEvent.WARMUP_DEADLINE_REFUSED)
				.cause(reason)
				.log("Not ready for traffic: %s; warm-up continues".formatted(reason));
			case ACCEPT_TRAFFIC -> logger.warn(LogEvent.WARMUP_DEADLINE_ACCEPTED)
				.cause(reason)
				.log("Ready for traffic anyway: %s; warm-up continues".formatted(reason));
			case FAIL_STARTUP -> logger.debug("Startup fails: " + reason);
		}
	}

	public void cancelled(boolean ended) {
		if (ended) {
			logger.info(LogEvent.WARMUP_CANCELLED).log("The warm-up was cancelled");
		}
		else {
			logger.warn(LogEvent.WARMUP_CANCEL_TIMED_OUT).log("The warm-up was cancelled but did not end in time");
		}
	}

	public void muchLost(String cacheName) {
		logger.info(LogEvent.REWARM_MUCH_DROPPED)
			.cache(cacheName)
			.log("Much of cache '%s' was dropped within seconds; it will be re-warmed".formatted(cacheName));
	}

	public void loadedByOthers(String cacheName) {
		logger.info(LogEvent.REWARM_LOADED_ELSEWHERE)
			.cache(cacheName)
			.log("Another pod has loaded cache '%s'; it will be re-warmed".formatted(cacheName));
	}

	public void rewarms(String cacheName, String why) {
		logger.info(LogEvent.REWARM_STARTED)
			.cache(cacheName)
			.cause(why)
			.log("Re-warming cache '%s' %s".formatted(cacheName, why));
	}

	public void notRewarmed(String cacheName, String error) {
		logger.warn(LogEvent.REWARM_FAILED)
			.cache(cacheName)
			.cause(error)
			.log("Re-warm of cache '%s' failed: %s".formatted(cacheName, error));
	}

	public static String number(long value) {
		return String.format(Locale.ROOT, "%,d", value);
	}

	public static String seconds(Duration duration) {
		double seconds = (double) duration.toNanos() / TimeUnit.SECONDS.toNanos(1);
		return String.format(Locale.ROOT, (seconds < 10) ? "%.2f s" : "%.0f s", seconds);
	}

}
