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
import java.util.Arrays;
import java.util.List;

import io.github.warmcache.cache.tiered.CacheFill;
import io.github.warmcache.testsupport.RedisServerHandle;
import io.github.warmcache.testsupport.Servers;

/**
 * Main class that evicts keys in one of several pods, each with connections and a
 * listener of its own, and times until all of them have forgotten what they held.
 */
public final class EvictionRun {

	private static final int[] ENTRIES = { 10_000, 100_000, 1_000_000 };

	private static final int EVICTIONS = 400;

	private static final int WARM_UPS = 200;

	private final List<BenchmarkPod> pods;

	private EvictionRun(List<BenchmarkPod> pods) {
		this.pods = pods;
	}

	/**
	 * Run it.
	 * @param arguments how many pods there are
	 */
	public static void main(String[] arguments) {
		int pods = Integer.parseInt(arguments[0]);
		RedisServerHandle redis = Servers.redis();
		for (int entries : ENTRIES) {
			List<BenchmarkPod> started = BenchmarkPod.start(pods, redis, "evictions-" + entries,
					"warmcache.caches.places.maximum-size=" + 2 * entries);
			new EvictionRun(started).measure(entries);
			started.forEach(BenchmarkPod::close);
		}
		System.exit(0);
	}

	private void measure(int entries) {
		fill(entries);
		double[] calls = new double[EVICTIONS];
		double[] everywhere = new double[EVICTIONS];
		for (int i = -WARM_UPS; i < EVICTIONS; i++) {
			String key = Place.key((i + WARM_UPS) * (entries / (WARM_UPS + EVICTIONS)));
			long start = System.nanoTime();
			this.pods.get(0).cache().evict(key);
			long called = System.nanoTime();
			awaitForgotten(key);
			if (i >= 0) {
				everywhere[i] = (System.nanoTime() - start) / 1000.0;
				calls[i] = (called - start) / 1000.0;
			}
		}
		Arrays.sort(calls);
		Arrays.sort(everywhere);
		String pods = (this.pods.size() == 1) ? "1 pod" : this.pods.size() + " pods";
		String subject = "%s, %s, %,d entries".formatted(Figures.OURS, pods, entries);
		ChildJvm.report("Evict, the call", subject, calls[EVICTIONS / 2], "us");
		ChildJvm.report("Evict, until no pod answers the old value", subject, everywhere[EVICTIONS / 2], "us");
		ChildJvm.report("Evict, until no pod answers the old value, p99", subject, everywhere[EVICTIONS * 99 / 100],
				"us");
	}

	/**
	 * Give all pods the same entries, which take the heap of one pod's keys and values.
	 */
	private void fill(int entries) {
		List<CacheFill> fills = new ArrayList<>();
		this.pods.forEach((pod) -> fills.add(pod.cache().beginFill(false)));
		for (int i = 0; i < entries; i++) {
			String key = Place.key(i);
			Place place = Place.of(i);
			fills.forEach((fill) -> fill.put(key, place));
		}
		fills.forEach(CacheFill::close);
	}

	private void awaitForgotten(String key) {
		for (BenchmarkPod pod : this.pods) {
			while (pod.cache().localContents().holds(key)) {
				Thread.onSpinWait();
			}
		}
	}

}
