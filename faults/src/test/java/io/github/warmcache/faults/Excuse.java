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

	boolean covers(int pod, long at) {
		return (this.pod == ALL || this.pod == pod) && this.from <= at && at < this.to;
	}

	/**
	 * Whether any of the time between two instants is covered.
	 */
	boolean touches(int pod, long start, long end) {
		return (this.pod == ALL || this.pod == pod) && this.from <= end && start < this.to;
	}

}
