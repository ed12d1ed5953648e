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

package io.github.warmcache.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;

import org.springframework.util.FileSystemUtils;

/**
 * What both kinds of embedded server need of the operating system.
 */
final class LocalProcesses {

	private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

	private static final int TAIL_CHARS = 2000;

	private LocalProcesses() {
	}

	/**
	 * Stops the clock of a process and of its children.
	 */
	static void freeze(ProcessHandle process) {
		signal("-STOP", process);
	}

	/**
	 * Undoes {@link #freeze}; harmless for a process that runs.
	 */
	static void thaw(ProcessHandle process) {
		signal("-CONT", process);
	}

	private static void signal(String signal, ProcessHandle process) {
		List<String> command = new ArrayList<>(List.of("kill", signal));
		withChildren(process).forEach((each) -> command.add(Long.toString(each.pid())));
		try {
			// A child may be gone by now, so that the outcome says nothing.
			new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot run " + String.join(" ", command), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while running " + String.join(" ", command), ex);
		}
	}

	/**
	 * Kills a process and its children, frozen or not, and returns once they are gone.
	 */
	static void kill(ProcessHandle process) {
		List<ProcessHandle> all = withChildren(process);
		all.forEach(ProcessHandle::destroyForcibly);
		Awaitility.await("killed processes")
			.atMost(KILL_TIMEOUT)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(10))
			.until(() -> all.stream().noneMatch(LocalProcesses::runs));
	}

	/**
	 * Whether a process runs. One that is dead but that nobody has buried counts as alive to
	 * Java, yet has no command any more; some containers keep those for good.
	 */
	static boolean runs(ProcessHandle process) {
		return process.isAlive() && process.info().command().isPresent();
	}

	private static List<ProcessHandle> withChildren(ProcessHandle process) {
		List<ProcessHandle> all = new ArrayList<>(List.of(process));
		process.descendants().forEach(all::add);
		return all;
	}

	static String tail(Path log) {
		try {
			String text = Files.exists(log) ? Files.readString(log) : "";
			return text.substring(Math.max(0, text.length() - TAIL_CHARS));
		}
		catch (IOException ex) {
			return "(unreadable log: " + ex.getMessage() + ")";
		}
	}

	static void delete(Path path) {
		try {
			FileSystemUtils.deleteRecursively(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot delete " + path, ex);
		}
	}

	/**
	 * Has a server closed with this JVM.
	 * @return the hook, for {@link #forget}
	 */
	static Thread closeAtExit(Backend backend) {
		Thread hook = new Thread(backend::close, "close-test-server-" + backend.port());
		Runtime.getRuntime().addShutdownHook(hook);
		return hook;
	}

	static void forget(Thread hook) {
		try {
			Runtime.getRuntime().removeShutdownHook(hook);
		}
		catch (IllegalStateException ex) {
			// The JVM is going down: this is the hook's own call, or one that overtook
			// it.
		}
	}

}
