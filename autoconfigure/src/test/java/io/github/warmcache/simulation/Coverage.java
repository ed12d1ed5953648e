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

package io.github.warmcache.simulation;

import java.util.Map;
import java.util.TreeMap;

/**
 * How often things happened.
 */
final class Coverage {

	private final Map<String, long[]> counts = new TreeMap<>();

	void count(String what) {
		add(what, 1);
	}

	void add(String what, long times) {
		this.counts.computeIfAbsent(what, (k) -> new long[1])[0] += times;
	}

	long of(String what) {
		long[] count = this.counts.get(what);
		return (count != null) ? count[0] : 0;
	}

	void add(Coverage other) {
		other.counts.forEach((what, count) -> add(what, count[0]));
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		this.counts.forEach((what, count) -> text.append("%,14d  %s%n".formatted(count[0], what)));
		return text.toString();
	}

}
