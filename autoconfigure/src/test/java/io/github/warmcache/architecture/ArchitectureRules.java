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

import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * The shape of the code as rules, relative to a root package: the real one, or that of
 * the planted violations.
 */
final class ArchitectureRules {

	/**
	 * Most types of a folder.
	 */
	static final int MOST_TYPES = 24;

	/**
	 * Most types that form a cycle within a folder.
	 */
	private static final int MOST_IN_A_CYCLE = 4;

	private static final List<String> REDIS = List.of("redis", "redis.watch", "tier.stripe", "source.redis",
			"coherence", "autoconfigure..");

	private final String root;

	private final Map<String, ArchRule> rules = new LinkedHashMap<>();

	private ArchitectureRules(String root, int mostTypes, PublicApi api) {
		this.root = root;
		add("every class is in a room", everyClassIsInARoom());
		Room.ALL.forEach((room) -> add("room " + room.name(), usesNothingElse(room)));
		add("no cycles", SlicesRuleDefinition.slices().matching(root + ".(**)").should().beFreeOfCycles());
		add("contracts name no inside", FolderRules.contractsNameNoInside());
		add("few types in a folder", FolderRules.fewTypes(mostTypes));
		add("no large cycles in a folder", FolderRules.smallCycles(MOST_IN_A_CYCLE));
		ApiRules apiRules = new ApiRules(root, api);
		add("the api is public", apiRules.typesArePublic());
		add("the api names no inside", apiRules.signaturesNameNoInside());
		add("members outside the api exist", apiRules.insidesExist());
		add("redis", staysIn(REDIS, "org.springframework.data.redis..", "io.lettuce.."));
		add("jdbc", jdbcStaysInItsSource());
		add("jackson", staysIn(List.of("tier.shape", "tier.codec", "source.redis", "autoconfigure.."),
				"tools.jackson..", "com.fasterxml.jackson.."));
		add("micrometer", staysIn(List.of("metrics", "autoconfigure.."), "io.micrometer.."));
		add("resilience4j", staysIn(List.of("breaker", "autoconfigure.."), "io.github.resilience4j.."));
		add("slf4j", staysIn(List.of("log"), "org.slf4j.."));
		add("spring boot", springBootStaysAtTheEdge());
		add("null marked", classes().should(beNullMarked()));
		add("no field injection", GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION);
		add("static fields are final",
				fields().that().areStatic().and().doNotHaveModifier(JavaModifier.SYNTHETIC).should().beFinal());
		// ReadTrace counts the traces of all threads, which are as static as the counter:
		// a
		// hit must not look for the one of its own thread.
		add("static fields do not change",
				fields().that()
					.areStatic()
					.and(DescribedPredicate.describe("are not ReadTrace.OPEN",
							(field) -> !field.getFullName().endsWith(".cache.ReadTrace.OPEN")))
					.should()
					.notHaveRawType(changing()));
		// Wrappers looks at what would be written, which nobody writes and nobody reads.
		add("no java serialization",
				noClasses().that()
					.haveNameNotMatching(".*\\.tier\\.shape\\.Wrappers(\\$.*)?")
					.should()
					.dependOnClassesThat(assignableTo(ObjectInput.class).or(assignableTo(ObjectOutput.class))));
		add("auto-configurations are public and final",
				classes().that()
					.areAnnotatedWith(AutoConfiguration.class)
					.should()
					.bePublic()
					.andShould()
					.haveModifier(JavaModifier.FINAL)
					.andShould()
					.resideInAPackage(root + ".autoconfigure.."));
		add("bean methods are package-private",
				methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate());
	}

	/**
	 * The rules for what is below a root package.
	 * @param root the root package
	 * @param mostTypes most types of a folder
	 * @param api the types that applications may use
	 * @return each rule, by a short name
	 */
	static Map<String, ArchRule> below(String root, int mostTypes, PublicApi api) {
		return new ArchitectureRules(root, mostTypes, api).rules;
	}

	private void add(String name, ArchRule rule) {
		// A room may be empty while it is being built.
		this.rules.put(name, rule.allowEmptyShould(true).as(name));
	}

	private ArchRule everyClassIsInARoom() {
		return classes().should().resideInAnyPackage(packages(Room.ALL.stream().map(Room::name).toList()));
	}

	private ArchRule usesNothingElse(Room room) {
		DescribedPredicate<JavaClass> elsewhere = resideInAPackage(this.root + "..")
			.and(DescribedPredicate.not(resideInAnyPackage(room.packagesBelow(this.root))));
		return noClasses().that()
			.resideInAPackage(this.root + "." + room.name())
			.should()
			.dependOnClassesThat(elsewhere);
	}

	private ArchRule staysIn(List<String> rooms, String... types) {
		return noClasses().that()
			.resideOutsideOfPackages(packages(rooms))
			.should()
			.dependOnClassesThat(resideInAnyPackage(types));
	}

	private ArchRule jdbcStaysInItsSource() {
		// They look at the state of a SQLException, and repeat its message only if that
		// state is about the schema: others hold rows.
		DescribedPredicate<HasName> errorText = HasName.Predicates
			.nameMatching(".*\\.warmup\\.fill\\.(ErrorText|PermanentFailures)");
		return noClasses().that()
			.resideOutsideOfPackages(packages(List.of("source.jdbc..", "autoconfigure..")))
			.and(DescribedPredicate.not(errorText))
			.should()
			.dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc.."));
	}

	private ArchRule springBootStaysAtTheEdge() {
		List<String> rooms = List.of("health", "metrics", "endpoint", "autoconfigure..");
		DescribedPredicate<HasName> runner = HasName.Predicates
			.nameMatching(".*\\.warmup\\.run\\.WarmupRunner(\\$.*)?");
		return noClasses().that()
			.resideOutsideOfPackages(packages(rooms))
			.and(DescribedPredicate.not(runner))
			.should()
			.dependOnClassesThat(resideInAPackage("org.springframework.boot.."));
	}

	private String[] packages(List<String> rooms) {
		return rooms.stream().map((room) -> this.root + "." + room).toArray(String[]::new);
	}

	/**
	 * Types that hold shared state. A {@link ThreadLocal} is not among them: what it
	 * holds is its thread's own.
	 */
	private static DescribedPredicate<JavaClass> changing() {
		return resideInAnyPackage("java.util.concurrent.atomic..").or(assignableTo(StringBuilder.class))
			.or(assignableTo(ConcurrentMap.class))
			.or(assignableTo(AbstractMap.class))
			.or(assignableTo(AbstractCollection.class))
			.or(assignableTo(Executor.class))
			.or(assignableTo(Lock.class))
			.or(resideInAPackage("com.github.benmanes.caffeine.cache").and(simpleName("Cache")))
			.as("a type whose instances change");
	}

	private static ArchCondition<JavaClass> beNullMarked() {
		return new ArchCondition<>("be in a package that is @NullMarked") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
				events.add(new SimpleConditionEvent(type, marked,
						type.getName() + " is in a package without @NullMarked"));
			}

		};
	}

}
