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

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.warmcache.faults.Fault.Load;

/**
 * What the pods of a fleet do before they are judged: what they will be judged for, which
 * compiles their code, and then more of it or less until the machine is as busy as it
 * shall be.
 */
final class Rehearsal {

	private static final Load FIRST = new Load(200, 50);

	private static final int ROUNDS = 4;

	private final Fleet fleet;

	Rehearsal(Fleet fleet) {
		this.fleet = fleet;
	}

	/**
	 * Takes some seconds, after which the fleet knows its pace.
	 */
	void perform() {
		this.fleet.traffic().start(FIRST, 0);
		hold(3000);
		this.fleet.traffic().start(Load.WRITING, 0);
		for (int i = 0; i < ROUNDS; i++) {
			// The first calls after a change of the load wait for its threads.
			hold(200);
			this.fleet.traffic().measure();
			hold(1000);
			this.fleet.traffic().follow();
		}
		this.fleet.calm();
	}

	private static void hold(long millis) {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

}
