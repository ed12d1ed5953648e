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

package io.github.warmcache.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.github.warmcache.simulation.engine.ChoiceText;
import io.github.warmcache.simulation.engine.Choices;
import io.github.warmcache.simulation.engine.Hosts;
import org.jspecify.annotations.Nullable;

/**
 * Runs many fleets, each with a seed of its own, on as many threads as there are cores.
 */
final class Simulation {

	private final long first;

	private final long seeds;

	private final Coverage coverage = new Coverage();

	private final List<Found> found = new ArrayList<>();

	private final int mostFound;

	private volatile boolean enough;

	private volatile @Nullable Throwable failure;

	private Simulation(long first, long seeds, int mostFound) {
		this.first = first;
		this.seeds = seeds;
		this.mostFound = mostFound;
	}

	/**
	 * Run seeds.
	 * @param first the first of them
	 * @param seeds how many there are
	 * @param mostFound how many failures end it
	 */
	static Simulation of(long first, long seeds, int mostFound) {
		Simulation simulation = new Simulation(first, seeds, mostFound);
		simulation.run();
		return simulation;
	}

	/**
	 * Run once more what failed.
	 * @param text the line that the failure printed
	 * @return the run
	 */
	static Run replay(String text) {
		try (Hosts hosts = new Hosts("replay")) {
			return Run.of(Choices.recorded(ChoiceText.read(text)), hosts, true);
		}
	}

	private void run() {
		AtomicLong next = new AtomicLong(this.first);
		List<Thread> workers = new ArrayList<>();
		Thread.UncaughtExceptionHandler broken = (thread, ex) -> {
			this.failure = ex;
			this.enough = true;
		};
		for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
			String name = "simulation-" + i;
			Thread worker = new Thread(() -> work(next, name), name);
			worker.setUncaughtExceptionHandler(broken);
			workers.add(worker);
			worker.start();
		}
		for (Thread worker : workers) {
			try {
				worker.join();
			}
			catch (InterruptedException ex) {
				this.enough = true;
				Thread.currentThread().interrupt();
			}
		}
		if (this.failure != null) {
			throw new IllegalStateException("The simulation itself has failed", this.failure);
		}
	}

	private void work(AtomicLong next, String name) {
		Coverage mine = new Coverage();
		try (Hosts hosts = new Hosts(name)) {
			long seed = next.getAndIncrement();
			while (!this.enough && seed < this.first + this.seeds) {
				Run run = Run.of(Choices.random(seed), hosts, false);
				mine.add(run.coverage());
				mine.count("seeds");
				mine.add("steps", run.steps());
				if (run.failure() != null) {
					found(seed, run);
				}
				seed = next.getAndIncrement();
			}
		}
		synchronized (this) {
			this.coverage.add(mine);
		}
	}

	private synchronized void found(long seed, Run run) {
		this.found.add(new Found(seed, run));
		this.enough |= this.found.size() >= this.mostFound;
	}

	Coverage coverage() {
		return this.coverage;
	}

	List<Found> found() {
		return this.found;
	}

	@Nullable Found firstFound() {
		return this.found.isEmpty() ? null : this.found.get(0);
	}

	/**
	 * Failure of a seed.
	 *
	 * @param seed the seed
	 * @param run the run
	 */
	record Found(long seed, Run run) {
	}

}
