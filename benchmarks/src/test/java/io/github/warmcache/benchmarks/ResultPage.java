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

/**
 * Page of the documentation with a place for what a run prints.
 */
final class ResultPage {

	private static final String BEGIN = "<!-- begin of results -->";

	private static final String END = "<!-- end of results -->";

	private final Path file;

	ResultPage(Path file) {
		this.file = file;
	}

	/**
	 * Replace what an earlier run printed.
	 * @throws IOException if the page cannot be read or written, or has no such place
	 */
	void write(String results) throws IOException {
		String page = Files.readString(this.file);
		int begin = page.indexOf(BEGIN);
		int end = page.indexOf(END);
		if (begin < 0 || end < begin) {
			throw new IOException("%s has no lines '%s' and '%s'".formatted(this.file, BEGIN, END));
		}
		Files.writeString(this.file, page.substring(0, begin + BEGIN.length()) + "\n```\n" + results.stripTrailing()
				+ "\n```\n" + page.substring(end));
	}

}
