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

package io.github.warmcache.sample.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The page of the documentation that shows the results of the last whole runs, each
 * between two comments of its own.
 */
public final class ResultPage {

	private final Path file;

	public ResultPage(Path file) {
		this.file = file;
	}

	/**
	 * Put results in the place of those of the run before.
	 * @param section the name in the comments
	 * @throws IllegalStateException if the page has no such comments
	 */
	public void put(String section, String text) {
		try {
			Files.writeString(this.file, replace(Files.readString(this.file), section, text));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write " + this.file, ex);
		}
	}

	static String replace(String page, String section, String text) {
		String begin = "<!-- begin of " + section + " -->\n";
		String end = "<!-- end of " + section + " -->";
		int from = page.indexOf(begin);
		int to = page.indexOf(end);
		if (from < 0 || to < from) {
			throw new IllegalStateException("The page has no place for " + section);
		}
		return page.substring(0, from + begin.length()) + "```\n" + text.strip() + "\n```\n" + page.substring(to);
	}

}
