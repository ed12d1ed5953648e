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

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.faults.Fault.Load;
import io.github.warmcache.faults.Machine.Use;

/**
 * The load of the pods of a fleet, which follows what the machine bears.
 */
final class Traffic {

	private final List<PodProcess> pods;

	private final Machine machine = new Machine();

	/** What each pod was to do on a machine that bears it. */
	private final Map<PodProcess, Load> loads = new ConcurrentHashMap<>();

	private Pace pace = new Pace(Pace.cost(Load.HEAVY), new Use(0, 0));

	/**
	 * Begins with what two cores bear.
	 * @param pods the pods, also those that join later
	 */
	Traffic(List<PodProcess> pods) {
		this.pods = pods;
	}

	/**
	 * The load that fits, as far as it was tried.
	 */
	Pace pace() {
		return this.pace;
	}

	/**
	 * Has every pod read and change as much of a load as fits.
	 */
	void start(Load load, long seed) {
		this.pods.forEach((pod) -> start(pod, load, (int) seed + pod.number()));
	}

	/**
	 * Has one pod read and change as much of a load as fits.
	 */
	void start(PodProcess pod, Load load, int seed) {
		Load fits = this.pace.of(load);
		pod.tell("load %d %d %d %d".formatted(fits.readsPerSecond(), fits.writesPerSecond(), Fleet.KEYS, seed));
		this.loads.put(pod, load);
	}

	/**
	 * Expects nothing of a pod any more.
	 */
	void forget(PodProcess pod) {
		this.loads.remove(pod);
	}

	/**
	 * Begins to look at what the load costs.
	 */
	void measure() {
		this.machine.use();
	}

	/**
	 * Finds the load that fits by what it cost since {@link #measure()}, and goes on with
	 * it. To be called when no fault is under way.
	 */
	void follow() {
		Use used = this.machine.use();
		Pace before = this.pace;
		this.loads.values()
			.stream()
			.max(Comparator.comparingDouble(Pace::cost))
			.ifPresent((most) -> this.pace = before.after(before.of(most), used));
		this.loads.forEach((pod, load) -> {
			Load now = this.pace.of(load);
			pod.tell("rate %d %d".formatted(now.readsPerSecond(), now.writesPerSecond()));
		});
	}

}
