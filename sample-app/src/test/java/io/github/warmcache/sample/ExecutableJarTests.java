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

package io.github.warmcache.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.warmcache.testsupport.Servers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the packaged service in a JVM of its own. Run by Failsafe, after the jar is
 * there.
 */
@Tag("servers")
class ExecutableJarTests {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final Queue<String> log = new ConcurrentLinkedQueue<>();

	private final CompletableFuture<AtlasClient> listening = new CompletableFuture<>();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theJarStartsAndWarmsWithAndWithoutAheadOfTimeProcessing(boolean aheadOfTime) throws Exception {
		Process process = start(aheadOfTime);
		try {
			AtlasClient atlas = this.listening.get(120, TimeUnit.SECONDS);
			Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> atlas.readiness().status() == 200);
			assertThat(this.log.stream().anyMatch((line) -> line.contains("Starting AOT-processed SampleApplication")))
				.isEqualTo(aheadOfTime);
			assertThat(atlas.readiness().warmup("cities", "entries").asInt()).isEqualTo(AtlasClient.CITIES);
			assertThat(atlas.city(3169070).tier()).isEqualTo("local");
			assertThat(atlas.get("/countries/IT").tier()).isEqualTo("local");
			assertThat(atlas.get("/cities/top?country=IT").tier()).isEqualTo("method");
			assertThat(atlas.get("/cities/top?country=IT").tier()).isEqualTo("local");
		}
		catch (Exception | AssertionError ex) {
			ex.addSuppressed(new IllegalStateException("The log of the jar:\n" + String.join("\n", this.log)));
			throw ex;
		}
		finally {
			process.destroy();
			if (!process.waitFor(20, TimeUnit.SECONDS)) {
				process.destroyForcibly();
			}
		}
	}

	private Process start(boolean aheadOfTime) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-Dspring.aot.enabled=" + aheadOfTime);
		// A JVM that lives for seconds is not worth the time of the second compiler.
		command.add("-XX:TieredStopAtLevel=1");
		command.addAll(List.of("-jar", System.getProperty("atlas.jar"), "--server.port=0"));
		command.add("--warmcache.namespace=atlas-jar-tests-" + aheadOfTime);
		Arrays.stream(Servers.properties(Servers.redis(), Servers.postgres().newDatabase()))
			.forEach((property) -> command.add("--" + property));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		Thread reader = new Thread(() -> read(process), "atlas-log");
		reader.setDaemon(true);
		reader.start();
		return process;
	}

	private void read(Process process) {
		try (BufferedReader reader = process.inputReader()) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.log.add(line);
				Matcher matcher = PORT.matcher(line);
				if (matcher.find()) {
					this.listening.complete(new AtlasClient(Integer.parseInt(matcher.group(1))));
				}
			}
			this.listening.completeExceptionally(new IllegalStateException("The jar ended before it listened"));
		}
		catch (IOException ex) {
			this.listening.completeExceptionally(ex);
		}
	}

}
