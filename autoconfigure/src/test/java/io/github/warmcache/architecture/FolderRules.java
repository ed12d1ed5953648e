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

package io.github.warmcache.architecture;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

/**
 * Rules about folders as a reader sees them. A type is a file there: what is nested in it
 * counts as it.
 */
final class FolderRules {

	private FolderRules() {
	}

	/**
	 * A folder is read from its listing, which works for about two dozen names.
	 */
	static ArchRule fewTypes(int most) {
		return classes().should(new OfFolders("be in a folder of at most " + most + " types") {

			@Override
			void examine(String folder, Map<String, Set<String>> types, ConditionEvents events) {
				if (types.size() > most) {
					events.add(SimpleConditionEvent.violated(folder, folder + " holds " + types.size() + " types"));
				}
			}

		});
	}

	/**
	 * Types that name each other in a circle are understood together or not at all.
	 */
	static ArchRule smallCycles(int most) {
		return classes().should(new OfFolders("form cycles of at most " + most + " types within a folder") {

			@Override
			void examine(String folder, Map<String, Set<String>> types, ConditionEvents events) {
				Map<String, Set<String>> reachable = new HashMap<>();
				types.keySet().forEach((type) -> reachable.put(type, reachable(type, types)));
				Set<Set<String>> cycles = new LinkedHashSet<>();
				types.keySet().forEach((type) -> {
					Set<String> cycle = new TreeSet<>(reachable.get(type));
					cycle.removeIf((other) -> !reachable.get(other).contains(type));
					if (cycle.size() > most) {
						cycles.add(cycle);
					}
				});
				cycles.forEach((cycle) -> events
					.add(SimpleConditionEvent.violated(folder, "A cycle of " + cycle.size() + " types: " + cycle)));
			}

		});
	}

	/**
	 * A room's own package is its contract: what is below builds on it.
	 */
	static ArchRule contractsNameNoInside() {
		return classes().should(new ArchCondition<>("name nothing in a package below their own") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
					String other = dependency.getTargetClass().getBaseComponentType().getPackageName();
					if (other.startsWith(type.getPackageName() + ".")) {
						events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
					}
				}
			}

		});
	}

	private static Set<String> reachable(String type, Map<String, Set<String>> types) {
		Set<String> seen = new TreeSet<>();
		Deque<String> open = new ArrayDeque<>(types.get(type));
		while (!open.isEmpty()) {
			String next = open.pop();
			if (seen.add(next)) {
				open.addAll(types.get(next));
			}
		}
		return seen;
	}

	/**
	 * Looks at each folder once all classes are known.
	 */
	private abstract static class OfFolders extends ArchCondition<JavaClass> {

		private final Map<String, Map<String, Set<String>>> folders = new TreeMap<>();

		OfFolders(String description) {
			super(description);
		}

		@Override
		public void init(Collection<JavaClass> all) {
			this.folders.clear();
			for (JavaClass type : all) {
				if (!type.getSimpleName().equals("package-info")) {
					Set<String> named = this.folders.computeIfAbsent(type.getPackageName(), (folder) -> new TreeMap<>())
						.computeIfAbsent(file(type), (file) -> new TreeSet<>());
					type.getDirectDependenciesFromSelf()
						.stream()
						.map((dependency) -> dependency.getTargetClass().getBaseComponentType())
						.filter((other) -> other.getPackageName().equals(type.getPackageName()))
						.map(OfFolders::file)
						.forEach(named::add);
				}
			}
			// What is not among the classes has no folder here.
			this.folders.values()
				.forEach((types) -> types.values().forEach((named) -> named.retainAll(types.keySet())));
		}

		@Override
		public void check(JavaClass type, ConditionEvents events) {
			// Folders are examined as a whole.
		}

		@Override
		public void finish(ConditionEvents events) {
			this.folders.forEach((folder, types) -> examine(folder, types, events));
		}

		abstract void examine(String folder, Map<String, Set<String>> types, ConditionEvents events);

		private static String file(JavaClass type) {
			return type.getName().split("\\$", 2)[0];
		}

	}

}
