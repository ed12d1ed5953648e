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

package io.github.warmcache.cache.load;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.cache.local.Fence;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import org.jspecify.annotations.Nullable;

/**
 * Keys for which one source failed several times in a row. For a while, reads go on
 * without the source instead of asking it again. The pause grows with each further
 * failure. An answer for the key, or a change of it, ends the pause. If all keys fail, an
 * answer for any key does. Thread-safe.
 */
final class FailingKeys {

	/**
	 * Number of failures in a row after which a key is left alone.
	 */
	private static final int MANY = 3;

	/**
	 * Maximum number of remembered keys. The one that failed longest ago gives way.
	 */
	private static final int MOST_KEYS = 1024;

	private static final long FIRST_PAUSE = Duration.ofSeconds(1).toNanos();

	private static final long LONGEST_PAUSE = Duration.ofSeconds(30).toNanos();

	/**
	 * Time without a failure after which the earlier ones of a key are forgotten.
	 */
	private static final long FORGOTTEN = Duration.ofMinutes(5).toNanos();

	/**
	 * Time that a key stays out of the log once it was named.
	 */
	private static final long QUIET = Duration.ofMinutes(5).toNanos();

	/**
	 * Maximum number of keys that are named in that time.
	 */
	private static final int MOST_NAMED = 10;

	private static final EventLog logger = EventLog.of(SourceCalls.class);

	private final String cacheName;

	private final Ticker ticker;

	private final DoubleSupplier random;

	private final Function<Object, String> digests;

	private final AtomicLong answers = new AtomicLong();

	private final Map<Object, Failing> keys = new LinkedHashMap<>();

	/**
	 * Whether any key fails, for reads to find out without a lock.
	 */
	private volatile boolean any;

	private long namedSince;

	private int named;

	/**
	 * Create a memory without failures.
	 * @param digests names a key in the log without showing it
	 */
	FailingKeys(String cacheName, Ticker ticker, DoubleSupplier random, Function<Object, String> digests) {
		this.cacheName = cacheName;
		this.ticker = ticker;
		this.random = random;
		this.digests = digests;
	}

	/**
	 * Return whether the source must not be asked for a key now.
	 * @param mark the mark of the load that would ask
	 */
	boolean isLeftAlone(Object key, Fence.Mark mark) {
		if (!this.any) {
			return false;
		}
		synchronized (this.keys) {
			Failing failing = this.keys.get(key);
			return failing != null && failing.isPaused(this.ticker.read(), mark, this.answers.get());
		}
	}

	/**
	 * Note that the source answered for a key.
	 */
	void answered(Object key) {
		this.answers.incrementAndGet();
		if (this.any) {
			synchronized (this.keys) {
				this.keys.remove(key);
				this.any = !this.keys.isEmpty();
			}
		}
	}

	/**
	 * Note that the source failed for a key.
	 * @param mark the mark of the load that asked
	 * @return whether the source fails for this key by itself: it failed for it before,
	 * and has answered for another key since
	 */
	boolean failed(Object key, Fence.Mark mark, Throwable failure) {
		Runnable line;
		boolean single;
		synchronized (this.keys) {
			long now = this.ticker.read();
			Failing failing = this.keys.remove(key);
			if (failing == null || now - failing.last > FORGOTTEN) {
				failing = new Failing(this.answers.get());
			}
			this.keys.put(key, failing);
			if (this.keys.size() > MOST_KEYS) {
				this.keys.remove(this.keys.keySet().iterator().next());
			}
			this.any = true;
			failing.failed(now, mark, this.answers.get(), this.random.getAsDouble());
			single = failing.single;
			line = isNamed(failing, now) ? line(key, failing, failure) : null;
		}
		if (line != null) {
			line.run();
		}
		return single;
	}

	private boolean isNamed(Failing failing, long now) {
		if (!failing.single || failing.failures < MANY || (failing.wasNamed && now - failing.named < QUIET)) {
			return false;
		}
		if (this.named == 0 || now - this.namedSince >= QUIET) {
			this.namedSince = now;
			this.named = 0;
		}
		if (this.named == MOST_NAMED) {
			return false;
		}
		this.named++;
		failing.wasNamed = true;
		failing.named = now;
		return true;
	}

	private Runnable line(Object key, Failing failing, Throwable failure) {
		String text = ("Cache '%s': its source failed %d times in a row for the key with the digest %s, last with %s, while it "
				+ "answers for others. Reads of the key go on without the source, which is asked again after at most "
				+ "%d s. The meter 'warmcache.tier.misses' counts them with the cause 'left-alone'")
			.formatted(this.cacheName, failing.failures, this.digests.apply(key), failure.getClass().getName(),
					Duration.ofNanos(LONGEST_PAUSE).toSeconds());
		return () -> logger.warn(LogEvent.SOURCE_KEY_LEFT_ALONE).cache(this.cacheName).cause(failure).log(text);
	}

	/**
	 * Failures of one key.
	 */
	private static final class Failing {

		private final long answersBefore;

		private long answersSince;

		private int failures;

		private long last;

		private long pause;

		private Fence.@Nullable Mark mark;

		private boolean single;

		private boolean wasNamed;

		private long named;

		Failing(long answers) {
			this.answersBefore = answers;
		}

		void failed(long now, Fence.Mark of, long answers, double random) {
			this.failures++;
			this.last = now;
			this.mark = of;
			this.answersSince = answers;
			this.single = this.failures > 1 && answers != this.answersBefore;
			if (this.failures >= MANY) {
				int doublings = Math.min(this.failures - MANY, 5);
				long longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE << doublings);
				this.pause = (long) (longest * (0.5 + random / 2));
			}
		}

		boolean isPaused(long now, Fence.Mark of, long answers) {
			return this.failures >= MANY && now - this.last < this.pause && of.equals(this.mark)
					&& (this.single || answers == this.answersSince);
		}

	}

}
