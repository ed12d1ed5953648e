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

import io.github.warmcache.simulation.engine.Stream;

/**
 * How pods come and go.
 */
final class Lives {

	private static final int MOST_PODS = 5;

	/**
	 * So long an application waits at its end for what is under way.
	 */
	private static final int MOST_SECONDS = 30;

	private final Fleet fleet;

	Lives(Fleet fleet) {
		this.fleet = fleet;
	}

	void die(SimulatedPod pod) {
		if (isOneOfSeveral(pod)) {
			this.fleet.story().tell(pod, () -> "dies");
			this.fleet.kill(pod);
		}
	}

	private boolean isOneOfSeveral(SimulatedPod pod) {
		return pod.isLeaving() || this.fleet.pods().stream().filter((other) -> !other.isLeaving()).count() > 1;
	}

	void join(Stream choices) {
		if (this.fleet.pods().size() < MOST_PODS) {
			join(new Disk(), choices);
		}
	}

	private void join(Disk disk, Stream choices) {
		SimulatedPod pod = this.fleet.add(disk);
		this.fleet.story().tell(pod, () -> "joins");
		pod.check();
		this.fleet.background(pod, choices, () -> {
			this.fleet.timeline().pause(Pace.lateness(choices));
			pod.starting().start();
		});
	}

	/**
	 * Let a pod end, in order or not, and the next one of its place come with its disk.
	 */
	void restart(SimulatedPod pod, Stream choices) {
		if (pod.isLeaving() || !isOneOfSeveral(pod)) {
			return;
		}
		boolean inOrder = choices.flip(60);
		long down = Pace.spell(choices);
		if (!inOrder) {
			this.fleet.story().tell(pod, () -> "crashes");
			this.fleet.kill(pod);
			comeBack(pod.disk(), down, choices);
			return;
		}
		this.fleet.story().tell(pod, () -> "gets no traffic any more");
		pod.leave();
		this.fleet.background(pod, choices, () -> {
			end(pod);
			comeBack(pod.disk(), down, choices);
		});
	}

	private void end(SimulatedPod pod) throws InterruptedException {
		for (int i = 0; i < MOST_SECONDS && pod.isBusy(); i++) {
			this.fleet.timeline().pause(Pace.SECOND);
		}
		if (!pod.isBusy()) {
			pod.starting().save(true);
		}
		this.fleet.story().tell(pod, () -> "ends");
		this.fleet.kill(pod);
	}

	private void comeBack(Disk disk, long down, Stream choices) {
		this.fleet.background(null, choices, () -> {
			this.fleet.timeline().pause(down);
			join(disk, choices);
		});
	}

}
