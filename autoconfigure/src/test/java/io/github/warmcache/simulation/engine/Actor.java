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

import org.jspecify.annotations.Nullable;

/**
 * Real code that runs in a thread of its own, but only while it is its turn.
 */
public final class Actor {

	private final Body body;

	private final @Nullable Object home;

	private final Stream choices;

	private final boolean unblockable;

	private final boolean routine;

	@Nullable Host host;

	/**
	 * Counts what the actor waited for, so that what comes too late does not wake it.
	 */
	int ticket;

	boolean done;

	boolean ended;

	Actor(Body body, @Nullable Object home, Stream choices, boolean unblockable, boolean routine) {
		this.body = body;
		this.home = home;
		this.choices = choices;
		this.unblockable = unblockable;
		this.routine = routine;
	}

	/**
	 * Return where the choices of this actor come from.
	 * @return the stream
	 */
	public Stream choices() {
		return this.choices;
	}

	/**
	 * Return what the actor ends with.
	 * @return its home, or {@code null} if it has none
	 */
	public @Nullable Object home() {
		return this.home;
	}

	/**
	 * Return whether the actor has come to its end.
	 * @return whether it has
	 */
	public boolean isDone() {
		return this.done;
	}

	boolean isRoutine() {
		return this.routine;
	}

	boolean isUnblockable() {
		return this.unblockable;
	}

	void run() throws Exception {
		this.body.run();
	}

	/**
	 * Ends an actor where it is.
	 */
	public static final class EndedError extends Error {

		private static final long serialVersionUID = 1L;

		EndedError() {
			super("Ended", null, false, false);
		}

	}

	/**
	 * What an actor does.
	 */
	@FunctionalInterface
	public interface Body {

		/**
		 * Do it.
		 * @throws Exception what it fails with, which is a failure of the run
		 */
		void run() throws Exception;

	}

}
