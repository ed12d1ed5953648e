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

package io.github.warmcache.testsupport;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for how {@link Chromium} is found. That it runs is seen by those who use it.
 */
class ChromiumTests {

	@TempDir
	private Path directory;

	@Test
	void theFirstProgramOfThePathIsTaken() throws IOException {
		Path empty = Files.createDirectory(this.directory.resolve("empty"));
		Path program = program("google-chrome");
		assertThat(Chromium.find(null, empty + File.pathSeparator + this.directory)).isEqualTo(program);
	}

	@Test
	void theNamedProgramGoesFirst() throws IOException {
		program("chromium");
		Path named = program("my-browser");
		assertThat(Chromium.find(named.toString(), this.directory.toString())).isEqualTo(named);
	}

	@Test
	void aMissingProgramIsNamedWithTheWayToGetIt() {
		assertThatIllegalStateException().isThrownBy(() -> Chromium.find(null, this.directory.toString()))
			.withMessage("The tests of the console need Chromium, and none of chromium, chromium-browser, "
					+ "google-chrome, google-chrome-stable is on the PATH. Install it (on Debian: apt-get install "
					+ "chromium), or name it with -Dchromium=<program>.");
		assertThatIllegalStateException().isThrownBy(() -> Chromium.find("/no/browser", this.directory.toString()))
			.withMessageContaining("-Dchromium=/no/browser is no program");
	}

	private Path program(String name) throws IOException {
		Path file = Files.createFile(this.directory.resolve(name));
		assertThat(file.toFile().setExecutable(true)).isTrue();
		return file;
	}

}
