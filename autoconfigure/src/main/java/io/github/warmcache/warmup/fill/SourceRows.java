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

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.warmup.fill.FillException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Counts of the rows of one fill that did not become entries: unreadable rows, and rows
 * that share a key with another row. Thread-safe.
 */
public final class SourceRows {

	private static final EventLog logger = WarmupLog.logger();

	/**
	 * Maximum number of different reasons that are reported.
	 */
	private static final int MOST_REASONS = 3;

	/**
	 * Number of rows after which reading stops if all of them are unreadable.
	 */
	private static final int ENOUGH = 1000;

	private static final String OTHERS = "other reasons";

	private final double badShare;

	private final String property;

	private final Map<String, Long> reasons = new LinkedHashMap<>();

	private long bad;

	private long repeated;

	/**
	 * Create the counts.
	 * @param badShare share of the rows, from 0 to below 1, that may be unreadable
	 * @param property name of the property that sets this share
	 */
	public SourceRows(double badShare, String property) {
		this.badShare = badShare;
		this.property = property;
	}

	/**
	 * Restart the counts, because all rows are read again.
	 */
	public synchronized void reset() {
		this.reasons.clear();
		this.bad = 0;
		this.repeated = 0;
	}

	/**
	 * Count an unreadable row.
	 * @param cacheName the name of the cache
	 * @param key the key, or {@code null} if it is unknown
	 * @param problem why the row is unreadable
	 * @param entries number of readable rows so far
	 * @param expected number of rows that there are, or {@code null} if unknown
	 * @throws FillException if there are certainly too many unreadable rows
	 */
	synchronized void unreadable(String cacheName, @Nullable Object key, UnreadableEntryException problem, long entries,
			@Nullable Long expected) {
		if (logger.isDebugEnabled()) {
			logger.debug("Skipped a row of cache '%s' with key %s".formatted(cacheName, key), problem);
		}
		this.bad++;
		String reason = String.valueOf(problem.getMessage());
		boolean told = this.reasons.containsKey(reason) || this.reasons.size() < MOST_REASONS;
		this.reasons.merge(told ? reason : OTHERS, 1L, Long::sum);
		long known = (expected != null) ? Math.max(expected, entries + this.bad) : Long.MAX_VALUE;
		if (this.bad > this.badShare * known || (entries == 0 && this.bad == ENOUGH)) {
			throw tooMany(entries);
		}
	}

	/**
	 * Replace the counts by the number of rows that another pod could not read, because
	 * all entries of that pod are copied.
	 */
	public synchronized void copied(long number) {
		reset();
		foundByOthers(number);
	}

	/**
	 * Count rows that another pod could not read when it loaded the entries that this pod
	 * takes over.
	 */
	synchronized void foundByOthers(long number) {
		if (number > 0) {
			this.bad += number;
			this.reasons.merge("found by the pod that loaded them", number, Long::sum);
		}
	}

	/**
	 * Count a row whose key an earlier row has.
	 */
	public synchronized void repeated() {
		this.repeated++;
	}

	/**
	 * Check the counts after all rows were read.
	 * @param entries number of rows that became entries
	 * @throws FillException if too many rows are unreadable
	 */
	public synchronized void check(long entries) {
		if (this.bad > this.badShare * (this.bad + entries + this.repeated)) {
			throw tooMany(entries);
		}
	}

	private FillException tooMany(long entries) {
		return new FillException(Reason.BAD_ROWS,
				"too many rows cannot be read: fix the rows or the value type, or raise %s (now %s). %s"
					.formatted(this.property, this.badShare, describe(entries)));
	}

	/**
	 * Return the number of unreadable rows.
	 */
	public synchronized long bad() {
		return this.bad;
	}

	/**
	 * Return how many rows have the key of an earlier one.
	 */
	synchronized long repeatedKeys() {
		return this.repeated;
	}

	/**
	 * Describe how many rows are unreadable, and why.
	 */
	synchronized String describe(long entries) {
		String why = this.reasons.entrySet()
			.stream()
			.map((reason) -> String.format(Locale.ROOT, "%,d: %s", reason.getValue(), reason.getKey()))
			.collect(Collectors.joining("; "));
		return String.format(Locale.ROOT, "%,d of %,d rows cannot be read (%s)", this.bad,
				this.bad + entries + this.repeated, why);
	}

}
