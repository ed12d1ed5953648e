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

package io.github.warmcache.simulation;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * What is printed of a run that fails.
 */
final class Report {

	private static final int TRIALS = 4000;

	private static final int FRAMES = 15;

	private Report() {
	}

	/**
	 * Describe what was found, made as short as it can be.
	 */
	static String of(Simulation.@Nullable Found found) {
		if (found == null) {
			return "nothing";
		}
		return "Seed %d: %s%n%s%n%nIn short:%n%s".formatted(found.seed(), found.run().failure(), found.run().settings(),
				of(Shrinker.shrink(found.run(), TRIALS)));
	}

	/**
	 * Describe a run whose story was told.
	 */
	static String of(Run run) {
		StringWriter text = new StringWriter();
		PrintWriter lines = new PrintWriter(text);
		lines.println(run.settings());
		run.story().lines().forEach(lines::println);
		Throwable failure = run.failure();
		if (failure instanceof Violation) {
			lines.println(failure.getMessage());
		}
		else if (failure != null) {
			tell(failure, lines);
		}
		lines.printf("Simulation.replay(\"%s\")%n", run.text());
		return text.toString();
	}

	private static void tell(Throwable failure, PrintWriter lines) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			lines.println(cause);
			Arrays.stream(cause.getStackTrace()).limit(FRAMES).forEach((frame) -> lines.println("\tat " + frame));
		}
	}

}
