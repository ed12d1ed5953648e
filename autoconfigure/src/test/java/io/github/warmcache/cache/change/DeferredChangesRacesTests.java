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

package io.github.warmcache.cache.change;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

import io.github.warmcache.cache.Race;
import io.github.warmcache.cache.RaceRunner;
import io.github.warmcache.cache.flight.Waits;
import io.github.warmcache.testsupport.Guard;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests for {@link DeferredChanges} in all orders of a few threads.
 */
@Tag("races")
public class DeferredChangesRacesTests {

	@Test
	void whatWasPostedIsToldWhenItIsSettled() {
		RaceRunner.holds(ToldByPosters.class, 150);
	}

	@Test
	void whatAPoolTellsIsToldWhenItIsSettled() {
		RaceRunner.holds(ToldByAPool.class, 150);
	}

	@Test
	void findsASettlingThatDoesNotWait() {
		RaceRunner.finds(ToldByPosters.class, "what was posted before is told", 300,
				() -> Guard.disabled(DeferredChanges.class, "settle", null));
	}

	@Test
	void findsATellerThatLeavesTooEarly() {
		RaceRunner.finds(ToldByAPool.class, "hung", 300, () -> Guard.disabled(DeferredChanges.class, "drain", null));
	}

	/**
	 * Two changes of a key, and a thread that waits for them.
	 */
	public abstract static class Posted extends Race {

		final DeferredChanges deferred;

		private volatile boolean posted;

		private volatile boolean told;

		private volatile boolean toldToo;

		private volatile boolean trusted;

		private volatile boolean missed;

		Posted(Executor executor) {
			this.deferred = new DeferredChanges(executor, Waits.REAL);
		}

		void post() {
			this.deferred.announce("a");
			this.deferred.post("a", () -> {
				look();
				this.told = true;
			});
			this.posted = true;
		}

		void postToo() {
			this.deferred.announce("a");
			this.deferred.post("a", () -> {
				look();
				this.toldToo = true;
			});
		}

		private void look() {
			if (!this.deferred.isPending("a")) {
				this.trusted = true;
			}
		}

		void settle() {
			boolean after = this.posted;
			this.deferred.settle();
			this.missed = after && !this.told;
		}

		@Override
		public void outcome() {
			require(!this.trusted, "it is pending while it is told");
			require(!this.missed, "what was posted before is told");
			require(this.told && this.toldToo, "everything is told");
			require(!this.deferred.isPending("a"), "nothing is pending");
		}

	}

	/**
	 * Changes that are told by those who post them.
	 */
	public static class ToldByPosters extends Posted {

		/**
		 * Create a race.
		 */
		public ToldByPosters() {
			super(Runnable::run);
		}

		/**
		 * Post.
		 */
		@Operation
		public void posts() {
			post();
		}

		/**
		 * Post too.
		 */
		@Operation
		public void postsToo() {
			postToo();
		}

		/**
		 * Wait for what was posted before.
		 */
		@Operation
		public void settles() {
			settle();
		}

	}

	/**
	 * Changes that are told by another thread.
	 */
	public static class ToldByAPool extends Posted {

		private final ConcurrentLinkedQueue<Runnable> tasks;

		/**
		 * Create a race.
		 */
		public ToldByAPool() {
			this(new ConcurrentLinkedQueue<>());
		}

		private ToldByAPool(ConcurrentLinkedQueue<Runnable> tasks) {
			super(tasks::add);
			this.tasks = tasks;
		}

		/**
		 * Post both.
		 */
		@Operation
		public void posts() {
			post();
			postToo();
		}

		/**
		 * Tell what there is, and be it later.
		 */
		@Operation
		public void tells() {
			Runnable task = this.tasks.poll();
			if (task != null) {
				task.run();
			}
		}

		@Override
		public void outcome() {
			for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
				task.run();
			}
			settle();
			super.outcome();
		}

	}

}
