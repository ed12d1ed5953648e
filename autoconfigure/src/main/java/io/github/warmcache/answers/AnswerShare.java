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

import org.jspecify.annotations.Nullable;

/**
 * Share of the answers of one cache that say that there is nothing, over a sliding
 * window, and the limit that it is compared with. The window is half a minute, or as long
 * as it takes to see enough reads. Not thread-safe.
 * <p>
 * Unless a limit is given, it follows from the share that was usual before. What is usual
 * is a mean that forgets half in ten minutes. It takes in a sample only when the sample
 * has left the shortest window, and none while the share is above the limit, so that it
 * does not learn the trouble that it should find.
 */
final class AnswerShare {

	/**
	 * Time between two samples.
	 */
	static final int SECONDS = 5;

	/**
	 * Number of samples in the shortest window.
	 */
	static final int SHORTEST = 30 / SECONDS;

	/**
	 * Number of samples in the longest window.
	 */
	static final int LONGEST = 600 / SECONDS;

	/**
	 * Number of reads below which a share says nothing.
	 */
	static final long FEWEST_READS = 100;

	/**
	 * Number of reads and of samples after which the usual share is known.
	 */
	private static final long FEWEST_LEARNED = 500;

	private static final int SHORTEST_LEARNED = 60 / SECONDS;

	/**
	 * Smallest distance of a learned limit from the usual share.
	 */
	private static final double DISTANCE = 0.1;

	private static final double KEPT = Math.pow(0.5, SECONDS / 600.0);

	private final @Nullable Double written;

	private final long[] nothing = new long[LONGEST];

	private final long[] reads = new long[LONGEST];

	private int samples;

	private long nothingBefore;

	private long readsBefore;

	private double usualNothing;

	private double usualReads;

	private long learnedReads;

	private int learnedSamples;

	private double share = Double.NaN;

	private boolean exceeded;

	/**
	 * Create a share.
	 * @param written the limit, or {@code null} to learn it
	 * @param nothing how many answers said so far that there is nothing
	 * @param reads how many answers there were so far
	 */
	AnswerShare(@Nullable Double written, long nothing, long reads) {
		this.written = written;
		this.nothingBefore = nothing;
		this.readsBefore = reads;
	}

	/**
	 * Take a sample. To be called every {@value #SECONDS} seconds.
	 * @param nothingNow how many answers said so far that there is nothing
	 * @param readsNow how many answers there were so far
	 */
	void sample(long nothingNow, long readsNow) {
		int slot = this.samples % LONGEST;
		this.reads[slot] = Math.max(0, readsNow - this.readsBefore);
		this.nothing[slot] = Math.min(this.reads[slot], Math.max(0, nothingNow - this.nothingBefore));
		this.readsBefore = readsNow;
		this.nothingBefore = nothingNow;
		this.samples++;
		this.share = windowShare();
		double limit = limit();
		if (!Double.isNaN(limit)) {
			// Without enough reads nobody is told anything wrong.
			this.exceeded = this.share > limit;
		}
		if (!this.exceeded && this.samples > SHORTEST) {
			learn((this.samples - 1 - SHORTEST) % LONGEST);
		}
	}

	private double windowShare() {
		long nothing = 0;
		long reads = 0;
		for (int i = 0; i < Math.min(this.samples, LONGEST) && (i < SHORTEST || reads < FEWEST_READS); i++) {
			int slot = (this.samples - 1 - i) % LONGEST;
			nothing += this.nothing[slot];
			reads += this.reads[slot];
		}
		return (reads >= FEWEST_READS) ? (double) nothing / reads : Double.NaN;
	}

	private void learn(int slot) {
		this.usualNothing = this.usualNothing * KEPT + this.nothing[slot];
		this.usualReads = this.usualReads * KEPT + this.reads[slot];
		this.learnedReads += this.reads[slot];
		this.learnedSamples++;
	}

	/**
	 * Return the share in the window, NaN if there were too few reads.
	 */
	double share() {
		return this.share;
	}

	/**
	 * Return the share that was usual before, NaN while it is unknown.
	 */
	double usual() {
		boolean known = this.learnedReads >= FEWEST_LEARNED && this.learnedSamples >= SHORTEST_LEARNED
				&& this.usualReads > 0;
		return known ? this.usualNothing / this.usualReads : Double.NaN;
	}

	/**
	 * Return the share above which something is wrong: the written one, or at least twice
	 * the usual one but never more than half way from there to everything. NaN while it
	 * is unknown.
	 */
	double limit() {
		if (this.written != null) {
			return this.written;
		}
		double usual = usual();
		return Math.min(Math.max(2 * usual, usual + DISTANCE), (1 + usual) / 2);
	}

	boolean isExceeded() {
		return this.exceeded;
	}

}
