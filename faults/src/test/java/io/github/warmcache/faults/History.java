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
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.warmcache.faults.pod.Call;
import org.jspecify.annotations.Nullable;

/**
 * The committed changes of one key.
 */
final class History {

	private static final int ANYBODY = -1;

	private final List<Written> writes = new ArrayList<>();

	private final Map<Integer, Timeline> timelines = new HashMap<>();

	void add(int pod, Call call) {
		this.writes.add(new Written(pod, call.version(), call.stamp(), call.end()));
		this.timelines.clear();
	}

	/**
	 * Return for how long a version had been outdated, as far as changes of anybody are
	 * concerned.
	 * @return the time in nanoseconds between the return of the first call that made a
	 * newer version and a read, negative or 0 if there was none before the read
	 */
	long outdatedFor(long version, long at) {
		return timeline(ANYBODY).outdatedFor(version, at);
	}

	/**
	 * The same, as far as the changes of one pod are concerned.
	 */
	long outdatedByOwnFor(int pod, long version, long at) {
		return timeline(pod).outdatedFor(version, at);
	}

	/**
	 * Return the change that made a version.
	 */
	@Nullable Written find(long version) {
		return timeline(ANYBODY).find(version);
	}

	/**
	 * Return the changes that made newer versions, and returned before a moment.
	 */
	List<Written> newer(long version, long before) {
		return this.writes.stream()
			.filter((written) -> written.version > version && written.returned < before)
			.toList();
	}

	long newest() {
		return this.writes.stream().mapToLong(Written::version).max().orElse(0);
	}

	/**
	 * Forgets what a newer change made irrelevant; of each pod the last one stays.
	 */
	void compact() {
		Map<Integer, Written> last = new HashMap<>();
		this.writes.forEach((written) -> last.merge(written.pod, written, (a, b) -> (a.version > b.version) ? a : b));
		this.writes.clear();
		this.writes.addAll(last.values());
		this.timelines.clear();
	}

	private Timeline timeline(int pod) {
		return this.timelines.computeIfAbsent(pod, (key) -> new Timeline(
				this.writes.stream().filter((written) -> pod == ANYBODY || written.pod == pod).toList()));
	}

	/**
	 * A committed change.
	 */
	record Written(int pod, long version, long stamp, long returned) {

	}

	private static final class Timeline {

		private final Written[] byVersion;

		/** When the first call returned that made this version or a newer one. */
		private final long[] firstReturn;

		Timeline(List<Written> writes) {
			this.byVersion = writes.stream().sorted(Comparator.comparingLong(Written::version)).toArray(Written[]::new);
			this.firstReturn = Arrays.stream(this.byVersion).mapToLong(Written::returned).toArray();
			for (int i = this.firstReturn.length - 2; i >= 0; i--) {
				this.firstReturn[i] = Math.min(this.firstReturn[i], this.firstReturn[i + 1]);
			}
		}

		/**
		 * The place of the first version that is newer.
		 */
		private int after(long version) {
			int low = 0;
			int high = this.byVersion.length;
			while (low < high) {
				int middle = (low + high) >>> 1;
				if (this.byVersion[middle].version > version) {
					high = middle;
				}
				else {
					low = middle + 1;
				}
			}
			return low;
		}

		long outdatedFor(long version, long at) {
			int place = after(version);
			return (place < this.firstReturn.length) ? at - this.firstReturn[place] : 0;
		}

		@Nullable Written find(long version) {
			int place = after(version) - 1;
			return (place >= 0 && this.byVersion[place].version == version) ? this.byVersion[place] : null;
		}

	}

}
