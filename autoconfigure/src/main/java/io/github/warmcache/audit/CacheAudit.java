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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import io.github.warmcache.audit.AuditReport.Counts;
import io.github.warmcache.audit.Comparison.Outcome;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueWrapper;

/**
 * One comparison of entries of a cache, chosen at random, with what its source has. An
 * entry that differs is looked at a second time, because its change may be on its way to
 * this pod. Reads of the tiers do not count as uses, and nothing is changed.
 */
final class CacheAudit {

	private final TieredCache cache;

	private final CacheSource<Object, Object> source;

	private final Comparison comparison;

	private final int sampleSize;

	private final Duration settle;

	private final RandomGenerator random;

	private final Map<Object, Entry> entries = new LinkedHashMap<>();

	/**
	 * Create a comparison.
	 * @param settle after which a change that was made before has reached every tier
	 */
	CacheAudit(TieredCache cache, CacheSource<Object, Object> source, Comparison comparison, int sampleSize,
			Duration settle, RandomGenerator random) {
		this.cache = cache;
		this.source = source;
		this.comparison = comparison;
		this.sampleSize = sampleSize;
		this.settle = settle;
		this.random = random;
	}

	/**
	 * Compare.
	 * @throws InterruptedException if the thread was interrupted
	 * @throws Exception the failure of the source
	 */
	AuditReport run(InstantSource clock) throws Exception {
		sample();
		if (!this.entries.isEmpty()) {
			Set<Object> suspects = look(this.entries.keySet());
			if (!suspects.isEmpty()) {
				TimeUnit.NANOSECONDS.sleep(this.settle.toNanos());
				look(suspects);
			}
		}
		return new AuditReport(clock.instant(), counts(false), counts(true), null);
	}

	/**
	 * Choose entries of the heap, each with the same probability, by reservoir sampling
	 * (Vitter's algorithm R).
	 */
	private void sample() {
		Object[] keys = new Object[this.sampleSize];
		int[] seen = { 0 };
		this.cache.localContents().visit((key, value, remaining) -> {
			int place = (seen[0] < keys.length) ? seen[0] : this.random.nextInt(seen[0] + 1);
			if (place < keys.length) {
				keys[place] = key;
			}
			seen[0]++;
		});
		for (int i = 0; i < Math.min(seen[0], keys.length); i++) {
			ValueWrapper held = this.cache.localContents().peek(keys[i]);
			if (held != null) {
				this.entries.put(keys[i], new Entry(held.get()));
			}
		}
	}

	/**
	 * Compare entries with the source.
	 * @return the keys of those that should be looked at again
	 */
	private Set<Object> look(Set<Object> keys) throws Exception {
		Map<Object, SharedRead.Hit> copies = copies(keys);
		Map<Object, Object> rows = this.source.loadAll(keys);
		Set<Object> suspects = new HashSet<>();
		for (Object key : keys) {
			Entry entry = this.entries.get(key);
			if (entry != null && entry.isSuspect(key, rows.get(key), copies.get(key))) {
				suspects.add(key);
			}
		}
		return suspects;
	}

	private Map<Object, SharedRead.Hit> copies(Set<Object> keys) {
		SharedTier shared = this.cache.sharedTier();
		return (shared != null && shared.sharesValues()) ? shared.readAll(keys) : Map.of();
	}

	private Counts counts(boolean shared) {
		Map<Outcome, Integer> counts = new HashMap<>();
		this.entries.values().forEach((entry) -> {
			Outcome outcome = shared ? entry.shared : entry.local;
			if (outcome != null) {
				counts.merge(outcome, 1, Integer::sum);
			}
		});
		int different = counts.getOrDefault(Outcome.DIFFERENT, 0);
		return new Counts(counts.getOrDefault(Outcome.EQUAL, 0) + different, different,
				counts.getOrDefault(Outcome.UNKNOWN, 0), counts.getOrDefault(Outcome.INCOMPARABLE, 0));
	}

	/**
	 * Entry that was chosen, and what was found of its values.
	 */
	private final class Entry {

		private final @Nullable Object held;

		private @Nullable Object copy;

		private boolean hadCopy;

		private boolean again;

		private @Nullable Outcome local;

		private @Nullable Outcome shared;

		Entry(@Nullable Object held) {
			this.held = held;
		}

		/**
		 * Compare the values with that of the source. The second time, a value that is no
		 * longer the one of before counts nowhere.
		 */
		boolean isSuspect(Object key, @Nullable Object row, SharedRead.@Nullable Hit hit) {
			this.local = (this.again && !isHeld(key)) ? null : CacheAudit.this.comparison.compare(this.held, row);
			this.shared = (hit == null || (this.again && !isCopy(hit))) ? null
					: CacheAudit.this.comparison.compare(hit.value(), row);
			this.again = true;
			this.hadCopy = hit != null;
			this.copy = (hit != null) ? hit.value() : null;
			return isSuspect(this.local) || isSuspect(this.shared);
		}

		private boolean isHeld(Object key) {
			ValueWrapper now = CacheAudit.this.cache.localContents().peek(key);
			return now != null && now.get() == this.held;
		}

		private boolean isCopy(SharedRead.Hit hit) {
			return this.hadCopy && CacheAudit.this.comparison.compare(hit.value(), this.copy) == Outcome.EQUAL;
		}

		private static boolean isSuspect(@Nullable Outcome outcome) {
			return outcome == Outcome.DIFFERENT || outcome == Outcome.UNKNOWN;
		}

	}

}
