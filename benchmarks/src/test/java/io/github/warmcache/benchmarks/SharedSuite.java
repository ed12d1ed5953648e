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

package io.github.warmcache.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads of what Redis holds and this process does not, and how long pods go on to answer
 * what was evicted in one of them.
 * <p>
 * Not by JMH: forks of it that follow each other differ by more than the subjects do, see
 * {@link Interleaved}.
 */
final class SharedSuite implements Suite {

	private static final String GET = Figures.LIMIT + "Lettuce GET";

	private static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m");

	@Override
	public String name() {
		return "shared";
	}

	@Override
	public void measure(Figures figures, Effort effort) throws Exception {
		ChildJvm.run(figures, SharedReadRun.class, HEAP, effort.isShort() ? "3" : "8");
	}

	@Override
	public void measureLarge(Figures figures) throws Exception {
		for (int pods : new int[] { 1, 3, 6 }) {
			ChildJvm.run(figures, EvictionRun.class, List.of("-Xms4g", "-Xmx4g"), Integer.toString(pods));
		}
	}

	@Override
	public List<Target> targets() {
		List<Target> targets = new ArrayList<>();
		for (String row : List.of(SharedReadRun.ONE, SharedReadRun.ONE_OR_LOAD)) {
			targets.add(Target.atMost(row, Figures.OURS, 1.15, GET).inShort());
			targets.add(Target.atMost(row, Figures.OURS, 1, Peers.REDIS_CACHE_JSON));
			targets.add(Target.atMost(row, Figures.OURS, 1, Peers.REDIS_CACHE_JDK));
		}
		targets.add(Target.atMost(SharedReadRun.ONE, Figures.OURS, 1, JetCachePeer.NAME));
		targets.add(Target.atMost(SharedReadRun.BATCH, Figures.OURS, 1.3, Figures.LIMIT + "Lettuce MGET").inShort());
		return targets;
	}

}
