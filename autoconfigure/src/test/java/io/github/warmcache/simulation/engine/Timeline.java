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

package io.github.warmcache.simulation.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * What happens in one run, in the order of its own time. Exactly one actor moves at a
 * time, and time passes only while none does.
 * <p>
 * Whoever stops moving decides who is next, so that a thread is switched only where
 * another actor goes on. What does not wait needs no thread.
 */
public final class Timeline {

	private static final long PATIENCE_NANOS = 600_000_000_000L;

	private static final boolean[] NEVER = new boolean[1];

	private final Hosts hosts;

	private final ToLongFunction<Object> frozen;

	private final PriorityQueue<Event> queue = new PriorityQueue<>();

	private final List<Actor> actors = new ArrayList<>();

	private final Thread driver = Thread.currentThread();

	private long nanos;

	private long sequence;

	private long steps;

	private @Nullable Actor current;

	private @Nullable Throwable failure;

	private boolean stopped;

	private volatile boolean over;

	/**
	 * Begin.
	 * @param hosts what runs the actors
	 * @param begin the time at the start, in nanoseconds
	 * @param frozen tells until when nothing happens at a home
	 */
	public Timeline(Hosts hosts, long begin, ToLongFunction<Object> frozen) {
		this.hosts = hosts;
		this.nanos = begin;
		this.frozen = frozen;
	}

	/**
	 * Return the time.
	 * @return nanoseconds
	 */
	public long nanos() {
		return this.nanos;
	}

	/**
	 * Return how much has happened so far.
	 * @return the number of steps
	 */
	public long steps() {
		return this.steps;
	}

	/**
	 * Return whose turn it is.
	 * @return the actor, or {@code null} if what happens needs none
	 */
	public @Nullable Actor current() {
		return this.current;
	}

	/**
	 * Return when something happens next that is no routine.
	 * @return the time, or the largest number if nothing does
	 */
	public long next() {
		long next = Long.MAX_VALUE;
		for (Event event : this.queue) {
			if (!event.routine() && event.nanos() < next && !event.isOver()) {
				next = event.nanos();
			}
		}
		return next;
	}

	/**
	 * Have something happen later that happens again and again, whatever else does.
	 * @param delay how much later, in nanoseconds
	 * @param home where it happens
	 * @param action what happens
	 */
	public void routine(long delay, Object home, Runnable action) {
		this.queue.add(new Event(this.nanos + delay, this.sequence++, home, action, null, 0, NEVER, true));
	}

	/**
	 * Have an actor begin that begins again and again, whatever else happens.
	 * @param home what it ends with
	 * @param choices where its choices come from
	 * @param body what it does
	 * @return the actor
	 */
	public Actor beginRoutine(Object home, Stream choices, Actor.Body body) {
		return begin(new Actor(body, home, choices, false, true));
	}

	/**
	 * Have something happen later that does not wait.
	 * @param delay how much later, in nanoseconds
	 * @param home where it happens, or {@code null}
	 * @param action what happens
	 * @return has it not happen
	 */
	public Runnable later(long delay, @Nullable Object home, Runnable action) {
		boolean[] cancelled = new boolean[1];
		this.queue.add(new Event(this.nanos + delay, this.sequence++, home, action, null, 0, cancelled, false));
		return () -> cancelled[0] = true;
	}

	/**
	 * Have an actor begin.
	 * @param home what it ends with, or {@code null}
	 * @param choices where its choices come from
	 * @param unblockable whether its thread is one that must not wait
	 * @param body what it does
	 * @return the actor
	 */
	public Actor begin(@Nullable Object home, Stream choices, boolean unblockable, Actor.Body body) {
		return begin(new Actor(body, home, choices, unblockable, false));
	}

	private Actor begin(Actor actor) {
		this.actors.add(actor);
		wake(actor, 0);
		return actor;
	}

	/**
	 * Let time pass for the current actor. Without one, nothing happens.
	 * @param delay how much, in nanoseconds; with none nobody else moves in between
	 */
	public void pause(long delay) {
		Actor actor = this.current;
		if (actor == null) {
			return;
		}
		requireAlive(actor);
		this.steps++;
		if (delay > 0) {
			wake(actor, delay);
			giveWay(actor);
		}
	}

	/**
	 * Wait for a result.
	 * @param future the result
	 * @param atMost how long, in nanoseconds
	 * @return whether it is there
	 */
	public boolean await(CompletableFuture<?> future, long atMost) {
		Actor actor = this.current;
		if (future.isDone() || actor == null) {
			return future.isDone();
		}
		requireAlive(actor);
		int ticket = ++actor.ticket;
		future.whenComplete((value, ex) -> wake(actor, 0, ticket));
		if (atMost < Long.MAX_VALUE - this.nanos) {
			wake(actor, atMost, ticket);
		}
		giveWay(actor);
		return future.isDone();
	}

	private void wake(Actor actor, long delay) {
		wake(actor, delay, ++actor.ticket);
	}

	private void wake(Actor actor, long delay, int ticket) {
		this.queue.add(new Event(this.nanos + delay, this.sequence++, actor.home(), null, actor, ticket, NEVER,
				actor.isRoutine()));
	}

	private void requireAlive(Actor actor) {
		if (this.stopped || actor.ended) {
			throw new Actor.EndedError();
		}
	}

	/**
	 * End all actors of a home where they are.
	 * @param home their home
	 */
	public void end(Object home) {
		for (Actor actor : this.actors) {
			if (actor.home() == home && !actor.done && !actor.ended) {
				actor.ended = true;
				wake(actor, 0);
			}
		}
	}

	/**
	 * Stop, because something is wrong.
	 * @param failure what
	 */
	public void fail(Throwable failure) {
		if (this.failure == null) {
			this.failure = failure;
		}
		this.stopped = true;
	}

	/**
	 * Let everything happen. Comes back when nothing is left to happen, or something is
	 * wrong.
	 * @return what is wrong, or {@code null}
	 */
	public @Nullable Throwable run() {
		this.over = false;
		Actor first = next(null);
		if (first == null) {
			return this.failure;
		}
		pass(first);
		long deadline = System.nanoTime() + PATIENCE_NANOS;
		while (!this.over) {
			LockSupport.parkNanos(this, PATIENCE_NANOS);
			if (!this.over && System.nanoTime() - deadline > 0) {
				throw new IllegalStateException("It does not come to an end:\n" + this.hosts.stacks());
			}
		}
		return this.failure;
	}

	/**
	 * Return how many actors wait for what nobody does.
	 * @return the number
	 */
	public long waiting() {
		return this.actors.stream().filter((actor) -> !actor.done).count();
	}

	/**
	 * End all actors.
	 */
	public void close() {
		this.stopped = true;
		run();
	}

	private void start(Actor actor) {
		Host host = this.hosts.take(actor.isUnblockable());
		actor.host = host;
		host.assign(this, actor);
	}

	/**
	 * Run an actor to its end, on the thread that calls.
	 * @return who goes on here, or {@code null} if nobody does
	 */
	@Nullable Actor host(Host host, Actor actor) {
		actor.host = host;
		this.current = actor;
		try {
			requireAlive(actor);
			actor.run();
		}
		catch (Actor.EndedError ex) {
			// It was wanted.
		}
		catch (Throwable ex) {
			fail(ex);
		}
		finally {
			Thread.interrupted();
			actor.done = true;
			this.current = null;
		}
		Actor next = next(null);
		if (next != null && next.host == null && next.isUnblockable() == actor.isUnblockable()) {
			return next;
		}
		this.hosts.give(host);
		pass(next);
		return null;
	}

	private void giveWay(Actor actor) {
		this.current = null;
		Actor next = next(actor);
		if (next != actor) {
			Host host = actor.host;
			pass(next);
			if (host != null && host.sleep()) {
				host.interrupt();
			}
		}
		this.current = actor;
		requireAlive(actor);
	}

	private void pass(@Nullable Actor next) {
		if (next == null) {
			this.over = true;
			LockSupport.unpark(this.driver);
		}
		else if (next.host == null) {
			start(next);
		}
		else {
			next.host.wake();
		}
	}

	/**
	 * Let happen what needs no actor, up to where one goes on.
	 */
	private @Nullable Actor next(@Nullable Actor waiting) {
		while (!this.stopped) {
			Event event = this.queue.poll();
			if (event == null) {
				return null;
			}
			Actor actor = event.actor();
			if (event.isOver()) {
				continue;
			}
			Object home = event.home();
			long until = (home != null) ? this.frozen.applyAsLong(home) : 0;
			if (until > event.nanos() && (actor == null || !actor.ended)) {
				this.queue.add(new Event(until, this.sequence++, home, event.action(), actor, event.ticket(),
						event.cancelled(), event.routine()));
				continue;
			}
			this.nanos = Math.max(this.nanos, event.nanos());
			this.steps++;
			if (actor != null) {
				return actor;
			}
			run(event.action());
		}
		return nextToEnd(waiting);
	}

	private void run(@Nullable Runnable action) {
		try {
			if (action != null) {
				action.run();
			}
		}
		catch (Throwable ex) {
			fail(ex);
		}
	}

	private @Nullable Actor nextToEnd(@Nullable Actor waiting) {
		if (waiting != null) {
			return waiting;
		}
		for (Actor actor : this.actors) {
			if (!actor.done && actor.host != null) {
				return actor;
			}
		}
		return null;
	}

	/**
	 * Something that is going to happen.
	 *
	 * @param nanos when
	 * @param sequence which of those that happen at the same time is first
	 * @param home where it happens
	 * @param action what happens
	 * @param actor or who goes on
	 * @param ticket what the actor waits for
	 * @param cancelled whether it is not going to happen after all
	 * @param routine whether it happens again and again
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Event(long nanos, long sequence, @Nullable Object home, @Nullable Runnable action,
			@Nullable Actor actor, int ticket, boolean[] cancelled, boolean routine) implements Comparable<Event> {

		/**
		 * Return whether nobody waits for it any more.
		 */
		boolean isOver() {
			return this.cancelled[0] || (this.actor != null && (this.actor.done || this.actor.ticket != this.ticket));
		}

		@Override
		public int compareTo(Event other) {
			int order = Long.compare(this.nanos, other.nanos);
			return (order != 0) ? order : Long.compare(this.sequence, other.sequence);
		}

	}

}
