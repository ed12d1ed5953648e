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

package io.github.warmcache.warmup.fill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MemoryGuard} with the heaps of real processes.
 */
@Tag("slow")
class MemoryGuardProcessTests {

	private static final Pattern FILLED = Pattern.compile("cities DEGRADED, (\\d+) of (\\d+)");

	@ParameterizedTest
	@ValueSource(strings = { "-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseG1GC" })
	void aHeapOfAQuarterOfTheSetIsFilledInPart(String collector) throws Exception {
		Process process = start(collector, "0.85");
		try {
			List<String> lines = process.inputReader().lines().toList();
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(lines).noneMatch((line) -> line.contains("OutOfMemoryError"))
				.anyMatch((line) -> line.contains("ready true, DEGRADED"))
				.anyMatch((line) -> line.contains("tags DEGRADED, "));
			assertThat(process.exitValue()).isZero();
			Matcher filled = FILLED.matcher(String.join("\n", lines));
			assertThat(filled.find()).isTrue();
			assertThat(Long.parseLong(filled.group(1))).isBetween(10_000L, Long.parseLong(filled.group(2)) / 4);
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void withoutTheGuardTheSameHeapIsExhausted() throws Exception {
		Process process = start("-XX:+UseSerialGC", "1");
		try {
			List<String> lines = process.inputReader().lines().toList();
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(lines).anyMatch((line) -> line.contains("OutOfMemoryError"));
			assertThat(process.exitValue()).isNotZero();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static Process start(String collector, String watermark) throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
				collector, "-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path"),
				FilledHeap.class.getName(), watermark)
			.redirectErrorStream(true)
			.start();
	}

}
