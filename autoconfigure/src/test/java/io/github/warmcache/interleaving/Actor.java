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

package io.github.warmcache.interleaving;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.github.warmcache.interleaving.FaultyLink.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Real code in a thread of its own that goes on, step by step, when it is told to.
 * <p>
 * A step ends where the code calls {@link #pause}, which says what the next one touches.
 */
final class Actor {

	private static final ThreadLocal<@Nullable Actor> CURRENT = new ThreadLocal<>();

	private static final long PATIENCE_SECONDS = 60;

	private final String name;

	private final Body body;

	private final Execution execution;

	private final int origin;

	private final Semaphore turn = new Semaphore(0);

	private final Semaphore paused = new Semaphore(0);

	private Step next;

	private boolean started;

	private volatile boolean done;

	private volatile @Nullable Throwable failure;

	private boolean ticketed;

	private boolean impatient;

	private boolean unblockable;

	private Fault fault = Fault.NONE;

	private Footprint home = Footprint.NOTHING;

	Actor(Execution execution, String name, Step first, int origin, Body body) {
		this.origin = origin;
		this.execution = execution;
		this.name = name;
		this.next = first;
		this.body = body;
	}

	/**
	 * End the step of the current thread's actor. Does nothing in other threads.
	 * @param label names the next step
	 * @param footprint what the next step touches
	 */
	static void pause(String label, Footprint footprint) {
		pause(label, footprint, () -> true);
	}

	/**
	 * End the step of the current thread's actor, whose next one has to wait.
	 * @param label names the next step
	 * @param footprint what the next step touches
	 * @param enabled whether it may begin, which depends on what other actors did only
	 */
	static void pause(String label, Footprint footprint, BooleanSupplier enabled) {
		Actor actor = CURRENT.get();
		if (actor != null && actor.execution.isAborted()) {
			throw new AbortedError();
		}
		if (actor != null) {
			actor.next = new Step(label, footprint, enabled);
			actor.paused.release();
			actor.turn.acquireUninterruptibly();
			if (actor.execution.isAborted()) {
				throw new AbortedError();
			}
		}
	}

	static @Nullable Actor current() {
		return CURRENT.get();
	}

	String name() {
		return this.name;
	}

	Step next() {
		return this.next;
	}

	boolean isDone() {
		return this.done;
	}

	boolean isEnabled() {
		return !this.done && this.next.enabled().getAsBoolean();
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

	Execution execution() {
		return this.execution;
	}

	/**
	 * Return which step brought the actor in, -1 if it was there from the start.
	 */
	int origin() {
		return this.origin;
	}

	/**
	 * Return what of its pod the actor may touch in between.
	 */
	Footprint home() {
		return this.home;
	}

	Actor home(Footprint home) {
		this.home = home;
		return this;
	}

	/**
	 * Return whether the actor does not wait for other pods that load.
	 */
	boolean isImpatient() {
		return this.impatient;
	}

	Actor impatient(boolean impatient) {
		this.impatient = impatient;
		return this;
	}

	/**
	 * Run in a thread that must not be blocked, such as those of Reactor.
	 */
	Actor unblockable(boolean unblockable) {
		this.unblockable = unblockable;
		return this;
	}

	/**
	 * Let the next change fail that the actor tells the server.
	 */
	void failNext(Fault next) {
		this.fault = next;
	}

	Fault takeFault() {
		Fault next = this.fault;
		this.fault = Fault.NONE;
		return next;
	}

	/**
	 * Return whether the actor's last read of the shared tier entitles it to a fill.
	 */
	boolean isTicketed() {
		return this.ticketed;
	}

	void ticketed(boolean ticketed) {
		this.ticketed = ticketed;
	}

	/**
	 * Make the next step, and return when it has ended.
	 */
	void step() {
		if (!this.started) {
			this.started = true;
			this.execution.start(this::run, this.unblockable);
		}
		move();
	}

	/**
	 * End, once the execution is aborted.
	 */
	void abort() {
		if (this.started && !this.done) {
			move();
		}
	}

	private void move() {
		this.turn.release();
		try {
			if (!this.paused.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException("%s does not come to an end with '%s': %s".formatted(this.name,
						this.next.label(), this.execution.trace()));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void run() {
		this.turn.acquireUninterruptibly();
		CURRENT.set(this);
		try {
			this.body.run();
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
		finally {
			CURRENT.remove();
			this.done = true;
			this.paused.release();
		}
	}

	/**
	 * Ends an actor that is not needed any more.
	 */
	static final class AbortedError extends Error {

		AbortedError() {
			super("Aborted", null, false, false);
		}

	}

	/**
	 * What an actor does.
	 */
	@FunctionalInterface
	interface Body {

		void run() throws Exception;

	}

	/**
	 * What an actor does next.
	 */
	record Step(String label, Footprint footprint, BooleanSupplier enabled) {
	}

}
