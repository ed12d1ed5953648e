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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.springframework.util.FileSystemUtils;

/**
 * The packaged atlas as an image of a container has it: unpacked, and with an archive of
 * the classes that it loads, so that a start takes less of the machine. The archive is
 * the same for all variants.
 */
final class AtlasImage {

	private static final long UNPACK_SECONDS = 60;

	private final Path jar;

	private final Path archive;

	/**
	 * Unpack the executable jar.
	 */
	AtlasImage(Path executableJar, Path folder) {
		Path target = folder.resolve("image").toAbsolutePath();
		this.jar = target.resolve(executableJar.getFileName());
		this.archive = target.resolve("classes.jsa");
		try {
			FileSystemUtils.deleteRecursively(target);
			Process process = new ProcessBuilder(java(), "-Djarmode=tools", "-jar", executableJar.toString(), "extract",
					"--destination", target.toString())
				.redirectErrorStream(true)
				.redirectOutput(folder.resolve("unpack.log").toFile())
				.start();
			if (!process.waitFor(UNPACK_SECONDS, TimeUnit.SECONDS) || !Files.exists(this.jar)) {
				process.destroyForcibly();
				throw new IllegalStateException("The jar cannot be unpacked, see " + folder.resolve("unpack.log"));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot unpack " + executableJar, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return what begins a command that starts the atlas.
	 * @param options of the JVM
	 */
	List<String> command(List<String> options) {
		List<String> command = new ArrayList<>();
		command.add(java());
		if (Files.exists(this.archive)) {
			command.add("-XX:SharedArchiveFile=" + this.archive);
		}
		command.addAll(options);
		command.addAll(List.of("-jar", this.jar.toString()));
		return command;
	}

	/**
	 * Return the option of a JVM that writes the archive when it ends.
	 */
	String archiving() {
		return "-XX:ArchiveClassesAtExit=" + this.archive;
	}

	private static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

}
