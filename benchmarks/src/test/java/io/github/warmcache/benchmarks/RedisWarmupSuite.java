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
import java.util.List;

import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;

import org.springframework.util.FileSystemUtils;

/**
 * Warm-ups from Redis and from a file, beside the same by hand.
 */
final class RedisWarmupSuite implements Suite {

	static final String HASH = "warm-up from a Redis hash";

	static final String SHARED = "warm-up from the shared tier";

	static final String SNAPSHOT = "warm-up from a snapshot";

	static final String RAW = Figures.LIMIT + "raw Lettuce loop";

	static final String PUT = Figures.LIMIT + "bare Caffeine put loop";

	static final String FASTEST = "Warmcache's fastest from Redis";

	private static final int MILLION = 1_000_000;

	/**
	 * Numbers of entries of a whole run.
	 */
	private static final List<Integer> SIZES = List.of(CityData.CITIES, MILLION);

	/**
	 * Room for all that filling a cache allocates: collections would hit whoever runs
	 * when one is due.
	 */
	private static final List<String> FAST = List.of("-Xms4g", "-Xmx4g", "-Xmn2g", "-XX:+UseSerialGC");

	/**
	 * A young generation that is collected so often that what is left after collections
	 * is what has to be kept.
	 */
	private static final List<String> FRUGAL = List.of("-Xmx2g", "-Xmn16m", "-XX:+UseSerialGC");

	private OwnRedisServer redis;

	private Path directory;

	@Override
	public String name() {
		return "redis-warmup";
	}

	@Override
	public void prepare(Effort effort) throws Exception {
		this.redis = Servers.newRedis();
		this.directory = Files.createTempDirectory("warmcache-benchmark");
	}

	@Override
	public void measure(Figures figures, Effort effort) throws Exception {
		run(figures, FAST, CityData.CITIES, effort.isShort() ? 3 : 5, effort.isShort() ? 1 : 2, "rate");
	}

	@Override
	public void measureLarge(Figures figures) throws Exception {
		run(figures, FRUGAL, CityData.CITIES, 0, 1, "heap");
		run(figures, FAST, MILLION, 1, 1, "rate");
	}

	private void run(Figures figures, List<String> options, int size, int before, int measured, String what)
			throws Exception {
		List<String> jvm = new ArrayList<>(options);
		jvm.add("-Dlogging.level.root=error");
		ChildJvm.run(figures, RedisWarmupRun.class, jvm, "127.0.0.1", Integer.toString(this.redis.port()),
				Integer.toString(size), this.directory.toString(), Integer.toString(before), Integer.toString(measured),
				what);
	}

	/**
	 * Return the row of an amount of entries.
	 */
	static String row(String row, int entries) {
		return "%s, %,d entries".formatted(row, entries);
	}

	@Override
	public List<Target> targets() {
		List<Target> targets = new ArrayList<>();
		for (int size : SIZES) {
			boolean isShort = size == SIZES.get(0);
			List<Target> ofSize = List.of(Target.atLeast(row(HASH, size), Figures.OURS, 0.8, RAW),
					Target.atLeast(row(SHARED, size), Figures.OURS, 0.8, RAW),
					Target.atLeast(row(SNAPSHOT, size), Figures.OURS, 2, FASTEST));
			ofSize.forEach((target) -> targets.add(isShort ? target.inShort() : target));
		}
		return targets;
	}

	@Override
	public void close() throws Exception {
		this.redis.close();
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
