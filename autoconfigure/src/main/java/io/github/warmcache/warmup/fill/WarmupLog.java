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
 * What a warm-up says in the log: no keys, no values, no secrets. Exceptions are written
 * in full at debug level only, because their messages may hold all three.
 */
public final class WarmupLog {

	private static final Log logger = LogFactory.getLog("io.github.warmcache.warmup");

	/**
	 * Return the logger of everything that is said of warm-ups.
	 */
	static Log logger() {
		return logger;
	}

	public void plan(WarmupPlan plan) {
		if (plan.steps().isEmpty()) {
			logger.info("No cache is to be warmed");
			return;
		}
		logger.info("Warming caches%s, %d at a time, for at most %s (then %s): %s".formatted(
				plan.background() ? " in the background" : "", plan.parallelism(), seconds(plan.deadline()),
				plan.onDeadline().name().toLowerCase(Locale.ROOT).replace('_', '-'),
				plan.steps().stream().map(WarmupLog::describe).collect(Collectors.joining("; "))));
	}

	public void probes(String budget) {
		logger.info("Probes that fit: " + budget);
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
			logger.warn(text + ": nothing came");
		}
		else {
			logger.info(text);
		}
	}

	void badRows(String cacheName, String what) {
		logger.warn("Cache '%s' is filled without some rows: %s. Reads of their keys go on to the method"
			.formatted(cacheName, what));
	}

	void repeatedKeys(String cacheName, long repeated, long rows) {
		logger.warn(("Cache '%s': %s of %s rows have the key of another row, and the last one of each key is kept. "
				+ "If they differ, correct the query, such as a join that multiplies rows, or its key-column")
			.formatted(cacheName, number(repeated), number(rows)));
	}

	void tooSmall(String cacheName, long maximumSize, long streamed) {
		logger.warn("Cache '%s' was warmed with %s entries and keeps %s at most: raise its maximum-size"
			.formatted(cacheName, number(streamed), number(maximumSize)));
	}

	/**
	 * Say whether a cache is complete that should be.
	 * @param why why not, or {@code null} if it is
	 */
	void complete(String cacheName, @Nullable String why) {
		if (why == null) {
			logger.info("Cache '%s' is complete: keys it does not hold are answered as absent".formatted(cacheName));
		}
		else {
			logger.warn("Cache '%s' is not complete, and absent keys are asked for: %s".formatted(cacheName, why));
		}
	}

	void incomplete(CacheWarmupProgress cache, @Nullable Exception doubt) {
		logger.info("Cache '%s' is not complete from %s: %s%s; going on to the next".formatted(cache.cacheName(),
				cache.warmer(), entries(cache), (doubt != null) ? ", " + ErrorText.of(doubt) : ""));
		logger.debug("Why", doubt);
	}

	void nothingToWarm(String cacheName, String warmer, String why) {
		logger.info("Cache '%s' has nothing to be warmed with from %s: %s".formatted(cacheName, warmer, why));
	}

	void fallsThrough(CacheWarmupProgress cache, Exception failure) {
		logger.warn("Cache '%s' could not be filled from %s after %s: %s; going on to the next"
			.formatted(cache.cacheName(), cache.warmer(), entries(cache), ErrorText.of(failure)));
		logger.debug("Why", failure);
	}

	public void failed(CacheWarmupProgress cache, Throwable problem, boolean unverified, @Nullable Duration nextIn) {
		if (FillException.is(problem, FillException.Reason.SHORT_OF_MEMORY)) {
			logger.warn(
					("Cache '%s' is filled in part: %s. The rest is loaded when it is asked for. Give the pod a larger "
							+ "heap, lower the maximum-size of caches, or raise warmcache.warmup.memory-watermark")
						.formatted(cache.cacheName(), problem.getMessage()));
			return;
		}
		String what = unverified ? "Cache '%s' took from %s what was there, %s, and whether that is all is unknown"
				: "Cache '%s' could not be filled from %s after %s";
		logger
			.warn("%s: %s (attempt %d, %s)".formatted(what.formatted(cache.cacheName(), cache.warmer(), entries(cache)),
					cache.lastError(), cache.attempts(), next(problem, nextIn)));
		logger.debug("Why", problem);
	}

	private static String next(Throwable problem, @Nullable Duration nextIn) {
		if (nextIn == null) {
			return "no further one";
		}
		return PermanentFailures.isPermanent(problem) ? "no retry mends this, looked at again in " + seconds(nextIn)
				: "next in " + seconds(nextIn);
	}

	public void ready(WarmupState state) {
		if (state.caches().isEmpty()) {
			// That nothing is warmed was said.
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
		logger.debug("Why", problem);
	}

	public void rehearsalTooSlow(Duration deadline) {
		logger.warn("The rehearsal is not done after %s and ends here".formatted(seconds(deadline)));
	}

	public void letsGo(String missing) {
		logger.warn("The start goes on without required caches, because the application may be what fills their "
				+ "sources: " + missing + "; not ready for traffic, warming goes on");
	}

	public void gaveUpWaiting(String reason, DeadlinePolicy policy) {
		switch (policy) {
			case REFUSE_TRAFFIC -> logger.error("Not ready for traffic: %s; warming goes on".formatted(reason));
			case ACCEPT_TRAFFIC -> logger.warn("Ready for traffic all the same: %s; warming goes on".formatted(reason));
			case FAIL_STARTUP -> logger.debug("The start fails: " + reason);
		}
	}

	public void cancelled(boolean ended) {
		if (ended) {
			logger.info("The warm-up was cancelled");
		}
		else {
			logger.warn("The warm-up was cancelled and did not end in time");
		}
	}

	public void leads(String cacheName, long inherited) {
		logger.info("This pod loads cache '%s' for all pods%s".formatted(cacheName,
				(inherited > 0) ? ", after %s entries of another one".formatted(number(inherited)) : ""));
	}

	public void follows(String cacheName) {
		logger.info("Another pod loads cache '%s', and this one copies it".formatted(cacheName));
	}

	public void leaseLost(String cacheName) {
		logger.warn("Another pod may load cache '%s' now: this one was silent for too long, or lost the shared tier"
			.formatted(cacheName));
	}

	public void alone(String cacheName) {
		logger.warn("Pods cannot agree on who loads cache '%s', for the shared tier does not answer: this one does"
			.formatted(cacheName));
	}

	public void tooLittle(String cacheName, FinishedLoad load, long copied) {
		logger.info("The shared tier has %s of the %s entries that a pod loaded of cache '%s'".formatted(number(copied),
				number(load.entries()), cacheName));
	}

	public void notCounted(String cacheName, Exception problem) {
		logger.debug("How many entries cache '%s' is to have is unknown".formatted(cacheName), problem);
	}

	public void notCopied(String cacheName, Exception problem) {
		logger.debug("Why the shared tier of cache '%s' was not copied".formatted(cacheName), problem);
	}

	public void muchLost(String cacheName) {
		logger
			.info("Much of cache '%s' was dropped within seconds: it is going to be warmed again".formatted(cacheName));
	}

	public void loadedByOthers(String cacheName) {
		logger.info("Cache '%s' was loaded by another pod: it is going to be warmed again".formatted(cacheName));
	}

	public void rewarms(String cacheName, String why) {
		logger.info("Warming cache '%s' again, %s".formatted(cacheName, why));
	}

	public void notRewarmed(String cacheName, String error) {
		logger.warn("Cache '%s' was not warmed again: %s".formatted(cacheName, error));
	}

	public static String number(long value) {
		return String.format(Locale.ROOT, "%,d", value);
	}

	public static String seconds(Duration duration) {
		double seconds = (double) duration.toNanos() / TimeUnit.SECONDS.toNanos(1);
		return String.format(Locale.ROOT, (seconds < 10) ? "%.2f s" : "%.0f s", seconds);
	}

}
