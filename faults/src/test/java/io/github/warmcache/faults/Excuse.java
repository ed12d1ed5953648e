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

import java.util.ArrayList;
import java.util.List;

/**
 * A time in which the promises allow what they forbid otherwise.
 *
 * @param pod the pod to which that applies, or {@link #ALL}
 * @param from when the time begins
 * @param to when it ends
 * @param stale whether reads may be stale
 * @param ownWrites whether even the writer may read older values
 * @param failures whether calls may fail
 */
record Excuse(int pod, long from, long to, boolean stale, boolean ownWrites, boolean failures) {

	/** Stands for every pod. */
	static final int ALL = -1;

	/**
	 * Return what is allowed to whom, in words.
	 */
	String what() {
		List<String> allowed = new ArrayList<>();
		if (this.stale) {
			allowed.add("values outdated for longer than the bound");
		}
		if (this.ownWrites) {
			allowed.add("values that the reader itself had replaced");
		}
		if (this.failures) {
			allowed.add("calls that throw");
		}
		return String.join(", ", allowed) + " in " + ((this.pod == ALL) ? "all pods" : "pod " + this.pod);
	}

	@Override
	public String toString() {
		return "from " + WallClock.at(this.from) + " to "
				+ ((this.to == Long.MAX_VALUE) ? "now" : WallClock.at(this.to)) + ": " + what();
	}

	boolean concerns(int pod) {
		return this.pod == ALL || this.pod == pod;
	}

	/**
	 * Whether any of the time between two instants is covered.
	 */
	boolean touches(int pod, long start, long end) {
		return concerns(pod) && this.from <= end && start < this.to;
	}

}
