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

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where the lab tells what it does.
 */
public final class Console {

	private final PrintStream out;

	private final long start = System.nanoTime();

	Console(PrintStream out) {
		this.out = out;
	}

	public static Console standardOutput() {
		return new Console(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
	}

	/**
	 * Tell what is being done, with the seconds since the lab began.
	 */
	public void tell(String format, Object... arguments) {
		print(String.format(Locale.ROOT, "%6.1f s  ", seconds()) + String.format(Locale.ROOT, format, arguments));
	}

	public void print(String text) {
		this.out.println(text);
	}

	public double seconds() {
		return (System.nanoTime() - this.start) / 1e9;
	}

}
