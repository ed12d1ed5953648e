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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.NonBlocking;

/**
 * Depth-first search through all schedules of a race.
 * <p>
 * Schedules that differ only in the order of neighbouring steps which touch nothing in
 * common end alike, and one of them is run: this is dynamic partial order reduction with
 * sleep sets. Without that reduction every single schedule is run.
 */
final class Exploration implements AutoCloseable {

	private static final int LIMIT = 200_000;

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> daemon(new Thread(task, "actor")));

	private final ExecutorService unblockableThreads = Executors
		.newCachedThreadPool((task) -> daemon(new UnblockableThread(task)));

	private final boolean reduced;

	private final List<Node> path = new ArrayList<>();

	Exploration(boolean reduced) {
		this.reduced = reduced;
	}

	/**
	 * Run all schedules.
	 * @param race begins a race anew: adds the actors to an execution and returns what
	 * tells, after the run, what was wrong, {@code null} for nothing
	 */
	Result explore(Function<Execution, Verdict> race) throws Exception {
		Result result = new Result();
		this.path.clear();
		do {
			Execution execution = new Execution(this.threads, this.unblockableThreads);
			Verdict verdict = race.apply(execution);
			Replay replay = new Replay();
			execution.run(replay);
			if (this.reduced) {
				new Races(this.path, execution.actors()).plan();
			}
			if (replay.redundant) {
				result.redundant++;
			}
			else {
				Throwable failure = execution.failure();
				if (failure != null) {
					throw new IllegalStateException("An actor failed in " + execution.trace(), failure);
				}
				result.schedules++;
				result.add(verdict.wrong(), execution.trace());
			}
			if (result.schedules + result.redundant > LIMIT) {
				throw new IllegalStateException("More than " + LIMIT + " schedules");
			}
		}
		while (advance());
		return result;
	}

	/**
	 * Take the last decision that could have been another one, and take the other one.
	 */
	private boolean advance() {
		while (!this.path.isEmpty()) {
			Node node = this.path.get(this.path.size() - 1);
			node.sleep.put(node.chosen, node.footprints.get(node.chosen));
			for (Integer actor : node.enabled) {
				if (node.planned.contains(actor) && !node.sleep.containsKey(actor)) {
					node.chosen = actor;
					return true;
				}
			}
			this.path.remove(this.path.size() - 1);
		}
		return false;
	}

	private static Thread daemon(Thread thread) {
		thread.setDaemon(true);
		return thread;
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		this.unblockableThreads.shutdownNow();
	}

	/**
	 * What was wrong after a run.
	 */
	@FunctionalInterface
	interface Verdict {

		@Nullable String wrong() throws Exception;

	}

	/**
	 * A decision.
	 */
	static final class Node {

		final List<Integer> enabled;

		final Map<Integer, Footprint> footprints = new HashMap<>();

		/**
		 * Who is to go on from here, sooner or later.
		 */
		final Set<Integer> planned = new HashSet<>();

		private final Map<Integer, Footprint> sleep;

		private final String steps;

		int chosen;

		Node(Execution execution, List<Integer> enabled, Map<Integer, Footprint> sleep) {
			this.enabled = enabled;
			enabled.forEach((actor) -> this.footprints.put(actor, execution.actors().get(actor).next().footprint()));
			this.sleep = sleep;
			this.steps = steps(execution, enabled);
		}

		static String steps(Execution execution, List<Integer> enabled) {
			StringBuilder steps = new StringBuilder();
			for (Integer actor : enabled) {
				steps.append(execution.actors().get(actor).name())
					.append(": ")
					.append(execution.actors().get(actor).next().label())
					.append("; ");
			}
			return steps.toString();
		}

	}

	/**
	 * Follows the path, then goes on to where nobody was yet.
	 */
	private final class Replay implements Execution.Chooser {

		private int depth;

		private boolean redundant;

		@Override
		public int choose(Execution execution, List<Integer> enabled) {
			List<Node> path = Exploration.this.path;
			if (this.depth < path.size()) {
				Node node = path.get(this.depth++);
				String steps = Node.steps(execution, enabled);
				if (!steps.equals(node.steps)) {
					throw new IllegalStateException("The same decisions led to '%s' once and to '%s' now: %s"
						.formatted(node.steps, steps, execution.trace()));
				}
				return node.chosen;
			}
			Node node = new Node(execution, enabled, sleep(execution));
			for (Integer actor : enabled) {
				if (!node.sleep.containsKey(actor)) {
					node.chosen = actor;
					node.planned.addAll(Exploration.this.reduced ? List.of(actor) : enabled);
					path.add(node);
					this.depth++;
					return actor;
				}
			}
			// All that could follow was seen in another order.
			this.redundant = true;
			return -1;
		}

		private Map<Integer, Footprint> sleep(Execution execution) {
			Map<Integer, Footprint> sleep = new HashMap<>();
			if (Exploration.this.reduced && this.depth > 0) {
				Node parent = Exploration.this.path.get(this.depth - 1);
				Footprint made = parent.footprints.get(parent.chosen);
				parent.sleep.forEach((actor, footprint) -> {
					if (!footprint.conflictsWith(made) && execution.actors().get(actor).isEnabled()) {
						sleep.put(actor, footprint);
					}
				});
			}
			return sleep;
		}

	}

	/**
	 * Thread that must not be blocked, as Reactor marks its own.
	 */
	private static final class UnblockableThread extends Thread implements NonBlocking {

		UnblockableThread(Runnable task) {
			super(task, "unblockable actor");
		}

	}

	/**
	 * What was found.
	 */
	static final class Result {

		private int schedules;

		private int redundant;

		private int wrong;

		private @Nullable String first;

		private final Map<String, Integer> outcomes = new HashMap<>();

		private void add(@Nullable String wrong, List<String> trace) {
			this.outcomes.merge(String.valueOf(wrong), 1, Integer::sum);
			if (wrong != null) {
				this.wrong++;
				if (this.first == null) {
					this.first = wrong + " after " + trace;
				}
			}
		}

		int redundant() {
			return this.redundant;
		}

		int schedules() {
			return this.schedules;
		}

		/**
		 * Return how many schedules ended wrong.
		 */
		int wrong() {
			return this.wrong;
		}

		/**
		 * Return what was wrong first and after which steps.
		 */
		@Nullable String first() {
			return this.first;
		}

		Map<String, Integer> outcomes() {
			return this.outcomes;
		}

		@Override
		public String toString() {
			return this.wrong + " of " + this.schedules + " schedules wrong";
		}

	}

}
