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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The pages of the documentation, as they are in the repository.
 */
public final class Pages {

	private Pages() {
	}

	/**
	 * Return the root of the repository: the nearest directory above the working
	 * directory that has a changelog.
	 * @return the root, absolute
	 */
	public static Path root() {
		Path directory = Path.of("").toAbsolutePath();
		while (!Files.exists(directory.resolve("CHANGELOG.md"))) {
			directory = Objects.requireNonNull(directory.getParent(), "The tests run outside of the repository");
		}
		return directory;
	}

	/**
	 * Return all pages: those at the root and all below {@code docs}.
	 * @return the files, absolute and in order
	 * @throws IOException if they cannot be listed
	 */
	static List<Path> all() throws IOException {
		List<Path> pages = new ArrayList<>();
		try (Stream<Path> files = Files.list(root())) {
			files.filter(Pages::isPage).forEach(pages::add);
		}
		pages.addAll(docs());
		pages.sort(null);
		return pages;
	}

	/**
	 * Return all pages below {@code docs}.
	 * @return the files, absolute
	 * @throws IOException if they cannot be listed
	 */
	static List<Path> docs() throws IOException {
		try (Stream<Path> files = Files.walk(root().resolve("docs"))) {
			return files.filter(Pages::isPage).toList();
		}
	}

	/**
	 * Return the text of a page.
	 * @param name the file, relative to the root
	 * @return its text
	 * @throws IOException if it cannot be read
	 */
	public static String read(String name) throws IOException {
		return Files.readString(root().resolve(name));
	}

	private static boolean isPage(Path file) {
		return file.toString().endsWith(".md");
	}

}
