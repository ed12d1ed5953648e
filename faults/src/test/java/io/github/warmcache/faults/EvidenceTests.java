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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Evidence} and {@link Chronicle}.
 */
class EvidenceTests {

	@TempDir
	private Path directory;

	@Test
	void whatIsSaidIsInTheFileAtOnce() throws IOException {
		Evidence evidence = Evidence.begin(this.directory, 4711);
		evidence.say("something");
		evidence.write(List.of("two", "lines"));
		assertThat(evidence.file().getFileName().toString()).contains("seed-4711");
		assertThat(Files.readAllLines(evidence.file())).hasSize(3)
			.satisfiesExactly((line) -> assertThat(line).matches("[\\d:.]{12} something"),
					(line) -> assertThat(line).isEqualTo("two"), (line) -> assertThat(line).isEqualTo("lines"));
	}

	@Test
	void whoeverBeginsAnotherFileCutsNone() throws IOException {
		Evidence first = Evidence.begin(this.directory, 1);
		first.say("of the first run");
		Evidence second = Evidence.begin(this.directory, 1);
		second.say("of the second run");
		first.say("more");
		assertThat(Files.readAllLines(first.file())).hasSize(2);
		assertThat(Files.readAllLines(second.file())).hasSize(1);
	}

	@Test
	void aChronicleTellsOfEverythingAtOnceAndKeepsWhenItWas() {
		Evidence evidence = Evidence.begin(this.directory, 1);
		Chronicle chronicle = new Chronicle(evidence::say);
		long before = System.nanoTime();
		Chronicle.Happening first = chronicle.begin("kill");
		assertThat(evidence.file()).content().contains("begins: kill");
		assertThat(chronicle.lines()).singleElement().asString().contains(" to now kill");
		first.remark("it took long");
		first.ends();
		long between = System.nanoTime();
		chronicle.happened("pod 3 joined");
		assertThat(chronicle.lines()).singleElement()
			.asString()
			.matches(".+ to .+ kill \\(it took long\\); .+ pod 3 joined");
		assertThat(chronicle.between(before - 2, before - 1)).isEmpty();
		assertThat(chronicle.between(between, System.nanoTime())).singleElement().asString().contains("pod 3 joined");
	}

}
