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

package io.github.warmcache.sample.lab;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a pod promises whose heap is too small for its caches.
 */
final class HeapChecks {

	/** What the atlas takes without cities, and a quarter of the 60 MB that they take. */
	private static final String HEAP = "-Xmx68m";

	/** Leaves to the old generation what the caches are to fill. */
	private static final String YOUNG = "-Xmn12m";

	private static final int REQUESTS = 500;

	private final Fleet fleet;

	HeapChecks(Fleet fleet) {
		this.fleet = fleet;
	}

	List<Check> smallHeap() {
		Pod pod = this.fleet.launch(List.of(HEAP, YOUNG));
		Map<Pod, WarmupView> ready = this.fleet.watchUntilReady(List.of(pod));
		WarmupView view = ready.getOrDefault(pod, WarmupView.of(pod));
		long[] ids = this.fleet.servers().cityIds();
		long served = IntStream.range(0, REQUESTS)
			.filter((i) -> serves(pod, ids[(int) ((long) i * ids.length / REQUESTS)]))
			.count();
		boolean outOfMemory = pod.log().contains("OutOfMemoryError");
		return List.of(
				Check.that("small heap: no OutOfMemoryError", !outOfMemory && pod.isAlive(), "%s, %s",
						outOfMemory ? "there was one" : "none", pod.isAlive() ? "alive" : "ended"),
				Check.that("small heap: a part is warm, and called DEGRADED",
						view.state().equals("DEGRADED") && view.entries() > 0 && view.entries() < this.fleet.cities(),
						"%s, %d of %d entries (%.0f %%) with %s", view.state(), view.entries(), this.fleet.cities(),
						100.0 * view.entries() / this.fleet.cities(), HEAP),
				Check.that("small heap: every city is served", served == REQUESTS, "%d of %d", served, REQUESTS));
	}

	private static boolean serves(Pod pod, long id) {
		try {
			return pod.get("/cities/" + id).body().startsWith("{\"id\":" + id + ",");
		}
		catch (IOException ex) {
			return false;
		}
	}

}
