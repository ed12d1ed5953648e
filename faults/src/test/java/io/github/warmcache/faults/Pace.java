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

package io.github.warmcache.faults;

import java.util.Locale;

import io.github.warmcache.faults.Fault.Load;
import io.github.warmcache.faults.Machine.Use;

/**
 * How much load this machine bears: so much that this run uses about 60 % of the cores,
 * or of what others leave of them.
 *
 * @param budget what each pod may do in a second, in reads
 * @param use what was used when this was found
 */
record Pace(double budget, Use use) {

	/** Of the cores that are left. */
	static final double SHARE = 0.6;

	/** How many reads a change costs, which every pod hears of and most of them read. */
	static final double READS_PER_WRITE = 6;

	/** Below it, nothing is shown any more. */
	private static final double LEAST = 0.1;

	/** Races are looked for with more load where there is room for it. */
	private static final double MOST = 2;

	/** What one measurement may change; the next one comes soon. */
	private static final double STEP = 2;

	static double cost(Load load) {
		return load.readsPerSecond() + READS_PER_WRITE * load.writesPerSecond();
	}

	/**
	 * Return what is left of a load, or what becomes of it, on this machine.
	 */
	Load of(Load load) {
		if (cost(load) == 0) {
			return load;
		}
		double most = load.equals(Load.USUAL) ? 1 : MOST;
		return load.times(Math.max(LEAST, Math.min(most, this.budget / cost(load))));
	}

	/**
	 * Return the pace that fits after what a load turned out to cost.
	 * @param load what each pod did
	 * @param used what was used meanwhile
	 */
	Pace after(Load load, Use used) {
		double share = SHARE * Math.max(0, 1 - used.others());
		double fits = cost(load) * share / Math.max(used.own(), 0.001);
		if (fits > this.budget && cost(load) < this.budget * 0.9) {
			// It was no more on purpose, which says little of what would be.
			fits = this.budget;
		}
		double next = Math.max(this.budget / STEP, Math.min(this.budget * STEP, fits));
		return new Pace(Math.max(LEAST * cost(Load.WRITING), Math.min(MOST * cost(Load.WRITING), next)), used);
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT,
				"each pod does as much as %.0f reads/s cost,"
						+ " when this run used %.0f %% of the cores and others %.0f %%",
				this.budget, this.use.own() * 100, this.use.others() * 100);
	}

}
