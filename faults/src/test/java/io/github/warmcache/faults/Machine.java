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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How much of the cores of the machine this run uses, and how much others do.
 */
final class Machine {

	private static final Path STATISTICS = Path.of("/proc/stat");

	/** Idle, and idle while it waits for a disk. */
	private static final int[] IDLE = { 3, 4 };

	/** What comes after these was counted before. */
	private static final int COLUMNS = 8;

	private final int cores = Runtime.getRuntime().availableProcessors();

	private Ticks ticks = Ticks.of(read());

	private Map<Long, Duration> own = own();

	private long at = System.nanoTime();

	/**
	 * Return what was used since the last call.
	 */
	Use use() {
		Ticks ticksBefore = this.ticks;
		Map<Long, Duration> ownBefore = this.own;
		long before = this.at;
		this.ticks = Ticks.of(read());
		this.own = own();
		this.at = System.nanoTime();
		long nanos = this.own.entrySet()
			.stream()
			.filter((process) -> ownBefore.containsKey(process.getKey()))
			.mapToLong((process) -> process.getValue().minus(ownBefore.get(process.getKey())).toNanos())
			.sum();
		double share = (double) nanos / (this.at - before) / this.cores;
		return new Use(share, Math.max(0, this.ticks.busySince(ticksBefore) * this.ticks.cores / this.cores - share));
	}

	/**
	 * What this process and those that it started have used. The database detaches
	 * itself, so that it counts among the others.
	 */
	private static Map<Long, Duration> own() {
		Map<Long, Duration> own = new HashMap<>();
		ProcessHandle self = ProcessHandle.current();
		Stream.concat(Stream.of(self), self.descendants())
			.forEach((process) -> process.info().totalCpuDuration().ifPresent((time) -> own.put(process.pid(), time)));
		return own;
	}

	private static List<String> read() {
		try {
			return Files.readAllLines(STATISTICS);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Shares of the cores that this run may use.
	 *
	 * @param own what this run used of them
	 * @param others what everybody else used; more than 1 where there are cores that this
	 * run may not use
	 */
	record Use(double own, double others) {

	}

	/**
	 * What the system has counted since it started.
	 *
	 * @param cores how many cores it counts
	 * @param all all time
	 * @param idle the time in which nothing ran
	 */
	record Ticks(int cores, long all, long idle) {

		static Ticks of(List<String> statistics) {
			long[] ticks = Arrays.stream(statistics.get(0).split(" +"))
				.skip(1)
				.limit(COLUMNS)
				.mapToLong(Long::parseLong)
				.toArray();
			int cores = (int) statistics.stream().filter((line) -> line.matches("cpu\\d.*")).count();
			return new Ticks(cores, Arrays.stream(ticks).sum(), Arrays.stream(IDLE).mapToLong((i) -> ticks[i]).sum());
		}

		double busySince(Ticks before) {
			long passed = this.all - before.all;
			return (passed > 0) ? (double) (passed - this.idle + before.idle) / passed : 0;
		}

	}

}
