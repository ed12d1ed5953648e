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

package io.github.warmcache.redis.watch;

import java.util.HashMap;
import java.util.Map;

/**
 * Growth of counts from one report to the next. Not thread-safe.
 */
final class Growth {

	private final boolean historiesBeginAtZero;

	private final Map<String, Tally> seen = new HashMap<>();

	/**
	 * Create a growth that has seen nothing.
	 * @param historiesBeginAtZero whether the whole count of a new history has grown
	 * since the last report; otherwise a new history is compared with nothing
	 */
	Growth(boolean historiesBeginAtZero) {
		this.historiesBeginAtZero = historiesBeginAtZero;
	}

	/**
	 * Return by how much counts have grown since they were seen last. A count that is
	 * seen for the first time, or that went back, has not grown.
	 * @param tallies the counts, by the name of what they belong to
	 * @return the sum, not negative
	 */
	long since(Map<String, Tally> tallies) {
		long sum = 0;
		for (Map.Entry<String, Tally> entry : tallies.entrySet()) {
			Tally tally = entry.getValue();
			if (tally.count() >= 0) {
				Tally before = this.seen.put(entry.getKey(), tally);
				sum += (before != null) ? grown(before, tally) : 0;
			}
		}
		return sum;
	}

	private long grown(Tally before, Tally tally) {
		if (before.history().equals(tally.history())) {
			return Math.max(0, tally.count() - before.count());
		}
		return this.historiesBeginAtZero ? tally.count() : 0;
	}

}
