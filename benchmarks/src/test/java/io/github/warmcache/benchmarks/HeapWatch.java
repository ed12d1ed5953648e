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

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

import com.sun.management.GarbageCollectionNotificationInfo;

/**
 * Measures the heap that something needs while it runs: the most that is left after any
 * collection. Means something where collections are frequent.
 */
final class HeapWatch {

	private static final double MIB = 1 << 20;

	private HeapWatch() {
	}

	/**
	 * Run something.
	 * @return what it needed beyond what was in use before, in MiB
	 */
	static double during(Callable<?> task) throws Exception {
		MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
		System.gc();
		long before = memory.getHeapMemoryUsage().getUsed();
		AtomicLong most = new AtomicLong(before);
		NotificationListener listener = (notification, handback) -> {
			if (notification.getUserData() instanceof CompositeData data) {
				long left = GarbageCollectionNotificationInfo.from(data)
					.getGcInfo()
					.getMemoryUsageAfterGc()
					.entrySet()
					.stream()
					.filter((pool) -> pool.getKey().matches(".*(Eden|Survivor|Old|Tenured).*"))
					.mapToLong((pool) -> pool.getValue().getUsed())
					.sum();
				most.accumulateAndGet(left, Math::max);
			}
		};
		for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
			((NotificationEmitter) collector).addNotificationListener(listener, null, null);
		}
		try {
			task.call();
		}
		finally {
			remove(listener);
		}
		return (most.get() - before) / MIB;
	}

	private static void remove(NotificationListener listener) throws ListenerNotFoundException {
		for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
			((NotificationEmitter) collector).removeNotificationListener(listener);
		}
	}

}
