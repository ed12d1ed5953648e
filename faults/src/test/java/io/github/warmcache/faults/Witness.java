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

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.faults.Oracle.Heard;
import io.github.warmcache.faults.pod.CacheNames;
import io.github.warmcache.faults.pod.Call;

/**
 * Looks at what pods say while a fault goes on, and writes down around each violation
 * what it is understood by: what was done to the fleet, who did not get to run, and the
 * history of the key.
 */
final class Witness implements AutoCloseable {

	private static final int STORIES = 20;

	/** By then, every pod that runs has told of what it did. */
	private static final long KNOWN_AFTER = TimeUnit.SECONDS.toNanos(3);

	private static final long PERIOD_MILLIS = 500;

	private static final long AROUND = TimeUnit.SECONDS.toNanos(10);

	private static final long BEFORE = TimeUnit.SECONDS.toNanos(30);

	private final Fleet fleet;

	private final Stage stage;

	private final Evidence evidence;

	private final Set<Violation> told = new LinkedHashSet<>();

	private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread created = new Thread(task, "witness");
		created.setDaemon(true);
		return created;
	});

	Witness(Fleet fleet, Stage stage, Evidence evidence) {
		this.fleet = fleet;
		this.stage = stage;
		this.evidence = evidence;
		this.thread.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
	}

	private void look() {
		try {
			tell(this.fleet.oracle().glance(this.stage.excuses(), System.nanoTime() - KNOWN_AFTER));
		}
		catch (RuntimeException ex) {
			// Otherwise nobody would hear of it, nor of anything after it.
			this.evidence.say("the witness failed: " + ex);
		}
	}

	/**
	 * Adds what was found in the end, and takes back what has an excuse after all.
	 */
	void conclude(Verdict verdict) {
		close();
		tell(verdict.violations());
		synchronized (this.told) {
			Set<Violation> excused = new LinkedHashSet<>(this.told);
			excused.removeIf((violation) -> contains(verdict, violation));
			excused.forEach((violation) -> this.evidence.say("EXCUSED after all: " + violation));
		}
	}

	/**
	 * What was the newest version may be known better later.
	 */
	private static boolean contains(Verdict verdict, Violation violation) {
		return verdict.violations()
			.stream()
			.anyMatch((other) -> other.pod() == violation.pod() && other.call().equals(violation.call()));
	}

	private void tell(List<Violation> violations) {
		synchronized (this.told) {
			for (Violation violation : violations) {
				if (this.told.stream()
					.noneMatch((other) -> other.pod() == violation.pod() && other.call().equals(violation.call()))) {
					this.told.add(violation);
					List<String> lines = new ArrayList<>();
					lines.add("VIOLATION " + this.told.size() + ": " + violation);
					if (this.told.size() <= STORIES) {
						lines.addAll(story(violation));
					}
					this.evidence.write(lines);
				}
			}
		}
	}

	private List<String> story(Violation violation) {
		Call call = violation.call();
		List<String> lines = new ArrayList<>();
		lines.add("  done to the fleet in the 30 s before:");
		this.stage.chronicle().between(call.start() - BEFORE, call.end()).forEach((line) -> lines.add("    " + line));
		this.stage.excuses()
			.stream()
			.filter((excuse) -> excuse.touches(excuse.pod(), call.start() - BEFORE, call.end()))
			.forEach((excuse) -> lines.add("    excused " + excuse));
		lines.add("  who did not get to run in the 10 s before:");
		this.fleet.stalls().between(call.start() - AROUND, call.end()).forEach((stall) -> lines.add("    " + stall));
		lines.add("  what pods did with key %d of cache %s, in ms before and after:".formatted(call.key(),
				CacheNames.ALL.get(call.cache())));
		this.fleet.oracle().around(call, AROUND).forEach((heard) -> lines.add(line(heard, violation)));
		lines.add("  what Redis has of the key when this is written:");
		this.fleet.topology()
			.look(CacheNames.ALL.get(call.cache()), call.key())
			.forEach((line) -> lines.add("    " + line));
		lines.add("  what pods and Redis said to each other about the key, in ms before and after:");
		this.fleet.topology()
			.exchanges(CacheNames.ALL.get(call.cache()), call.key(), call.start(), AROUND)
			.forEach((line) -> lines.add("    " + line));
		return lines;
	}

	private static String line(Heard heard, Violation violation) {
		Call call = heard.call();
		long origin = violation.call().start();
		String what = switch (call.kind()) {
			case READ -> "read version %d from %s".formatted(call.version(), CacheTier.values()[call.tier()]);
			case FAILED_READ -> "read in vain";
			case WRITE -> "committed version " + call.version();
			case ROLLBACK -> "rolled back version " + call.version();
			case FAILED_WRITE -> "failed to change it, or did";
		};
		return "    %s %+9.1f to %+9.1f pod %d %s".formatted(
				(heard.pod() == violation.pod() && call.equals(violation.call())) ? ">>" : "  ",
				(call.start() - origin) / 1e6, (call.end() - origin) / 1e6, heard.pod(), what);
	}

	@Override
	public void close() {
		this.thread.shutdown();
		try {
			this.thread.awaitTermination(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
