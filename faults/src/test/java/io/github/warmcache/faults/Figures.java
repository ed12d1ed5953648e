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

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.faults.Oracle.Heard;
import io.github.warmcache.faults.pod.CacheNames;
import io.github.warmcache.faults.pod.Call;

/**
 * What calls cost.
 *
 * @param slow how many calls of one pod took longer than 150 ms since the fault began, of
 * the pod with the most
 * @param localMillis how long the slowest hundredth of the reads from the heap took at
 * least
 * @param slowestMillis how long the slowest read took
 * @param sharedAfterMillis how long after a moment the last of the pods read from the
 * shared tier again, -1 if one never did, 0 where there is no such moment
 */
record Figures(int slow, double localMillis, double slowestMillis, double sharedAfterMillis) {

	private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(150);

	/** What takes less is not looked at twice. */
	private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(1);

	/**
	 * Measures. Calls during which their pod or the suite did not get to run, or right
	 * after that, are left out: what had to be done meanwhile delays them.
	 */
	static Figures of(List<Heard> all, int pods, long began, long healed, Stalls stalls) {
		List<Heard> calls = all.stream().filter((heard) -> ran(heard, stalls)).toList();
		Map<Integer, Integer> slow = new HashMap<>();
		Map<Integer, Long> shared = new HashMap<>();
		long slowest = 0;
		for (Heard heard : calls) {
			Call call = heard.call();
			if (call.nanos() > SLOW && call.end() > began) {
				slow.merge(heard.pod(), 1, Integer::sum);
			}
			if (call.kind() == Call.Kind.READ) {
				slowest = Math.max(slowest, call.nanos());
				if (call.tier() == CacheTier.SHARED.ordinal() && call.start() > healed) {
					long stalled = stalls.nanos(healed, call.end(), Set.of(heard.pod(), Stalls.SUITE));
					shared.merge(heard.pod(), call.end() - healed - stalled, Math::min);
				}
			}
		}
		return new Figures(slow.values().stream().mapToInt(Integer::intValue).max().orElse(0),
				percentile(localNanos(calls), 99) / 1e6, slowest / 1e6, (healed > 0) ? sharedAfter(shared, pods) : 0);
	}

	private static boolean ran(Heard heard, Stalls stalls) {
		Call call = heard.call();
		return call.nanos() < SHORT
				|| !stalls.touch(call.start() - SLOW, call.end(), Set.of(heard.pod(), Stalls.SUITE));
	}

	/**
	 * Writes down which calls took long, and when.
	 */
	static void trace(List<Heard> calls, Evidence evidence) {
		evidence.write(calls.stream()
			.filter((heard) -> heard.call().nanos() > SLOW)
			.limit(100)
			.map((heard) -> "slow: pod %d %s of %s by tier %s from %s, %.1f ms".formatted(heard.pod(),
					heard.call().kind(), CacheNames.ALL.get(heard.call().cache()),
					CacheTier.values()[heard.call().tier()], WallClock.at(heard.call().start()),
					heard.call().nanos() / 1e6))
			.toList());
	}

	private static double sharedAfter(Map<Integer, Long> shared, int pods) {
		return (shared.size() < pods) ? -1 : shared.values().stream().mapToLong(Long::longValue).max().orElse(0) / 1e6;
	}

	private static long[] localNanos(List<Heard> calls) {
		return calls.stream()
			.map(Heard::call)
			.filter((call) -> call.kind() == Call.Kind.READ && call.tier() == CacheTier.LOCAL.ordinal())
			.mapToLong(Call::nanos)
			.toArray();
	}

	/**
	 * Return the value that so many hundredths of others do not exceed, 0 if there is
	 * none.
	 */
	static long percentile(long[] values, int percent) {
		if (values.length == 0) {
			return 0;
		}
		long[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[(int) Math.min(sorted.length - 1L, (long) sorted.length * percent / 100)];
	}

}
