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
import java.util.Arrays;
import java.util.List;

/**
 * How busy the cores of the machine are, whoever uses them.
 */
final class Machine {

	private static final Path STATISTICS = Path.of("/proc/stat");

	/** Idle, and idle while it waits for a disk. */
	private static final int[] IDLE = { 3, 4 };

	/** What comes after these was counted before. */
	private static final int COLUMNS = 8;

	private final int cores;

	private Ticks last;

	Machine() {
		this(Runtime.getRuntime().availableProcessors(), read());
	}

	Machine(int cores, List<String> statistics) {
		this.cores = cores;
		this.last = Ticks.of(statistics);
	}

	/**
	 * Return the share of the cores that was used since the last call. Where this process
	 * may use a part of them only, more than 1 is possible.
	 */
	double busy() {
		return busy(read());
	}

	double busy(List<String> statistics) {
		Ticks now = Ticks.of(statistics);
		Ticks before = this.last;
		this.last = now;
		long all = now.all - before.all;
		return (all > 0) ? (double) (all - now.idle + before.idle) / all * now.cores / this.cores : 0;
	}

	private static List<String> read() {
		try {
			return Files.readAllLines(STATISTICS);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private record Ticks(int cores, long all, long idle) {

		static Ticks of(List<String> statistics) {
			long[] ticks = Arrays.stream(statistics.get(0).split(" +"))
				.skip(1)
				.limit(COLUMNS)
				.mapToLong(Long::parseLong)
				.toArray();
			int cores = (int) statistics.stream().filter((line) -> line.matches("cpu\\d.*")).count();
			return new Ticks(cores, Arrays.stream(ticks).sum(), Arrays.stream(IDLE).mapToLong((i) -> ticks[i]).sum());
		}

	}

}
