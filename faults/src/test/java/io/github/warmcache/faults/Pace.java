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

/**
 * How much load this machine bears: so much that about 60 % of its cores are used, or of
 * what others leave of them.
 *
 * @param budget what each pod may do in a second, in reads
 * @param idle the share of the cores that is used without any load
 * @param busy the share that is used with it
 */
record Pace(double budget, double idle, double busy) {

	/** Of the cores that are left. */
	static final double SHARE = 0.6;

	/** How many reads a change costs, which is heard and read again by every pod. */
	static final double READS_PER_WRITE = 4;

	/** Below it, nothing is shown any more. */
	private static final double LEAST = 0.1;

	/** Races are looked for with more load where there is room for it. */
	private static final double MOST = 2;

	static double cost(Load load) {
		return load.readsPerSecond() + READS_PER_WRITE * load.writesPerSecond();
	}

	/**
	 * Return the share of the cores that shall be used, where so much is used by others.
	 */
	static double target(double idle) {
		return idle + SHARE * Math.max(0, 1 - idle);
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

	@Override
	public String toString() {
		return String.format(Locale.ROOT,
				"each pod may do as much as %.0f reads/s cost: %.0f %% of the cores used, %.0f %% without load",
				this.budget, this.busy * 100, this.idle * 100);
	}

}
