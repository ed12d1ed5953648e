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
 * compiles their code, and then more and more of it until the machine is as busy as it
 * shall be.
 */
final class Rehearsal {

	private static final Load FIRST = new Load(200, 50);

	private static final double STEP = 0.25;

	private static final double LAST = 2;

	private final Fleet fleet;

	private final Machine machine = new Machine();

	Rehearsal(Fleet fleet) {
		this.fleet = fleet;
	}

	/**
	 * Takes some seconds.
	 * @return the load that fits
	 */
	Pace find() {
		this.fleet.load(FIRST, 0);
		busyFor(3000);
		this.fleet.calm();
		double idle = busyFor(700);
		double target = Pace.target(idle);
		double before = idle;
		double factor = 0;
		double busy = idle;
		while (busy < target && factor < LAST) {
			before = busy;
			factor += STEP;
			this.fleet.load(Load.WRITING.times(factor), 0);
			// The first calls of a step wait for its threads.
			busyFor(200);
			busy = busyFor(1000);
		}
		this.fleet.calm();
		double cost = Pace.cost(Load.WRITING);
		if (busy < target) {
			return new Pace(cost * factor, idle, busy);
		}
		double part = (busy > before) ? Math.max(0, (target - before) / (busy - before)) : 0;
		return new Pace(cost * (factor - STEP + STEP * part), idle, target);
	}

	private double busyFor(long millis) {
		this.machine.busy();
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
		return this.machine.busy();
	}

}
