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

package io.github.warmcache.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.warmcache.documentation.Pages;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that a package says whether it is for applications.
 */
class InternalPackagesTests {

	private static final Path SOURCES = Pages.root().resolve("autoconfigure/src/main/java/io/github/warmcache");

	@Test
	void packagesWithoutTypesOfTheApiSayThatTheyAreInternal() throws IOException {
		Set<String> packagesOfTheApi = PublicApi.ofPage()
			.types()
			.stream()
			.map((type) -> type.substring(0, type.lastIndexOf('.')))
			.collect(Collectors.toSet());
		try (Stream<Path> files = Files.walk(SOURCES)) {
			List<Path> packages = files.filter((file) -> file.endsWith("package-info.java")).toList();
			assertThat(packages).isNotEmpty().allSatisfy((file) -> {
				String name = SOURCES.relativize(file.getParent()).toString().replace('/', '.');
				assertThat(Files.readString(file).contains(" * Internal. ")).as(name)
					.isEqualTo(!packagesOfTheApi.contains(name));
			});
		}
	}

}
