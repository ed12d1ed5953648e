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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.importUrl(ServerTagTests.class.getProtectionDomain().getCodeSource().getLocation());

	private static final DescribedPredicate<JavaClass> TESTS = DescribedPredicate.describe("tests",
			(type) -> type.getSimpleName().endsWith("Tests") && type.isTopLevelClass());

	@Test
	void testsThatReachServersAreTaggedAndNoOthers() {
		assertThat(CLASSES.that(TESTS)).hasSizeGreaterThan(100);
		assertThat(STARTERS).allMatch(CLASSES::contain);
		assertThat(wrong(List.copyOf(CLASSES.that(TESTS)))).isEmpty();
	}

	@Test
	void findsATestWithoutItsTagAndOneThatNeedsNone() {
		List<JavaClass> planted = List.of(CLASSES.get(support("PlantedTags$Untagged")),
				CLASSES.get(support("PlantedTags$Tagged")));
		assertThat(wrong(planted)).hasSize(2);
	}

	private static String support(String name) {
		return "io.github.warmcache.testsupport." + name;
	}

	private static List<String> wrong(List<JavaClass> tests) {
		return tests.stream()
			.filter((test) -> reachesServers(test) != isTagged(test))
			.map((test) -> test.getName()
					+ (isTagged(test) ? " needs no @Tag(\"servers\")" : " needs @Tag(\"servers\")"))
			.toList();
	}

	private static boolean isTagged(JavaClass test) {
		return test.tryGetAnnotationOfType(Tag.class).filter((tag) -> tag.value().equals("servers")).isPresent();
	}

	private static boolean reachesServers(JavaClass test) {
		Set<String> seen = new HashSet<>();
		Deque<JavaClass> open = new ArrayDeque<>(CLASSES.that(DescribedPredicate.describe("nested",
				(type) -> type.getName().equals(test.getName()) || type.getName().startsWith(test.getName() + "$"))));
		while (!open.isEmpty()) {
			JavaClass next = open.poll();
			if (STARTERS.contains(next.getName())) {
				return true;
			}
			for (Dependency dependency : next.getDirectDependenciesFromSelf()) {
				JavaClass target = dependency.getTargetClass().getBaseComponentType();
				if (CLASSES.contain(target.getName()) && seen.add(target.getName())) {
					open.add(CLASSES.get(target.getName()));
				}
			}
		}
		return false;
	}

}
