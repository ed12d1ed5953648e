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

import java.util.Locale;

import io.github.warmcache.cache.complete.CompleteLoad.Origin;
import io.github.warmcache.warmup.CacheWarmer;
import org.jspecify.annotations.Nullable;

/**
 * Report of a warmer about the entries it delivers. Written by the warmer, read by any
 * thread.
 */
public final class FillReport {

	private volatile @Nullable Boolean complete;

	private volatile @Nullable Long expected;

	private volatile @Nullable Long sourceCount;

	private volatile long room = Long.MAX_VALUE;

	private volatile @Nullable Exception doubt;

	private volatile @Nullable String nothingToWarm;

	private volatile boolean measured;

	private volatile boolean read;

	private final SourceRows rows;

	public FillReport(SourceRows rows) {
		this.rows = rows;
	}

	/**
	 * Return the counts of rows that did not become entries.
	 */
	public SourceRows rows() {
		return this.rows;
	}

	void complete(boolean value) {
		this.complete = value;
	}

	void expect(long total) {
		this.expected = total;
	}

	/**
	 * Return how many entries make the cache complete, or {@code null} if unknown.
	 */
	public @Nullable Long expected() {
		return this.expected;
	}

	void sourceCount(long total) {
		this.sourceCount = total;
	}

	/**
	 * Return how many entries the source counted, or {@code null} if unknown.
	 */
	public @Nullable Long sourceCount() {
		return this.sourceCount;
	}

	/**
	 * Set how many entries there can be at most where they came from.
	 */
	void room(long most) {
		this.room = most;
	}

	long room() {
		return this.room;
	}

	void doubt(Exception cause) {
		this.doubt = cause;
	}

	/**
	 * Return why it is unknown whether the entries are complete, or {@code null} if it is
	 * known.
	 */
	@Nullable Exception doubt() {
		return this.doubt;
	}

	void nothingToWarm(String why) {
		this.nothingToWarm = why;
	}

	/**
	 * Return why there is nothing to warm the cache with, or {@code null} if there should
	 * be something.
	 */
	@Nullable String nothingToWarm() {
		return this.nothingToWarm;
	}

	/**
	 * Record that the entries are as many as a complete load had, though the source may
	 * have more by now.
	 */
	public void measured() {
		this.measured = true;
	}

	boolean isMeasured() {
		return this.measured;
	}

	/**
	 * Note that this pod read all of the source by itself.
	 */
	public void allRead() {
		this.read = true;
	}

	/**
	 * Return where the entries came from.
	 * @param warmer brought them
	 */
	Origin origin(CacheWarmer warmer) {
		if (warmer instanceof WholeSourceWarmer) {
			return this.read ? Origin.READ : Origin.COPIED;
		}
		return warmer.fillsSharedTier() ? Origin.BROUGHT : Origin.COPIED;
	}

	/**
	 * Return whether this many entries make the cache complete.
	 */
	boolean isComplete(long entries) {
		Boolean said = this.complete;
		Long total = this.expected;
		return (said != null) ? said : entries > 0 && (total == null || read(entries) >= total);
	}

	/**
	 * Return whether this many entries are fewer than announced.
	 */
	boolean isShort(long entries) {
		Boolean said = this.complete;
		Long total = this.expected;
		return (said != null) ? !said : total != null && read(entries) < total;
	}

	/**
	 * Return how many rows were read for this many entries. Rows that share a key become
	 * one entry.
	 */
	long read(long entries) {
		return entries + this.rows.repeatedKeys();
	}

	/**
	 * Return how many rows came for this many entries. Rows that could not be read came
	 * too.
	 */
	public long came(long entries) {
		return read(entries) + this.rows.bad();
	}

	String describe(long entries) {
		Long total = this.expected;
		return (total != null) ? String.format(Locale.ROOT, "%,d of %,d expected entries were loaded", entries, total)
				: String.format(Locale.ROOT, "%,d entries were loaded", entries);
	}

}
