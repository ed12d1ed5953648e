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
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Log of warm-ups. Lines above debug level contain no keys, values or secrets. Exceptions
 * are logged in full at debug level only, because their messages may contain all three.
 */
public final class WarmupLog {

	private static final Log logger = LogFactory.getLog("io.github.warmcache.warmup");

	/**
	 * Return the logger of all warm-ups.
	 */
	static Log logger() {
		return logger;
	}

	public void plan(WarmupPlan plan) {
		if (plan.steps().isEmpty()) {
			logger.info("No caches to warm up");
			return;
		}
		logger.info("Warming caches%s, %d at a time, for at most %s (then %s): %s".formatted(
				plan.background() ? " in the background" : "", plan.parallelism(), seconds(plan.deadline()),
				plan.onDeadline().name().toLowerCase(Locale.ROOT).replace('_', '-'),
				plan.steps().stream().map(WarmupLog::describe).collect(Collectors.joining("; "))));
	}

	public void probes(String budget) {
		logger.info("Suitable probes: " + budget);
	}

	private static String describe(CacheWarmupStep step) {
		String after = step.dependsOn().isEmpty() ? "" : " after " + String.join(", ", step.dependsOn());
		return "%s (%s) from %s%s".formatted(step.cacheName(), step.required() ? "required" : "optional",
				String.join(", ", step.warmers().keySet()), after);
	}

	public void progress(CacheWarmupProgress cache) {
		logger.info("Warming cache '%s' from %s: %s, %,.0f/s%s".formatted(cache.cacheName(), cache.warmer(),
				entries(cache), cache.entriesPerSecond(),
				(cache.waitingFor() != null) ? ", waiting for " + cache.waitingFor() : ""));
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
			logger.warn(text + ": the warmer delivered no entries");
		}
		else {
			logger.info(text);
		}
	}

	void badRows(String cacheName, String what) {
		logger.warn("Cache '%s' is filled without some rows: %s. Reads of their keys fall back to the method"
			.formatted(cacheName, what));
	}

	void unreadableKeys(String cacheName, Exception problem) {
		logger.warn("Cache '%s': the source cannot read single entries that the cache holds (%s). Reads of such keys "
			.formatted(cacheName, ErrorText.of(problem)) + "fall back to the method");
	}

	void repeatedKeys(String cacheName, long repeated, long rows) {
		logger.warn(("Cache '%s': %s of %s rows have the key of another row; the last row of each key is kept. "
				+ "If the rows differ, fix the query (a join may multiply rows) or its key-column")
			.formatted(cacheName, number(repeated), number(rows)));
	}

	void tooSmall(String cacheName, long maximumSize, long streamed) {
		logger.warn("Cache '%s' was warmed with %s entries but keeps at most %s: raise its maximum-size"
			.formatted(cacheName, number(streamed), number(maximumSize)));
	}

	/**
	 * Log whether a cache is complete. Called for caches that should be.
	 * @param why why it is not, or {@code null} if it is
	 */
	void complete(String cacheName, @Nullable String why) {
		if (why == null) {
			logger.info("Cache '%s' is complete: keys it does not hold are answered as absent".formatted(cacheName));
		}
		else {
			logger.warn("Cache '%s' is not complete, so absent keys are still looked up: %s".formatted(cacheName, why));
		}
	}

	void incomplete(CacheWarmupProgress cache, @Nullable Exception doubt) {
		logger.info("Cache '%s' is not complete from %s: %s%s; trying the next warmer".formatted(cache.cacheName(),
				cache.warmer(), entries(cache), (doubt != null) ? ", " + ErrorText.of(doubt) : ""));
		logger.debug("Cause", doubt);
	}

	void nothingToWarm(String cacheName, String warmer, String why) {
		logger.info("Cache '%s' has nothing to load from %s: %s".formatted(cacheName, warmer, why));
	}

	void fallsThrough(CacheWarmupProgress cache, Exception failure) {
		logger.warn("Cache '%s' could not be filled from %s after %s: %s; trying the next warmer"
			.formatted(cache.cacheName(), cache.warmer(), entries(cache), ErrorText.of(failure)));
		logger.debug("Cause", failure);
	}

	public void failed(CacheWarmupProgress cache, Throwable problem, boolean unverified, @Nullable Duration nextIn) {
		if (FillException.is(problem, FillException.Reason.SHORT_OF_MEMORY)) {
			logger.warn(("Cache '%s' is filled in part: %s. The rest is loaded on demand. Give the pod a larger heap, "
					+ "lower the maximum-size of caches, or raise warmcache.warmup.memory-watermark")
				.formatted(cache.cacheName(), problem.getMessage()));
			return;
		}
		String what = unverified ? "Cache '%s' was filled from %s with %s, but may be incomplete"
				: "Cache '%s' could not be filled from %s after %s";
		logger
			.warn("%s: %s (attempt %d, %s)".formatted(what.formatted(cache.cacheName(), cache.warmer(), entries(cache)),
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
			logger.info("Caches are warm after " + seconds(state.elapsed()));
			return;
		}
		String others = state.caches()
			.stream()
			.filter((cache) -> cache.status() != WarmupStatus.WARM)
			.map((cache) -> "%s (%s)".formatted(cache.cacheName(), cache.status()))
			.collect(Collectors.joining(", "));
		logger.warn("Ready for traffic after %s, but not all caches are warm: %s".formatted(seconds(state.elapsed()),
				others));
	}

	public void rehearsed(String took) {
		logger.info("Rehearsed " + took);
	}

	public void rehearsalFailed(String name, Throwable problem) {
		logger.warn("%s failed: %s".formatted(name, ErrorText.of(problem)));
		logger.debug("Cause", problem);
	}

	public void rehearsalTooSlow(Duration deadline) {
		logger.warn("The rehearsal did not finish within %s and is interrupted".formatted(seconds(deadline)));
	}

	public void letsGo(String missing) {
		logger.warn("Startup continues without required caches, because the application itself may fill their "
				+ "sources: " + missing + "; not ready for traffic, warm-up continues");
	}

	public void gaveUpWaiting(String reason, DeadlinePolicy policy) {
		switch (policy) {
			case REFUSE_TRAFFIC -> logger.error("Not ready for traffic: %s; warm-up continues".formatted(reason));
			case ACCEPT_TRAFFIC -> logger.warn("Ready for traffic anyway: %s; warm-up continues".formatted(reason));
			case FAIL_STARTUP -> logger.debug("Startup fails: " + reason);
		}
	}

	public void cancelled(boolean ended) {
		if (ended) {
			logger.info("The warm-up was cancelled");
		}
		else {
			logger.warn("The warm-up was cancelled but did not end in time");
		}
	}

	public void leads(String cacheName, long inherited) {
		logger.info("This pod loads cache '%s' for all pods%s".formatted(cacheName,
				(inherited > 0) ? ", continuing after %s entries of another pod".formatted(number(inherited)) : ""));
	}

	public void follows(String cacheName) {
		logger.info("Another pod loads cache '%s'; this pod copies it".formatted(cacheName));
	}

	public void leaseLost(String cacheName) {
		logger.warn("Another pod may load cache '%s' now: this pod stalled, or lost its lease or the shared tier"
			.formatted(cacheName));
	}

	public void alone(String cacheName) {
		logger.warn("Pods cannot agree on who loads cache '%s', because the shared tier fails: this pod loads it alone"
			.formatted(cacheName));
	}

	public void tooLittle(String cacheName, FinishedLoad load, long copied) {
		logger.info("The shared tier has only %s of the %s loaded entries of cache '%s'".formatted(number(copied),
				number(load.entries()), cacheName));
	}

	void notCounted(String cacheName, Exception problem) {
		logger
			.warn(("Cache '%s': its source did not say how many entries it has (%s), so the fill is not compared with "
					+ "their number")
				.formatted(cacheName, ErrorText.of(problem)));
		logger.debug("Cause", problem);
	}

	void fewerThanCounted(String cacheName, Exception problem) {
		logger.warn("Cache '%s' may lack entries: %s".formatted(cacheName, problem.getMessage()));
	}

	public void notCopied(String cacheName, Exception problem) {
		logger.debug("Could not copy the shared tier of cache '%s'".formatted(cacheName), problem);
	}

	public void muchLost(String cacheName) {
		logger.info("Much of cache '%s' was dropped within seconds; it will be re-warmed".formatted(cacheName));
	}

	public void loadedByOthers(String cacheName) {
		logger.info("Another pod has loaded cache '%s'; it will be re-warmed".formatted(cacheName));
	}

	public void rewarms(String cacheName, String why) {
		logger.info("Re-warming cache '%s' %s".formatted(cacheName, why));
	}

	public void notRewarmed(String cacheName, String error) {
		logger.warn("Re-warm of cache '%s' failed: %s".formatted(cacheName, error));
	}

	public static String number(long value) {
		return String.format(Locale.ROOT, "%,d", value);
	}

	public static String seconds(Duration duration) {
		double seconds = (double) duration.toNanos() / TimeUnit.SECONDS.toNanos(1);
		return String.format(Locale.ROOT, (seconds < 10) ? "%.2f s" : "%.0f s", seconds);
	}

}
