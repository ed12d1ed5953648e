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

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Process of its own for what needs a heap, or a just-in-time compiler, that nothing else
 * has used. It hands figures over as lines of its output.
 */
final class ChildJvm {

	private static final String MARK = "FIGURE\t";

	private ChildJvm() {
	}

	/**
	 * Run a main class to its end, on the class path of this process.
	 * @throws IOException if it fails, with what it printed
	 */
	static void run(Figures figures, Class<?> main, List<String> jvmOptions, String... arguments)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(jvmOptions);
		command.addAll(List.of("-Dservers=embedded", "-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		StringBuilder printed = new StringBuilder();
		try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.startsWith(MARK)) {
					String[] parts = line.substring(MARK.length()).split("\t");
					figures.add(parts[0], parts[1], Double.parseDouble(parts[2]), parts[3]);
				}
				else {
					printed.append(line).append(System.lineSeparator());
				}
			}
			int status = process.waitFor();
			if (status != 0) {
				throw new IOException("%s ended with %d:%n%s".formatted(main.getSimpleName(), status, printed));
			}
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * Hand a figure over to the process that started this one.
	 */
	static void report(String row, String subject, double value, String unit) {
		Console.output().println(MARK + String.join("\t", row, subject, Double.toString(value), unit));
	}

}
