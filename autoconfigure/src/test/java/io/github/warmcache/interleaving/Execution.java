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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import io.github.warmcache.interleaving.Actor.Body;
import io.github.warmcache.interleaving.Actor.Step;
import org.jspecify.annotations.Nullable;

/**
 * One run of all actors, of which exactly one moves at a time.
 */
final class Execution {

	private final Executor threads;

	private final Executor unblockableThreads;

	private final List<Actor> actors = new ArrayList<>();

	private final List<String> trace = new ArrayList<>();

	private Runnable watcher = () -> {
	};

	private volatile boolean aborted;

	Execution(Executor threads, Executor unblockableThreads) {
		this.threads = threads;
		this.unblockableThreads = unblockableThreads;
	}

	/**
	 * Add an actor, before the run or from within it.
	 * @param name names it
	 * @param first what its first step is called
	 * @param footprint what its first step touches
	 * @param body what it does
	 */
	Actor actor(String name, String first, Footprint footprint, Body body) {
		Actor actor = new Actor(this, name, new Step(first, footprint, () -> true), this.trace.size() - 1, body);
		this.actors.add(actor);
		return actor;
	}

	/**
	 * Look after each step at what it did.
	 */
	void watch(Runnable watcher) {
		this.watcher = watcher;
	}

	void start(Runnable actor, boolean unblockable) {
		(unblockable ? this.unblockableThreads : this.threads).execute(actor);
	}

	List<Actor> actors() {
		return this.actors;
	}

	/**
	 * Return the steps so far.
	 */
	List<String> trace() {
		return this.trace;
	}

	/**
	 * Make steps until all actors are done.
	 * @param chooser chooses who makes the next one
	 */
	void run(Chooser chooser) {
		List<Integer> enabled = enabled();
		while (!enabled.isEmpty()) {
			int chosen = chooser.choose(this, enabled);
			if (chosen < 0) {
				abort();
				return;
			}
			Actor actor = this.actors.get(chosen);
			this.trace.add(actor.name() + ": " + actor.next().label());
			actor.step();
			this.watcher.run();
			enabled = enabled();
		}
		for (Actor actor : this.actors) {
			if (!actor.isDone()) {
				throw new IllegalStateException(
						"%s waits for ever to '%s' after %s".formatted(actor.name(), actor.next().label(), this.trace));
			}
		}
	}

	/**
	 * Let all actors end where they are.
	 */
	private void abort() {
		this.aborted = true;
		for (int i = 0; i < this.actors.size(); i++) {
			this.actors.get(i).abort();
		}
	}

	boolean isAborted() {
		return this.aborted;
	}

	/**
	 * Return what an actor failed with.
	 * @return the first failure, or {@code null} if there was none
	 */
	@Nullable Throwable failure() {
		return this.actors.stream().map(Actor::failure).filter((failure) -> failure != null).findFirst().orElse(null);
	}

	private List<Integer> enabled() {
		List<Integer> enabled = new ArrayList<>();
		for (int i = 0; i < this.actors.size(); i++) {
			if (this.actors.get(i).isEnabled()) {
				enabled.add(i);
			}
		}
		return enabled;
	}

	/**
	 * Decides who goes on: an enabled one, or a negative number for nobody.
	 */
	@FunctionalInterface
	interface Chooser {

		int choose(Execution execution, List<Integer> enabled);

	}

}
