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

package io.github.warmcache.warmup;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/**
 * The heap of this JVM: its old generation, or all of it where there are no generations.
 * Cached entries end up there, and the young one is emptied again and again.
 */
final class JvmHeap implements HeapView {

	private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans()
		.stream()
		// Pools in which every object begins have no threshold.
		.filter((pool) -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
		.toList();

	@Override
	public double use() {
		long used = 0;
		long max = 0;
		for (MemoryPoolMXBean pool : this.pools) {
			MemoryUsage usage = pool.getUsage();
			used += usage.getUsed();
			max += usage.getMax();
			if (usage.getMax() <= 0) {
				max = Long.MAX_VALUE / 2;
			}
		}
		long largest = Math.min(max, Runtime.getRuntime().maxMemory());
		return (double) used / largest;
	}

	@Override
	public void collect() {
		System.gc();
	}

}
