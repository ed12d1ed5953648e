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
import java.util.concurrent.TimeUnit;

import io.github.warmcache.faults.Stalls.Stall;
import io.github.warmcache.faults.pod.CacheNames;
import io.github.warmcache.faults.pod.Call;

/**
 * Calls that are made up, with times in milliseconds, and an oracle that judges them.
 */
final class Trial {

	static final int CACHE = CacheNames.EVICTED;

	static final int KEY = 7;

	static final int WRITER = 0;

	static final int OTHER = 1;

	private final Oracle oracle = new Oracle(millis(2000), new Stalls());

	Oracle oracle() {
		return this.oracle;
	}

	/**
	 * Judges what was heard, and forgets it.
	 */
	Verdict judge(Excuse... excuses) {
		Verdict verdict = this.oracle.judge(List.of(excuses), Long.MAX_VALUE, millis(5000));
		this.oracle.forget();
		return verdict;
	}

	void wrote(int pod, long version, long returned) {
		this.oracle.accept(pod,
				new Call(Call.Kind.WRITE, CACHE, KEY, version, version, millis(returned - 10), millis(returned), 0));
	}

	void read(int pod, long version, long start) {
		this.oracle.accept(pod,
				new Call(Call.Kind.READ, CACHE, KEY, version, version, millis(start), millis(start + 1), 0));
	}

	void stalled(int process, long start, long end) {
		this.oracle.stalls().add(new Stall(process, millis(start), millis(end)));
	}

	void failed(int pod, long start, long end) {
		this.oracle.accept(pod, new Call(Call.Kind.FAILED_READ, CACHE, KEY, -1, 0, millis(start), millis(end), 0));
	}

	static long millis(long millis) {
		return TimeUnit.MILLISECONDS.toNanos(millis);
	}

}
