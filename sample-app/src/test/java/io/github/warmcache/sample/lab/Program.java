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

import java.util.function.BooleanSupplier;

/**
 * A run from the command line.
 */
public final class Program {

	private Program() {
	}

	/**
	 * Run, and end this JVM: with 0 if everything is as it should be, with 1 if something
	 * is not, and with 2 if the arguments are not understood.
	 * @param name what is run
	 * @param run whether everything is as it should be; throws
	 * {@link IllegalArgumentException} with what to write instead
	 */
	public static void run(String name, BooleanSupplier run) {
		int status;
		try {
			status = run.getAsBoolean() ? 0 : 1;
		}
		catch (IllegalArgumentException ex) {
			Console.standardOutput().print(ex.getMessage());
			status = 2;
		}
		catch (RuntimeException ex) {
			Console.standardOutput().print("The " + name + " could not go on: " + ex);
			for (StackTraceElement element : ex.getStackTrace()) {
				Console.standardOutput().print("    at " + element);
			}
			status = 1;
		}
		System.exit(status);
	}

}
