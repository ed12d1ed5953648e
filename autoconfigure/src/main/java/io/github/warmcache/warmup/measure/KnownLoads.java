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

package io.github.warmcache.warmup.measure;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.warmup.GoodLoad;
import org.jspecify.annotations.Nullable;

/**
 * Good loads in the heap of this pod. Thread-safe.
 */
final class KnownLoads {

	/**
	 * Time by which the clocks of pods may differ. A load that is further in the future
	 * is by a clock that is wrong, and is older than any other.
	 */
	private static final Duration SKEW = Duration.ofMinutes(1);

	private static final EventLog logger = EventLog.of("io.github.warmcache.warmup");

	private final InstantSource clock;

	private final Map<String, GoodLoad> loads = new ConcurrentHashMap<>();

	/**
	 * Caches of this pod.
	 */
	private final Set<String> own = ConcurrentHashMap.newKeySet();

	/**
	 * Caches whose last good load is by this pod, which knew no other one to measure it
	 * by.
	 */
	private final Set<String> unmeasured = ConcurrentHashMap.newKeySet();

	KnownLoads(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Return whether this pod has a cache that is warmed.
	 */
	boolean hasOwn() {
		return !this.own.isEmpty();
	}

	/**
	 * Note that this pod has a cache.
	 * @return whether that is new
	 */
	boolean addOwn(String cacheName) {
		return this.own.add(cacheName);
	}

	/**
	 * Return the loads of the caches that this pod has.
	 */
	Map<String, GoodLoad> own() {
		Map<String, GoodLoad> result = new TreeMap<>(this.loads);
		result.keySet().retainAll(this.own);
		return result;
	}

	@Nullable GoodLoad get(String cacheName) {
		return this.loads.get(cacheName);
	}

	/**
	 * Record a load that this pod has just made.
	 */
	void made(String cacheName, long entries, String from, boolean measured) {
		if (measured) {
			this.unmeasured.remove(cacheName);
		}
		else {
			this.unmeasured.add(cacheName);
		}
		learn(cacheName, new GoodLoad(entries, this.clock.instant(), from));
	}

	/**
	 * Learn of a load. Of two loads, the later one is kept.
	 */
	void learn(String cacheName, GoodLoad load) {
		Instant now = this.clock.instant();
		GoodLoad learned = load;
		if (load.finishedAt().isAfter(now)) {
			boolean skewed = load.finishedAt().isAfter(now.plus(SKEW));
			learned = new GoodLoad(load.entries(), skewed ? Instant.EPOCH : now, load.from());
		}
		this.loads.merge(cacheName, learned, (known, other) -> other.isNewerThan(known) ? other : known);
	}

	/**
	 * Learn what a store knows that has not answered before. A load of this pod that was
	 * measured by nothing gives way if it is less than half of what the store knows.
	 */
	void learnFirst(String store, Map<String, GoodLoad> told) {
		told.forEach((cacheName, load) -> {
			GoodLoad known = this.loads.get(cacheName);
			if (known != null && known.entries() < load.entries() / 2 && this.unmeasured.remove(cacheName)) {
				logger.warn(LogEvent.GOOD_LOAD_LARGER_BEFORE)
					.cache(cacheName)
					.with(LogField.ENTRIES, known.entries())
					.with(LogField.EXPECTED, load.entries())
					.with(LogField.STORE, store)
					.log(String.format(Locale.ROOT,
							"Cache '%s' was filled with %,d entries while %s did not answer, which remembers %,d. Its source "
									+ "may have lost entries: check it, and restart this application",
							cacheName, known.entries(), store, load.entries()));
				// Later than the load of this pod, wherever that is known by now.
				this.loads.put(cacheName, new GoodLoad(load.entries(), this.clock.instant(), load.from()));
			}
			else {
				learn(cacheName, load);
			}
		});
	}

}
