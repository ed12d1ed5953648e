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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * What a fault acts on, and where it says what is down meanwhile.
 */
final class Stage {

	private static final long FOREVER = Long.MAX_VALUE;

	private final Fleet fleet;

	private final Random random;

	private final long bound;

	private final List<Excuse> excuses = new ArrayList<>();

	private long healed;

	private String note = "";

	private final List<String> problems = new ArrayList<>();

	Stage(Fleet fleet, Random random, Duration bound) {
		this.fleet = fleet;
		this.random = random;
		this.bound = bound.toNanos();
	}

	Fleet fleet() {
		return this.fleet;
	}

	Standalone redis() {
		return this.fleet.standalone();
	}

	Random random() {
		return this.random;
	}

	/**
	 * Some pod other than the first.
	 */
	PodProcess victim() {
		return this.fleet.pods().get(1 + this.random.nextInt(this.fleet.pods().size() - 1));
	}

	/**
	 * Lets the load go on for a while.
	 */
	void hold(double seconds) {
		long deadline = System.nanoTime() + (long) (seconds * 1e9);
		for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	/**
	 * Redis is down for all pods, or will be at once.
	 * @param forgets whether it may come back with older values than it had
	 */
	Window redisFails(boolean forgets) {
		return open(new Excuse(Excuse.ALL, System.nanoTime(), FOREVER, true, forgets, false));
	}

	/**
	 * One pod is frozen: what it reads may be stale, and what it waits for in vain.
	 */
	Window podFails(PodProcess pod) {
		return open(new Excuse(pod.number(), System.nanoTime(), FOREVER, true, false, true));
	}

	/**
	 * The database is down: calls may fail.
	 */
	Window databaseFails() {
		return open(new Excuse(Excuse.ALL, System.nanoTime(), FOREVER, false, false, true));
	}

	private Window open(Excuse excuse) {
		int place = this.excuses.size();
		this.excuses.add(excuse);
		return new Window(place);
	}

	/**
	 * Pods have a time to find out by themselves what nobody tells them.
	 */
	void detectWithin(Duration time) {
		long now = System.nanoTime();
		this.excuses.add(new Excuse(Excuse.ALL, now, now + time.toNanos(), true, false, false));
		this.healed = now;
	}

	/**
	 * Adds something to the summary line.
	 */
	void note(String text) {
		this.note = text;
	}

	/**
	 * Says what is not as promised.
	 */
	void problem(String text) {
		this.problems.add(text);
	}

	List<String> problems() {
		return this.problems;
	}

	String note() {
		return this.note;
	}

	List<Excuse> excuses() {
		return this.excuses;
	}

	/**
	 * When the first of what was down went, or the end of time if nothing did.
	 */
	long began() {
		return this.excuses.stream().mapToLong(Excuse::from).min().orElse(FOREVER);
	}

	/**
	 * When the last of what was down came back, or 0 if nothing was down.
	 */
	long healed() {
		return this.healed;
	}

	/**
	 * The time in which something is down.
	 */
	final class Window {

		private final int place;

		Window(int place) {
			this.place = place;
		}

		/**
		 * It is back; what it caused may be seen for as long as the promises say.
		 */
		void heals() {
			Stage.this.healed = System.nanoTime();
			Excuse open = Stage.this.excuses.get(this.place);
			Stage.this.excuses.set(this.place, new Excuse(open.pod(), open.from(), Stage.this.healed + Stage.this.bound,
					open.stale(), open.ownWrites(), open.failures()));
		}

	}

}
