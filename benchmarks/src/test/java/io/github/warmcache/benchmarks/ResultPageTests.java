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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ResultPage}.
 */
class ResultPageTests {

	@TempDir
	private Path directory;

	@Test
	void replacesWhatAnEarlierRunPrinted() throws IOException {
		Path file = this.directory.resolve("page.md");
		Files.writeString(file, "above\n<!-- begin of results -->\nold\n<!-- end of results -->\nbelow\n");
		new ResultPage(file).write("first\n");
		new ResultPage(file).write("new\n");
		assertThat(file)
			.hasContent("above\n<!-- begin of results -->\n```\nnew\n```\n<!-- end of results -->\nbelow\n");
	}

	@Test
	void leavesAPageWithoutAPlaceForIt() throws IOException {
		Path file = this.directory.resolve("page.md");
		Files.writeString(file, "nothing");
		assertThatIOException().isThrownBy(() -> new ResultPage(file).write("new"));
		assertThat(file).hasContent("nothing");
	}

	@Test
	void isThere() {
		assertThat(Path.of("..", "docs", "benchmarks.md")).content()
			.contains("<!-- begin of results -->", "<!-- end of results -->");
	}

}
