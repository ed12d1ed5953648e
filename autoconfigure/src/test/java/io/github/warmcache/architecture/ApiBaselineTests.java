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
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

import io.github.warmcache.documentation.Pages;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the page that lists the types of the API with those that the build compares
 * with a baseline, and with the baseline. Writes the baseline with {@code -Dapi.write}.
 */
class ApiBaselineTests {

	private static final String ROOT = "io.github.warmcache.";

	private static final Path BASELINE = Pages.root().resolve("autoconfigure/src/api/baseline.jar");

	private static final Pattern INCLUDE = Pattern.compile("<include>io\\.github\\.warmcache\\.([^<]+)</include>");

	private static final PublicApi API = PublicApi.ofPage();

	@BeforeAll
	static void write() throws Exception {
		if (Boolean.getBoolean("api.write")) {
			write(current(), BASELINE);
		}
	}

	@Test
	void theBaselineHasTheTypesOfThePage() throws Exception {
		assertThat(read(BASELINE).keySet()).as("renew it as CONTRIBUTING.md says")
			.containsExactlyElementsOf(current().keySet());
	}

	@Test
	void theBuildComparesTheTypesOfThePage() throws IOException {
		assertThat(INCLUDE.matcher(Pages.read("autoconfigure/pom.xml")).results().map((include) -> include.group(1)))
			.containsExactlyInAnyOrderElementsOf(API.types());
	}

	@Test
	void theBaselineHasNothingBesideTheApi() throws IOException {
		assertThat(read(BASELINE))
			.allSatisfy((name, classFile) -> assertThat(ApiClass.reduce(classFile, API)).isEqualTo(classFile));
	}

	private static Map<String, byte[]> current() throws Exception {
		Map<String, byte[]> classFiles = new TreeMap<>();
		for (String name : API.types()) {
			add(Class.forName(ROOT + name), classFiles);
		}
		return classFiles;
	}

	private static void add(Class<?> type, Map<String, byte[]> classFiles) throws IOException {
		String file = type.getName().replace('.', '/') + ".class";
		try (InputStream classFile = type.getClassLoader().getResourceAsStream(file)) {
			classFiles.put(file, ApiClass.reduce(classFile.readAllBytes(), API));
		}
		// The public ones.
		for (Class<?> nested : type.getClasses()) {
			if (nested.getDeclaringClass() == type) {
				add(nested, classFiles);
			}
		}
	}

	private static Map<String, byte[]> read(Path jar) throws IOException {
		Map<String, byte[]> classFiles = new TreeMap<>();
		try (JarInputStream input = new JarInputStream(Files.newInputStream(jar))) {
			for (JarEntry entry = input.getNextJarEntry(); entry != null; entry = input.getNextJarEntry()) {
				classFiles.put(entry.getName(), input.readAllBytes());
			}
		}
		return classFiles;
	}

	private static void write(Map<String, byte[]> classFiles, Path jar) throws IOException {
		Files.createDirectories(jar.getParent());
		try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
			// The same bytes wherever it is written.
			output.setMethod(ZipEntry.STORED);
			for (Map.Entry<String, byte[]> classFile : classFiles.entrySet()) {
				JarEntry entry = new JarEntry(classFile.getKey());
				CRC32 checksum = new CRC32();
				checksum.update(classFile.getValue());
				entry.setCrc(checksum.getValue());
				entry.setSize(classFile.getValue().length);
				entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
				output.putNextEntry(entry);
				output.write(classFile.getValue());
				output.closeEntry();
			}
		}
	}

}
