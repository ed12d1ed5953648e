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
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.lettuce.core.RedisClient;
import org.openjdk.jmh.runner.Defaults;

import org.springframework.boot.SpringBootVersion;
import org.springframework.core.SpringVersion;

/**
 * Where and with what was measured.
 */
final class Machine {

	private Machine() {
	}

	static List<String> describe() {
		List<String> lines = new ArrayList<>();
		lines.add("%s, %d processors, %s %s".formatted(processor(), Runtime.getRuntime().availableProcessors(),
				System.getProperty("os.name"), System.getProperty("os.arch")));
		lines.add("JDK %s (%s)".formatted(Runtime.version(), System.getProperty("java.vm.name")));
		lines.add("Spring Boot %s, Spring Framework %s, Caffeine %s, Lettuce %s, JMH %s".formatted(
				SpringBootVersion.getVersion(), SpringVersion.getVersion(), versionOf(Caffeine.class),
				versionOf(RedisClient.class), versionOf(Defaults.class)));
		lines.add(load());
		return lines;
	}

	static String load() {
		return String.format(Locale.ROOT, "Load of the machine over the last minute: %.2f",
				ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
	}

	/**
	 * Return the version of the archive that a class came in.
	 */
	static String versionOf(Class<?> type) {
		String archive = String
			.valueOf(Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getFileName());
		return archive.replaceFirst("^.*?-(?=\\d)", "").replaceFirst("\\.jar$", "");
	}

	private static String processor() {
		try {
			return Files.readAllLines(Path.of("/proc/cpuinfo"))
				.stream()
				.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse("unnamed processor");
		}
		catch (IOException ex) {
			return "unnamed processor";
		}
	}

}
