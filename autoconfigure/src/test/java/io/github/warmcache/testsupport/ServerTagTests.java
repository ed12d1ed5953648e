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
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.asm.ClassReader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the tag {@code servers} is where servers are started, so that
 * {@code mvn -Dquick test} runs everything that can be run without them and nothing else.
 */
class ServerTagTests {

	/**
	 * By name: this test starts no servers.
	 */
	private static final List<String> STARTERS = List.of(support("Servers"), support("OwnServer"),
			support("MariaDbServer"), support("RedisCluster"), support("RedisSentinel"));

	/**
	 * In the constant pool of a class file, a reference to a class.
	 */
	private static final int CLASS_REFERENCE = 7;

	/**
	 * The classes of the tests, each with those that it names.
	 */
	private static Map<String, Set<String>> classes;

	@BeforeAll
	static void readClasses() throws IOException, URISyntaxException {
		Path root = Path.of(ServerTagTests.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		classes = new TreeMap<>();
		try (Stream<Path> files = Files.walk(root)) {
			files.filter((file) -> file.toString().endsWith(".class")).forEach((file) -> read(file, classes));
		}
	}

	@Test
	void testsThatReachServersAreTaggedAndNoOthers() {
		List<String> tests = classes.keySet().stream().filter((name) -> name.endsWith("Tests")).toList();
		assertThat(tests).hasSizeGreaterThan(100);
		assertThat(classes).containsKeys(STARTERS.toArray(String[]::new));
		assertThat(wrong(tests)).isEmpty();
	}

	@Test
	void findsATestWithoutItsTagAndOneThatNeedsNone() {
		assertThat(wrong(List.of(support("UntaggedPlant"), support("TaggedPlant")))).hasSize(2);
	}

	private static String support(String name) {
		return "io.github.warmcache.testsupport." + name;
	}

	private static List<String> wrong(Collection<String> tests) {
		return tests.stream()
			.filter((test) -> reachesServers(test) != isTagged(test))
			.map((test) -> test + (isTagged(test) ? " needs no @Tag(\"servers\")" : " needs @Tag(\"servers\")"))
			.toList();
	}

	private static boolean isTagged(String test) {
		try {
			Class<?> type = Class.forName(test, false, ServerTagTests.class.getClassLoader());
			return Stream.of(type.getAnnotationsByType(Tag.class)).anyMatch((tag) -> tag.value().equals("servers"));
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean reachesServers(String test) {
		Set<String> seen = new HashSet<>();
		Deque<String> open = new ArrayDeque<>();
		classes.keySet().stream().filter((name) -> name.equals(test) || name.startsWith(test + "$")).forEach(open::add);
		while (!open.isEmpty()) {
			String next = open.poll();
			if (STARTERS.contains(next)) {
				return true;
			}
			classes.getOrDefault(next, Set.of()).stream().filter(seen::add).forEach(open::add);
		}
		return false;
	}

	private static void read(Path file, Map<String, Set<String>> into) {
		try {
			ClassReader reader = new ClassReader(Files.readAllBytes(file));
			char[] buffer = new char[reader.getMaxStringLength()];
			Set<String> names = new HashSet<>();
			for (int item = 1; item < reader.getItemCount(); item++) {
				int offset = reader.getItem(item);
				if (offset > 0 && reader.readByte(offset - 1) == CLASS_REFERENCE) {
					names.add(reader.readUTF8(offset, buffer).replace('/', '.'));
				}
			}
			into.put(reader.getClassName().replace('/', '.'), names);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
