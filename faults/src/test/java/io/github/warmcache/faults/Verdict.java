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

import java.util.List;

/**
 * What the oracle says of a time.
 *
 * @param reads how many reads it judged
 * @param writes how many changes were committed in that time
 * @param failed how many calls threw that must not
 * @param excused how many calls threw that may
 * @param starved how many calls would be violations if every process had got to run
 * @param stale how many of the violations were reads of values outdated for too long
 * @param violations the calls that broke a promise, those that threw among them
 * @param worstExcused the longest that a value had been outdated when it was read, while
 * that was allowed, in milliseconds
 * @param worst the same where it was not allowed
 * @param lastStale when the last read began that saw a value from before a change that
 * returned before the fault was over, or 0
 */
record Verdict(int reads, int writes, int failed, int excused, int starved, int stale, List<Violation> violations,
		double worstExcused, double worst, long lastStale) {

	Verdict {
		violations = List.copyOf(violations);
	}

}
