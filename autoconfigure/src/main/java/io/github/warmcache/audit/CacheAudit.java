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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import io.github.warmcache.audit.AuditReport.Counts;
import io.github.warmcache.audit.Comparison.Outcome;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueWrapper;

/**
 * One comparison of entries of a cache with what its source has. An entry that differs is
 * looked at a second time, because its change may be on its way to this pod. Reads of the
 * tiers do not count as uses, and nothing is changed. Used once.
 */
final class CacheAudit {

	private final TieredCache cache;

	private final CacheSource<Object, Object> source;

	private final Comparison comparison;

	private final Duration settle;

	private final Map<Object, Entry> entries = new LinkedHashMap<>();

	private boolean isSharedUnavailable;

	/**
	 * Create a comparison.
	 * @param settle after which a change that was made before has reached every tier
	 */
	CacheAudit(TieredCache cache, CacheSource<Object, Object> source, Comparison comparison, Duration settle) {
		this.cache = cache;
		this.source = source;
		this.comparison = comparison;
		this.settle = settle;
	}

	/**
	 * Choose entries of the heap that the source may know, each with the same
	 * probability, by reservoir sampling (Vitter's algorithm R).
	 */
	CacheAudit sample(int size, RandomGenerator random) {
		List<Object> keys = new ArrayList<>();
		int[] seen = { 0 };
		this.cache.localContents().visit((key, held) -> {
			if (this.cache.sourceOf(key) == null) {
				return;
			}
			seen[0]++;
			if (keys.size() < size) {
				keys.add(key);
				return;
			}
			int place = random.nextInt(seen[0]);
			if (place < size) {
				keys.set(place, key);
			}
		});
		return add(keys);
	}

	/**
	 * Add keys that differed before, whether this pod holds them or not.
	 */
	CacheAudit add(Collection<Object> keys) {
		keys.forEach((key) -> this.entries.computeIfAbsent(key,
				(added) -> new Entry(this.cache.localContents().peek(added))));
		return this;
	}

	/**
	 * Compare.
	 * @throws InterruptedException if the thread was interrupted
	 * @throws Exception the failure of the source
	 */
	AuditReport run(InstantSource clock) throws Exception {
		if (!this.entries.isEmpty()) {
			look(List.copyOf(this.entries.keySet()));
			Set<Object> suspects = different();
			if (!suspects.isEmpty()) {
				TimeUnit.NANOSECONDS.sleep(this.settle.toNanos());
				look(suspects);
			}
		}
		boolean shared = sharesValues() && !this.isSharedUnavailable;
		return new AuditReport(clock.instant(), counts(false), shared ? counts(true) : null,
				this.isSharedUnavailable ? "Redis did not answer" : null);
	}

	/**
	 * Return the keys that differ in one of the tiers.
	 */
	Set<Object> different() {
		Set<Object> keys = new LinkedHashSet<>();
		this.entries.forEach((key, entry) -> {
			if (entry.local == Outcome.DIFFERENT || entry.shared == Outcome.DIFFERENT) {
				keys.add(key);
			}
		});
		return keys;
	}

	private void look(Collection<Object> keys) throws Exception {
		Map<Object, SharedRead.Hit> copies = copies(keys);
		Map<Object, Object> rows = rows(keys);
		for (Object key : keys) {
			Entry entry = this.entries.get(key);
			if (entry != null) {
				entry.look(this.cache.localContents().peek(key), copies.get(key), rows.get(key));
			}
		}
	}

	private Map<Object, Object> rows(Collection<Object> keys) throws Exception {
		try {
			return this.source.loadAll(keys);
		}
		catch (UnreadableEntryException ex) {
			// The exception does not say which key is unreadable.
			Map<Object, Object> rows = new HashMap<>();
			for (Object key : keys) {
				loadInto(rows, key);
			}
			return rows;
		}
	}

	private void loadInto(Map<Object, Object> rows, Object key) throws Exception {
		try {
			Object row = this.source.load(key);
			if (row != null) {
				rows.put(key, row);
			}
		}
		catch (UnreadableEntryException ex) {
			// Counts as unknown.
		}
	}

	private boolean sharesValues() {
		SharedTier shared = this.cache.sharedTier();
		return shared != null && shared.sharesValues();
	}

	private Map<Object, SharedRead.Hit> copies(Collection<Object> keys) {
		SharedTier shared = this.cache.sharedTier();
		if (shared == null || !sharesValues()) {
			return Map.of();
		}
		Map<Object, SharedRead.Hit> copies = shared.readAll(keys);
		// A tier that does not answer returns nothing either.
		keys.stream().filter((key) -> !copies.containsKey(key)).findFirst().ifPresent((missing) -> {
			if (shared.read(missing) instanceof SharedRead.Miss miss
					&& (miss.cause() == MissCause.UNAVAILABLE || miss.cause() == MissCause.DISTRUSTED)) {
				this.isSharedUnavailable = true;
			}
		});
		return copies;
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
	 * Entry to compare, and what was found of its values. What differs at the first look
	 * and is another value at the second counts nowhere.
	 */
	private final class Entry {

		private final @Nullable ValueWrapper held;

		private SharedRead.@Nullable Hit copy;

		private boolean again;

		private @Nullable Outcome local;

		private @Nullable Outcome shared;

		Entry(@Nullable ValueWrapper held) {
			this.held = held;
		}

		void look(@Nullable ValueWrapper now, SharedRead.@Nullable Hit hit, @Nullable Object row) {
			if (!this.again || this.local == Outcome.DIFFERENT) {
				this.local = (now != null && now == this.held) ? compare(now.get(), row) : null;
			}
			if (!this.again || this.shared == Outcome.DIFFERENT) {
				this.shared = (hit != null && (this.copy == null || isSame(this.copy, hit))) ? compare(hit.value(), row)
						: null;
			}
			this.copy = hit;
			this.again = true;
		}

		private boolean isSame(SharedRead.Hit first, SharedRead.Hit second) {
			return (first.value() != null) ? compare(first.value(), second.value()) == Outcome.EQUAL
					: second.value() == null;
		}

		private Outcome compare(@Nullable Object value, @Nullable Object row) {
			return CacheAudit.this.comparison.compare(value, row);
		}

	}

}
