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
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.faults.Fault.Limits;
import io.github.warmcache.faults.Fault.Load;
import io.github.warmcache.faults.Stage.Window;
import io.github.warmcache.faults.Stalls.Stall;
import io.github.warmcache.faults.pod.CacheNames;

/**
 * What is measured by asking for it instead of by general load.
 */
final class Scenarios {

	private static final int THREADS = 64;

	/** As in pod.yaml. */
	private static final double LOAD_TIMEOUT_MILLIS = 2000;

	/** What Spring's data access throws without any cache. */
	private static final String OWN_EXCEPTION = ": CannotGetJdbcConnectionException by ";

	private final int rounds;

	private final double propagationMillis;

	/**
	 * Creates them.
	 * @param rounds how many changes the propagation is measured with
	 * @param propagationMillis what the slowest hundredth of them may take
	 */
	Scenarios(int rounds, double propagationMillis) {
		this.rounds = rounds;
		this.propagationMillis = propagationMillis;
	}

	List<Fault> all() {
		return List.of(new Fault("propagation between pods", Load.USUAL, Limits.NONE, this::propagation),
				new Fault("cold key, 3 pods x 64 threads", Load.NONE, Limits.NONE, (stage) -> coldKey(stage, 1)),
				new Fault("cold key without redis", Load.NONE, Limits.NONE, this::coldKeyWithoutRedis),
				new Fault("10,000 keys loaded together", Load.NONE, Limits.NONE, this::spread),
				new Fault("postgres down: warm, stale, missing", Load.NONE, Limits.NONE, this::withoutDatabase));
	}

	private void propagation(Stage stage) {
		PodProcess writer = stage.fleet().pods().get(0);
		PodProcess reader = stage.fleet().pods().get(1);
		int key = newKeys(stage, CacheNames.EVICTED, 20);
		Set<Integer> involved = Set.of(writer.number(), reader.number(), Stalls.SUITE);
		List<long[]> measured = new ArrayList<>();
		int never = 0;
		for (int i = 0; i < this.rounds && never < 3; i++) {
			String place = CacheNames.EVICTED + " " + (key + i % 20);
			long version = Long.parseLong(reader.tell("read " + place));
			CompletableFuture<String> seen = reader.ask("poll " + place + " " + (version + 1));
			// Reads are under way when the change comes.
			stage.hold(0.002);
			String changed = writer.tell("change " + place);
			long returned = Long.parseLong(changed.split(" ")[1]);
			String at = seen.orTimeout(20, TimeUnit.SECONDS).join();
			if ("never".equals(at)) {
				never++;
			}
			measured.add(new long[] { returned,
					"never".equals(at) ? returned + TimeUnit.SECONDS.toNanos(5) : Long.parseLong(at) });
		}
		stage.fleet().awaitStalls();
		// What a process that did not get to run was late by is no measure of anything.
		long[] nanos = measured.stream()
			.mapToLong((times) -> times[1] - times[0] - stage.fleet().stalls().nanos(times[0], times[1], involved))
			.map((time) -> Math.max(0, time))
			.toArray();
		double p50 = Figures.percentile(nanos, 50) / 1e6;
		double p99 = Figures.percentile(nanos, 99) / 1e6;
		stage.note("p50 %.2f ms, p99 %.2f ms, slowest %.2f ms of %d".formatted(p50, p99,
				Arrays.stream(nanos).max().orElse(0) / 1e6, nanos.length));
		if (p99 > this.propagationMillis) {
			stage.problem("p99 of the propagation is above " + this.propagationMillis + " ms");
		}
	}

	private void coldKey(Stage stage, int mostLoads) {
		stage.fleet().database().brake(0.2);
		int key = newKeys(stage, CacheNames.EVICTED, 1);
		long before = loads(stage);
		long at = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
		List<String> failed = stage.fleet()
			.tellAll("stampede %d %d %d %d".formatted(CacheNames.EVICTED, key, THREADS, at));
		stage.fleet().database().brake(0);
		long loads = loads(stage) - before;
		stage.note(loads + " loads for " + THREADS * failed.size() + " callers");
		stage.fleet().awaitStalls();
		// Who misses the 200 ms of a command has to do without Redis.
		boolean starved = stage.fleet().stalls().between(at, System.nanoTime()).stream().anyMatch(Stall::isLong);
		int most = starved ? stage.fleet().pods().size() : mostLoads;
		if (loads < 1 || loads > most || !failed.stream().allMatch("0"::equals)) {
			stage.problem("%d loads, at most %d expected; failed calls by pod: %s".formatted(loads, most, failed));
		}
	}

	private void coldKeyWithoutRedis(Stage stage) {
		Window window = stage.redisFails(true);
		stage.redis().redis().kill();
		try {
			coldKey(stage, stage.fleet().pods().size());
		}
		finally {
			stage.redis().redis().start();
			window.heals();
		}
	}

	private static long loads(Stage stage) {
		return stage.fleet().tellAll("loads").stream().mapToLong(Long::parseLong).sum();
	}

	private static int newKeys(Stage stage, int cache, int count) {
		int first = stage.fleet().newKeys(count);
		stage.fleet()
			.database()
			.execute("insert into item (cache, key) select %d, key from generate_series(%d, %d) key".formatted(cache,
					first, first + count - 1));
		return first;
	}

	private void spread(Stage stage) {
		String[] lives = stage.fleet().pods().get(0).tell("spread 10000").split(" ");
		double shortest = Double.parseDouble(lives[0]);
		double longest = Double.parseDouble(lives[1]);
		double share = (longest - shortest) / longest;
		stage.note("98 of 100 lived from %.0f to %.0f ms, %.0f %% of it".formatted(shortest, longest, share * 100));
		if (share < 0.1) {
			stage.problem("the entries expired over less than 10 % of their time to live");
		}
	}

	private void withoutDatabase(Stage stage) {
		Fleet fleet = stage.fleet();
		int missing = newKeys(stage, CacheNames.EVICTED, 5);
		fleet.sweep();
		// Longer than the cache that may be stale keeps anything in either tier.
		stage.hold(3);
		List<Answer> answers = new ArrayList<>();
		Window window = stage.databaseFails();
		fleet.database().server().kill();
		try {
			List<CompletableFuture<Void>> reads = new ArrayList<>();
			for (PodProcess pod : fleet.pods()) {
				for (int key = 0; key < 10; key++) {
					reads.add(expect(answers, pod, CacheNames.EVICTED, key, true));
					reads.add(expect(answers, pod, CacheNames.PUT, key, true));
					reads.add(expect(answers, pod, CacheNames.SOURCED, key, true));
				}
				for (int key = 0; key < 5; key++) {
					reads.add(expect(answers, pod, CacheNames.STALE, key, true));
					reads.add(expect(answers, pod, CacheNames.EVICTED, missing + key, false));
				}
			}
			reads.forEach(CompletableFuture::join);
		}
		finally {
			fleet.database().server().start();
			fleet.awaitDatabase();
			window.heals();
		}
		List<String> texts = fleet.failureTexts();
		stage.note("misses threw " + texts.stream().map((text) -> text.replaceAll(" by .*", "")).distinct().toList());
		texts.stream().filter((text) -> !text.contains(OWN_EXCEPTION)).forEach(stage::problem);
		fleet.awaitStalls();
		answers.stream()
			.filter((answer) -> answer.isWrong(fleet.stalls()))
			.limit(5)
			.forEach((answer) -> stage.problem(answer.toString()));
	}

	private static CompletableFuture<Void> expect(List<Answer> answers, PodProcess pod, int cache, int key,
			boolean expected) {
		long start = System.nanoTime();
		return pod.ask("read %d %d".formatted(cache, key)).orTimeout(30, TimeUnit.SECONDS).thenAccept((text) -> {
			Answer answer = new Answer(pod.number(), cache, expected, Long.parseLong(text) >= 0, start,
					System.nanoTime());
			synchronized (answers) {
				answers.add(answer);
			}
		});
	}

	/**
	 * Whether a pod served a value while the database was down, and how long that took.
	 */
	private record Answer(int pod, int cache, boolean expected, boolean served, long start, long end) {

		boolean isWrong(Stalls stalls) {
			long stalled = stalls.nanos(this.start, this.end, Set.of(this.pod, Stalls.SUITE));
			return this.served != this.expected || (this.end - this.start - stalled) / 1e6 > LOAD_TIMEOUT_MILLIS + 500;
		}

		@Override
		public String toString() {
			return "pod %d, cache %s: %s after %.0f ms".formatted(this.pod, CacheNames.ALL.get(this.cache),
					this.served ? "served" : "threw", (this.end - this.start) / 1e6);
		}

	}

}
