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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.github.warmcache.benchmarks.RedisWarmupApplication.City;

/**
 * Fills caches from Redis and from a snapshot, by Warmcache and by hand, one after the
 * other and again.
 */
final class RedisWarmupRun {

	private final RawWarmups raw;

	private final List<City> cities;

	private final List<String> redis;

	private final List<Subject> subjects = new ArrayList<>();

	private RedisWarmupRun(RawWarmups raw, List<City> cities, List<String> redis) {
		this.raw = raw;
		this.cities = cities;
		this.redis = redis;
	}

	/**
	 * Run.
	 * @param arguments host and port of Redis, the number of rows, a directory for
	 * snapshots, how often to do all before it is measured and then, and {@code rate},
	 * {@code heap}, or what is in the name of the one subject to be run
	 */
	public static void main(String[] arguments) throws Exception {
		String host = arguments[0];
		int port = Integer.parseInt(arguments[1]);
		int rows = Integer.parseInt(arguments[2]);
		try (RawWarmups raw = new RawWarmups(host, port, rows)) {
			RedisWarmupRun run = new RedisWarmupRun(raw, CityData.cities(rows),
					List.of("spring.data.redis.host=" + host, "spring.data.redis.port=" + port));
			run.prepare(arguments[3]);
			int before = Integer.parseInt(arguments[4]);
			int measured = Integer.parseInt(arguments[5]);
			switch (arguments[6]) {
				case "heap" -> run.measureHeap();
				case "rate" -> run.measureRates(before, measured);
				default -> {
					run.subjects.removeIf((subject) -> !(subject.row() + subject.name()).contains(arguments[6]));
					run.measureRates(before, measured);
				}
			}
		}
	}

	private void prepare(String directory) throws Exception {
		List<String> shared = with("warmcache.caches.cities.source.bean=rows",
				"warmcache.caches.cities.warmup.from=shared,source");
		List<String> snapshot = with("warmcache.snapshots.directory=" + directory,
				"warmcache.caches.cities.source.bean=rows", "warmcache.caches.cities.warmup.from=snapshot,source");
		List<String> hash = with("warmcache.caches.cities.source.redis-hash.key=" + RedisWarmupApplication.HASH,
				"warmcache.caches.cities.warmup.from=source", "warmcache.caches.cities.shared.enabled=false");
		this.raw.flush();
		this.raw.fillHash(this.cities);
		Path file = Path.of(directory, "cities.snapshot");
		Files.deleteIfExists(file);
		RedisWarmupApplication.fill("source", this.cities.size(),
				Stream.concat(snapshot.stream(), Stream.of("warmcache.snapshots.interval=1s")).toList(),
				() -> Files.exists(file));
		add(RedisWarmupSuite.HASH, Figures.OURS, () -> fill("source", hash));
		add(RedisWarmupSuite.HASH, RedisWarmupSuite.RAW, this.raw::hash);
		add(RedisWarmupSuite.SHARED, Figures.OURS, () -> fill("shared", shared));
		add(RedisWarmupSuite.SHARED, RedisWarmupSuite.RAW, this.raw::sharedTier);
		add(RedisWarmupSuite.SNAPSHOT, Figures.OURS, () -> fill("snapshot", snapshot));
		add(RedisWarmupSuite.SNAPSHOT, RedisWarmupSuite.PUT, () -> this.raw.put(this.cities));
	}

	private List<String> with(String... properties) {
		return Stream.concat(this.redis.stream(), Arrays.stream(properties)).toList();
	}

	private double fill(String warmer, List<String> properties) {
		return RedisWarmupApplication.fill(warmer, this.cities.size(), properties);
	}

	private void add(String row, String subject, Callable<Double> task) {
		this.subjects.add(new Subject(RedisWarmupSuite.row(row, this.cities.size()), subject, task, new ArrayList<>()));
	}

	private void measureRates(int before, int measured) throws Exception {
		for (int i = 0; i < before + measured; i++) {
			for (Subject subject : this.subjects) {
				// So that nobody pays for the garbage of the one before.
				System.gc();
				double rate = subject.task().call();
				Console.output().printf("%s, %s: %.0f%n", subject.row(), subject.name(), rate);
				if (i >= before) {
					subject.rates().add(rate);
				}
			}
		}
		double fastest = 0;
		String snapshot = RedisWarmupSuite.row(RedisWarmupSuite.SNAPSHOT, this.cities.size());
		for (Subject subject : this.subjects) {
			ChildJvm.report(subject.row(), subject.name(), subject.median(), "entries/s");
			if (subject.name().equals(Figures.OURS) && !subject.row().equals(snapshot)) {
				fastest = Math.max(fastest, subject.median());
			}
		}
		ChildJvm.report(snapshot, RedisWarmupSuite.FASTEST, fastest, "entries/s");
	}

	private void measureHeap() throws Exception {
		for (Subject subject : this.subjects) {
			ChildJvm.report(subject.row() + ", peak heap", subject.name(), HeapWatch.during(subject.task()), "MiB");
		}
	}

	/**
	 * One way to fill a cache.
	 *
	 * @param row what is filled from what
	 * @param name who does it
	 * @param task does it, and returns entries a second
	 * @param rates what it returned
	 */
	private record Subject(String row, String name, Callable<Double> task, List<Double> rates) {

		double median() {
			return this.rates.stream().sorted().toList().get(this.rates.size() / 2);
		}

	}

}
