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

package io.github.warmcache.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page of the architecture leaves no thread out.
 */
class ArchitecturePageTests {

	private static final Pattern NAME = Pattern.compile("\"(warmcache-[a-z-]*)\"");

	@Test
	void everyNameThatThreadsBeginWithIsOnThePage() throws IOException {
		String page = Pages.read("docs/architecture.md");
		assertThat(names()).contains("warmcache-coherence", "warmcache-warmup-")
			.allSatisfy((name) -> assertThat(page).contains("| `" + name));
	}

	private static Set<String> names() throws IOException {
		Set<String> names = new TreeSet<>();
		try (Stream<Path> files = Files.walk(Pages.root().resolve("autoconfigure/src/main/java"))) {
			for (Path file : files.filter((found) -> found.toString().endsWith(".java")).toList()) {
				NAME.matcher(Files.readString(file)).results().forEach((name) -> names.add(name.group(1)));
			}
		}
		return names;
	}

}
