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
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

import io.github.warmcache.faults.Chronicle.Happening;
import io.github.warmcache.faults.Fault.Load;
import org.jspecify.annotations.Nullable;

/**
 * What a fault acts on, and where it says from when to when the promises allow what they
 * forbid otherwise.
 */
final class Stage {

	private static final long FOREVER = Long.MAX_VALUE;

	private final Fleet fleet;

	private final Random random;

	private final long bound;

	private final Evidence evidence;

	private final Chronicle chronicle;

	private final List<Excuse> excuses = new CopyOnWriteArrayList<>();

	private final List<String> notes = new ArrayList<>();

	private final List<String> problems = new ArrayList<>();

	private @Nullable Happening current;

	private long healed;

	private double slowestJoin;

	Stage(Fleet fleet, Random random, Duration bound, Evidence evidence) {
		this.fleet = fleet;
		this.random = random;
		this.bound = bound.toNanos();
		this.evidence = evidence;
		this.chronicle = new Chronicle(evidence::say);
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

	Chronicle chronicle() {
		return this.chronicle;
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
	 * Lets the load go on for a while in which nothing is done, and see whether it fits.
	 */
	void settle(double seconds) {
		this.fleet.traffic().measure();
		hold(seconds);
		this.fleet.traffic().follow();
	}

	/**
	 * Does one thing of several. If that goes wrong, or a pod ends by it, it is said and
	 * mended, so that the others can follow.
	 */
	void happen(String name, Fault.Action action) {
		Happening happening = this.chronicle.begin(name);
		this.current = happening;
		try {
			action.happen(this);
		}
		catch (Exception ex) {
			problem(name + " could not be done: " + ex);
			happening.remark("could not be done: " + ex);
			mend();
		}
		buryTheDead();
		this.current = null;
		happening.ends();
	}

	private void mend() {
		this.fleet.mend();
		for (int i = 0; i < this.excuses.size(); i++) {
			if (this.excuses.get(i).to() == FOREVER) {
				new Window(i).heals();
			}
		}
	}

	/**
	 * Looks for pods that ended though nobody wanted it.
	 */
	void buryTheDead() {
		this.fleet.pods().stream().filter((pod) -> !pod.isAlive()).toList().forEach((pod) -> {
			problem("pod " + pod.number() + " ended by itself, see " + pod.log());
			this.fleet.leave(pod);
			pod.close();
		});
	}

	/**
	 * Has one more pod join and take its part of the load. How long that takes is noted.
	 * @return the pod, or {@code null} if it did not come
	 */
	@Nullable PodProcess join(Load load) {
		long start = System.nanoTime();
		try {
			PodProcess pod = this.fleet.join(1).get(0);
			double seconds = (System.nanoTime() - start) / 1e9;
			this.slowestJoin = Math.max(this.slowestJoin, seconds);
			this.chronicle.happened("pod %d joined after %.1f s".formatted(pod.number(), seconds));
			this.fleet.traffic().start(pod, load, this.random.nextInt());
			return pod;
		}
		catch (CompletionException | IllegalStateException ex) {
			problem("a pod that joins was not there after %.0f s: %s".formatted((System.nanoTime() - start) / 1e9,
					ex.getMessage()));
			return null;
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
		this.evidence.say("excused from now on: " + excuse.what());
		return new Window(place);
	}

	/**
	 * Pods have a time to find out by themselves what nobody tells them.
	 */
	void detectWithin(Duration time) {
		long now = System.nanoTime();
		Excuse excuse = new Excuse(Excuse.ALL, now, now + time.toNanos(), true, false, false);
		this.excuses.add(excuse);
		this.evidence.say("excused for %d s: %s".formatted(time.toSeconds(), excuse.what()));
		this.healed = now;
	}

	/**
	 * Adds something to what is happening, or else to the summary line.
	 */
	void note(String text) {
		if (this.current != null) {
			this.current.remark(text);
		}
		else {
			this.notes.add(text);
		}
	}

	/**
	 * Says what is not as promised.
	 */
	void problem(String text) {
		this.evidence.say("PROBLEM: " + text);
		this.problems.add(text);
	}

	List<String> problems() {
		return this.problems;
	}

	String note() {
		List<String> all = new ArrayList<>(this.notes);
		if (this.slowestJoin > 0) {
			all.add("slowest join %.1f s".formatted(this.slowestJoin));
		}
		return String.join(", ", all);
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
			Stage.this.evidence.say("excused for the bound only: " + open.what());
		}

	}

}
