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

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

/**
 * Rules about the types that applications may use. What is nested in such a type is one
 * too, if it is public.
 */
final class ApiRules {

	/**
	 * Libraries whose types are no surprise in a signature.
	 */
	private static final List<String> LIBRARIES = List.of("java.", "org.springframework.",
			"com.github.benmanes.caffeine.", "tools.jackson.", "io.micrometer.");

	private final String root;

	private final PublicApi api;

	ApiRules(String root, PublicApi api) {
		this.root = root;
		this.api = api;
	}

	ArchRule typesArePublic() {
		return classes().should(new OfTheApi("be public if the API lists them") {

			@Override
			void examine(Collection<JavaClass> listed, ConditionEvents events) {
				Set<String> missing = new TreeSet<>();
				ApiRules.this.api.types().forEach((type) -> missing.add(ApiRules.this.root + "." + type));
				listed.forEach((type) -> missing.remove(type.getName()));
				missing.forEach((type) -> events.add(SimpleConditionEvent.violated(type, "No public type " + type)));
			}

		});
	}

	ArchRule signaturesNameNoInside() {
		return classes().should(new OfTheApi("name only each other and libraries") {

			@Override
			void examine(Collection<JavaClass> listed, ConditionEvents events) {
				Set<String> names = new HashSet<>();
				listed.forEach((type) -> names.add(type.getName()));
				for (JavaClass type : listed) {
					Stream<JavaType> own = Stream.concat(type.getTypeParameters().stream(),
							Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream()));
					check(type.getName(), own, names, events);
					members(type).filter((member) -> !isInside(member))
						.forEach((member) -> check(member.getFullName(), signature(member), names, events));
				}
			}

			private void check(String where, Stream<JavaType> types, Set<String> names, ConditionEvents events) {
				types.flatMap((type) -> type.getAllInvolvedRawTypes().stream())
					.map(JavaClass::getBaseComponentType)
					.filter((type) -> !type.isPrimitive() && !names.contains(type.getName()))
					.filter((type) -> LIBRARIES.stream().noneMatch(type.getName()::startsWith))
					.distinct()
					.forEach((type) -> events
						.add(SimpleConditionEvent.violated(where, where + " names " + type.getName())));
			}

		});
	}

	ArchRule insidesExist() {
		return classes().should(new OfTheApi("have the members that are not part of it") {

			@Override
			void examine(Collection<JavaClass> listed, ConditionEvents events) {
				Set<String> missing = new TreeSet<>(ApiRules.this.api.insides());
				listed.stream().flatMap(ApiRules::members).forEach((member) -> {
					String type = member.getOwner().getSimpleName();
					missing.remove(PublicApi.any(type, name(member)));
					missing.remove(PublicApi.exact(type, name(member), parameters(member)));
				});
				missing.forEach((member) -> events.add(SimpleConditionEvent.violated(member, "No member " + member)));
			}

		});
	}

	private boolean isInside(JavaMember member) {
		return this.api.isInside(member.getOwner().getSimpleName(), name(member), parameters(member));
	}

	private static String name(JavaMember member) {
		return (member instanceof JavaConstructor) ? member.getOwner().getSimpleName() : member.getName();
	}

	private static List<String> parameters(JavaMember member) {
		return (member instanceof JavaCodeUnit code)
				? code.getRawParameterTypes().stream().map(JavaClass::getSimpleName).toList() : List.of();
	}

	private static Stream<JavaMember> members(JavaClass type) {
		return type.getMembers()
			.stream()
			.filter((member) -> member.getModifiers().contains(JavaModifier.PUBLIC)
					|| member.getModifiers().contains(JavaModifier.PROTECTED))
			.filter((member) -> !member.getModifiers().contains(JavaModifier.SYNTHETIC));
	}

	private static Stream<JavaType> signature(JavaMember member) {
		List<JavaType> types = new ArrayList<>();
		if (member instanceof JavaCodeUnit code) {
			types.add(code.getReturnType());
			types.addAll(code.getParameterTypes());
			types.addAll(code.getTypeParameters());
			types.addAll(code.getExceptionTypes());
		}
		else {
			types.add(((JavaField) member).getType());
		}
		return types.stream();
	}

	/**
	 * Looks at all public types of the API once all classes are known.
	 */
	private abstract class OfTheApi extends ArchCondition<JavaClass> {

		private final List<JavaClass> listed = new ArrayList<>();

		OfTheApi(String description) {
			super(description);
		}

		@Override
		public void init(Collection<JavaClass> all) {
			this.listed.clear();
			all.stream().filter(this::isListed).forEach(this.listed::add);
		}

		@Override
		public void check(JavaClass type, ConditionEvents events) {
			// The API is examined as a whole.
		}

		@Override
		public void finish(ConditionEvents events) {
			examine(this.listed, events);
		}

		abstract void examine(Collection<JavaClass> listed, ConditionEvents events);

		private boolean isListed(JavaClass type) {
			if (!type.getModifiers().contains(JavaModifier.PUBLIC)) {
				return false;
			}
			return type.getEnclosingClass()
				.map(this::isListed)
				.orElseGet(() -> ApiRules.this.api.types()
					.contains(type.getName().substring(ApiRules.this.root.length() + 1)));
		}

	}

}
