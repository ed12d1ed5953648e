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

package io.github.warmcache.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/**
 * What a hit in the heap costs, by the cache itself and by a cached method.
 */
final class HitSuite implements Suite {

	private static final String SPRING = HitSubjects.SPRING.display();

	private static final String SPRING_CALL = CallSubjects.SPRING.display();

	private static final String[] IN_CAFFEINE = names(HitSubjects.WARMCACHE, HitSubjects.CAFFEINE, HitSubjects.COARSE,
			HitSubjects.SPRING);

	private static final String[] PEERS = names(HitSubjects.SUPPIERK, HitSubjects.JETCACHE, HitSubjects.REDISSON);

	private static final String[] SIZES = { "10000", "100000", "1000000" };

	private static String[] names(Enum<?>... subjects) {
		return Arrays.stream(subjects).map(Enum::name).toArray(String[]::new);
	}

	@Override
	public String name() {
		return "hits";
	}

	@Override
	public void measure(Figures figures, Effort effort) throws Exception {
		if (effort.isShort()) {
			hits(figures, hit(effort, "get", 1).param("subject", names(HitSubjects.WARMCACHE, HitSubjects.SPRING)));
			calls(figures,
					Jmh.options(effort)
						.include(CallBenchmark.class.getName() + ".(simple|named)$")
						.param("subject", names(CallSubjects.WARMCACHE, CallSubjects.SPRING)));
			return;
		}
		for (int threads = 1; threads <= 2; threads++) {
			hits(figures, hit(effort, "get", threads).param("subject", IN_CAFFEINE).param("full", "true", "false"));
		}
		hits(figures, hit(effort, "getOrLoad", 1).param("subject", IN_CAFFEINE));
		hits(figures, hit(effort, "(get|getOrLoad)", 1).param("subject", PEERS));
		hits(figures, hit(effort, "get", 1).param("subject", IN_CAFFEINE).param("expiring", "false"));
		calls(figures,
				Jmh.options(effort)
					.include(CallBenchmark.class.getName() + ".(simple|named)$")
					.param("subject", names(CallSubjects.values())));
		calls(figures,
				Jmh.options(effort)
					.include(CallBenchmark.class.getName() + ".path$")
					.param("subject", names(CallSubjects.WARMCACHE, CallSubjects.SPRING)));
	}

	@Override
	public void measureLarge(Figures figures) throws Exception {
		growth(figures);
	}

	/**
	 * Measure what more entries cost, as factors: what a look-up in a larger map costs is
	 * that of its memory, whosever it is.
	 */
	private static void growth(Figures figures) throws RunnerException {
		Figures taken = new Figures();
		Jmh.run(taken, hit(Effort.WHOLE, "get", 1).param("subject", names(HitSubjects.WARMCACHE, HitSubjects.CAFFEINE))
			.param("entries", SIZES), (result) -> result.getParams().getParam("entries"), HitSuite::hitSubject);
		for (String subject : taken.subjects(SIZES[0])) {
			double least = taken.find(SIZES[0], subject).orElseThrow().median();
			for (int i = 1; i < SIZES.length; i++) {
				figures.add(growthRow(SIZES[i]), subject, taken.find(SIZES[i], subject).orElseThrow().median() / least,
						"x");
			}
		}
	}

	private static ChainedOptionsBuilder hit(Effort effort, String methods, int threads) {
		return Jmh.options(effort).include(HitBenchmark.class.getName() + "." + methods + "$").threads(threads);
	}

	private static void hits(Figures figures, ChainedOptionsBuilder options) throws RunnerException {
		Jmh.run(figures, options, HitSuite::hitRow, HitSuite::hitSubject);
	}

	private static void calls(Figures figures, ChainedOptionsBuilder options) throws RunnerException {
		Jmh.run(figures, options, HitSuite::callRow,
				(result) -> CallSubjects.valueOf(result.getParams().getParam("subject")).display());
	}

	private static String hitSubject(RunResult result) {
		return HitSubjects.valueOf(result.getParams().getParam("subject")).display();
	}

	private static String hitRow(RunResult result) {
		return hitRow(method(result), Boolean.parseBoolean(result.getParams().getParam("expiring")),
				Boolean.parseBoolean(result.getParams().getParam("full")), result.getParams().getThreads());
	}

	private static String hitRow(String method, boolean expiring, boolean full, int threads) {
		return "L1 hit: %s, %s, %s, %s".formatted(method.equals("get") ? "get(key)" : "get(key, loader)",
				expiring ? "TTL" : "no TTL", full ? "nearly full" : "mostly empty",
				(threads == 1) ? "1 thread" : threads + " threads");
	}

	private static String growthRow(String entries) {
		return "L1 hit: %s entries to 10000, as a factor".formatted(entries);
	}

	private static String callRow(RunResult result) {
		return callRow(method(result));
	}

	private static String callRow(String method) {
		return switch (method) {
			case "simple" -> "Cached method, hit: simple key";
			case "named" -> "Cached method, hit: key #id";
			default -> "Cached method, hit: key #request.id";
		};
	}

	private static String method(RunResult result) {
		String benchmark = result.getParams().getBenchmark();
		return benchmark.substring(benchmark.lastIndexOf('.') + 1);
	}

	@Override
	public List<Target> targets() {
		String judged = hitRow("get", true, true, 1);
		Stream<Target> hits = Stream.of(Target.atMost(judged, Figures.OURS, 0.7, SPRING).inShort(),
				Target.atMost(hitRow("get", true, false, 1), Figures.OURS, 0.7, SPRING),
				Target.atMost(hitRow("get", true, true, 2), Figures.OURS, 0.7, SPRING),
				Target.atMost(hitRow("get", true, false, 2), Figures.OURS, 0.7, SPRING),
				Target.exactly(judged + ", allocated", Figures.OURS, 0).inShort(),
				Target.atMost(growthRow(SIZES[2]), Figures.OURS, 1.1, HitSubjects.CAFFEINE.display()));
		Stream<Target> peers = Arrays.stream(PEERS)
			.map((peer) -> Target.atMost(judged, Figures.OURS, 1, HitSubjects.valueOf(peer).display()));
		Stream<Target> calls = Stream.of(Target.atMost(callRow("simple"), Figures.OURS, 0.5, SPRING_CALL).inShort(),
				Target.noMoreThan(callRow("simple") + ", allocated", Figures.OURS, 150).inShort(),
				Target.atMost(callRow("named"), Figures.OURS, 0.7, SPRING_CALL).inShort(),
				Target.atMost(callRow("path"), Figures.OURS, 0.7, SPRING_CALL));
		return Stream.of(hits, peers, calls).flatMap((targets) -> targets).toList();
	}

}
