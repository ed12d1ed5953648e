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

package io.github.warmcache.autoconfigure.health;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what only a whole process shows: when it ends, and how.
 */
@Tag("slow")
class WarmupProcessTests {

	@Test
	void aSignalEndsAProcessThatIsWarmingInTimeAndWithoutNoise() throws Exception {
		try (RunningProcess process = new RunningProcess("--spring.main.web-application-type=servlet",
				"--server.port=0")) {
			process.awaitLine(WarmedProcess.HALF_WAY);
			long before = System.nanoTime();
			process.signalToEnd();
			assertThat(process.awaitEnd()).isEqualTo(143);
			assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(5));
			assertThat(process.lines()).anyMatch((line) -> line.contains("The warm-up was cancelled"))
				.noneMatch((line) -> line.contains("Application run failed"))
				.noneMatch((line) -> line.startsWith("\tat "))
				.noneMatch((line) -> line.contains("Exception in thread"))
				.noneMatch((line) -> line.contains(WarmedProcess.RUNNER));
		}
	}

	@Test
	void aProcessWithoutAWebServerEndsAfterItsWarmupAndNotBefore() throws Exception {
		try (RunningProcess process = new RunningProcess("--spring.main.web-application-type=none",
				"--warmcache.warmup.mode=background")) {
			process.awaitLine(WarmedProcess.HALF_WAY);
			process.awaitLine(WarmedProcess.MAIN_IS_OVER);
			assertThat(process.isAlive()).isTrue();
			process.open();
			assertThat(process.awaitEnd()).isZero();
			assertThat(process.lines()).anyMatch((line) -> line.contains("Caches are warm after"))
				.noneMatch((line) -> line.contains("warmcache.event"));
		}
	}

	@Test
	void structuredLogsHaveTheFactsOfAWarmUpAsFields() throws Exception {
		try (RunningProcess process = new RunningProcess("--spring.main.web-application-type=none",
				"--logging.structured.format.console=ecs")) {
			process.open();
			assertThat(process.awaitEnd()).isZero();
			JsonMapper json = new JsonMapper();
			assertThat(process.lines().stream().map(json::readTree)).anySatisfy((line) -> {
				assertThat(line.at("/message").asString()).startsWith("Cache 'cities' is filled from gated");
				assertThat(line.at("/warmcache/event").asString()).isEqualTo("warmup_cache_done");
				assertThat(line.at("/warmcache/cache").asString()).isEqualTo("cities");
				assertThat(line.at("/warmcache/entries").asInt()).isOne();
			});
		}
	}

	@Test
	void aStartThatFailsIsExitCodeOne() throws Exception {
		try (RunningProcess process = new RunningProcess("--spring.main.web-application-type=servlet",
				"--server.port=0", "--warmcache.warmup.deadline=200ms",
				"--warmcache.warmup.on-deadline=fail-startup")) {
			assertThat(process.awaitEnd()).isOne();
			assertThat(process.lines()).anyMatch((line) -> line.startsWith("The required caches are not filled after"));
		}
	}

	private static final class RunningProcess implements AutoCloseable {

		private final Process process;

		private final List<String> lines = new CopyOnWriteArrayList<>();

		private final Thread reader = new Thread(this::read, "process-output");

		RunningProcess(String... arguments) throws IOException {
			List<String> command = new ArrayList<>();
			command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
			command.add("-cp");
			command.add(System.getProperty("java.class.path"));
			command.add(WarmedProcess.class.getName());
			command.addAll(List.of(arguments));
			this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
			this.reader.start();
		}

		private void read() {
			try (BufferedReader output = this.process.inputReader()) {
				output.lines().forEach(this.lines::add);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		void awaitLine(String text) {
			await().atMost(60, TimeUnit.SECONDS)
				.untilAsserted(() -> assertThat(this.lines).anyMatch((line) -> line.contains(text)));
		}

		void signalToEnd() {
			// Process.destroy() would stop listening to it.
			this.process.toHandle().destroy();
		}

		void open() throws IOException {
			this.process.getOutputStream().close();
		}

		boolean isAlive() {
			return this.process.isAlive();
		}

		int awaitEnd() throws InterruptedException {
			assertThat(this.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			this.reader.join();
			return this.process.exitValue();
		}

		List<String> lines() {
			return this.lines;
		}

		@Override
		public void close() {
			this.process.destroyForcibly();
		}

	}

}
