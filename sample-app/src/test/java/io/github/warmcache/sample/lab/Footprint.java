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

package io.github.warmcache.sample.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a pod takes that serves nobody.
 *
 * @param startSeconds from the start of the process until it was ready
 * @param heapMebibytes what a full collection left in the heap
 * @param residentMebibytes memory of the process after that
 * @param classes number of loaded classes
 * @param threads number of threads
 * @param idleProcessorMillis milliseconds of a processor in each second
 * @param redisCalls calls of Redis in each second
 */
record Footprint(double startSeconds, double heapMebibytes, double residentMebibytes, double classes, double threads,
		double idleProcessorMillis, double redisCalls) {

	/**
	 * Return the median of each figure.
	 */
	static Footprint median(List<Footprint> runs) {
		return new Footprint(median(runs, Footprint::startSeconds), median(runs, Footprint::heapMebibytes),
				median(runs, Footprint::residentMebibytes), median(runs, Footprint::classes),
				median(runs, Footprint::threads), median(runs, Footprint::idleProcessorMillis),
				median(runs, Footprint::redisCalls));
	}

	private static double median(List<Footprint> runs, ToDoubleFunction<Footprint> figure) {
		return runs.stream().map(figure::applyAsDouble).sorted(Comparator.naturalOrder()).toList().get(runs.size() / 2);
	}

	/**
	 * Return the bytes in use after a full collection, in MiB.
	 */
	static double heap(long pid) {
		String total = diagnose(pid, "GC.class_histogram").lines()
			.filter((line) -> line.startsWith("Total"))
			.findFirst()
			.orElseThrow();
		return Long.parseLong(total.strip().split("\\s+")[2]) / 1048576.0;
	}

	static long classes(long pid) {
		return diagnose(pid, "PerfCounter.print").lines()
			.filter((line) -> line.startsWith("java.cls.loadedClasses=")
					|| line.startsWith("java.cls.sharedLoadedClasses="))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf('=') + 1).strip()))
			.sum();
	}

	/**
	 * Return a figure of the process as the kernel of a Linux tells it.
	 */
	static long ofProcess(long pid, String name) {
		try {
			String line = Files.readAllLines(Path.of("/proc/" + pid + "/status"))
				.stream()
				.filter((each) -> each.startsWith(name + ":"))
				.findFirst()
				.orElseThrow();
			return Long.parseLong(line.replaceAll("\\D", ""));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The kernel does not tell of process " + pid, ex);
		}
	}

	private static String diagnose(long pid, String command) {
		List<String> words = Arrays.asList(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
				Long.toString(pid), command);
		try {
			Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
			return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot run " + words, ex);
		}
	}

}
