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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * The file of one run in which everything is written down that a violation is understood
 * by, at the moment when it becomes known: what is in it survives an abort. Safe for use
 * by several threads.
 */
final class Evidence {

	private final Path file;

	private Evidence(Path file) {
		this.file = file;
	}

	/**
	 * Begins a file of a name that no run before had.
	 * @param directory where it shall be
	 * @param seed the seed of the run
	 */
	static Evidence begin(Path directory, long seed) {
		String name = "evidence-"
				+ DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(ZonedDateTime.now(ZoneId.systemDefault()))
				+ "-seed-" + seed;
		try {
			Files.createDirectories(directory);
			Path file = directory.resolve(name + ".txt");
			for (int i = 2; Files.exists(file); i++) {
				file = directory.resolve(name + "-" + i + ".txt");
			}
			Files.createFile(file);
			return new Evidence(file.toAbsolutePath().normalize());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path file() {
		return this.file;
	}

	/**
	 * Writes a line with the time.
	 */
	void say(String line) {
		write(List.of(WallClock.at(System.nanoTime()) + " " + line));
	}

	/**
	 * Writes lines that stay together.
	 */
	synchronized void write(List<String> lines) {
		try {
			// Opened for each of them, so that nothing is left in a buffer.
			Files.write(this.file, lines, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
