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

import java.util.List;

/**
 * Many callers that miss one key at once.
 */
final class StormSuite implements Suite {

	private static final double PART_OF_LOADER = 1.5;

	@Override
	public String name() {
		return "storm";
	}

	@Override
	public void measure(Figures figures, Effort effort) throws Exception {
		ChildJvm.run(figures, StormRun.class, List.of("-Xms512m", "-Xmx512m"), effort.isShort() ? "3" : "10");
	}

	@Override
	public List<Target> targets() {
		return List.of(Target.exactly(StormRun.LOADS, StormRun.ONE_POD, 1).inShort(),
				Target.exactly(StormRun.LOADS, StormRun.THREE_PODS, 1).inShort(),
				Target.atMost(StormRun.SLOW, StormRun.ONE_POD, PART_OF_LOADER, StormRun.LOADER).inShort(),
				Target.atMost(StormRun.SLOW, StormRun.THREE_PODS, PART_OF_LOADER, StormRun.LOADER).inShort());
	}

}
