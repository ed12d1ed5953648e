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

package io.github.warmcache.sample.incident;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.warmcache.sample.lab.Check;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IncidentChecks}.
 */
class IncidentChecksTests {

	@ParameterizedTest
	@EnumSource
	void aCourseAsItShouldBePasses(Setting setting) {
		assertThat(IncidentChecks.of(new Courses(setting).create())).hasSizeGreaterThanOrEqualTo(4)
			.allMatch(Check::passed);
	}

	@ParameterizedTest
	@MethodSource
	void eachCheckFails(Setting setting, String name, Consumer<Courses> change) {
		Courses courses = new Courses(setting);
		change.accept(courses);
		assertThat(failed(courses)).singleElement().asString().contains(name);
	}

	static Stream<Arguments> eachCheckFails() {
		int late = 20 + IncidentChecks.NOTICED + 1;
		return Stream.of(
				change(Setting.AS_IT_WAS, "the incident happens", (courses) -> courses.evictsFrom = Courses.NEVER),
				change(Setting.AS_IT_WAS, "an alert of the shipped rules", (courses) -> courses.alertFrom = late),
				change(Setting.AS_IT_WAS, "an alert of the shipped rules",
						(courses) -> courses.alertFrom = Courses.NEVER),
				change(Setting.AS_IT_WAS, "health names the cache", (courses) -> courses.answersFrom = late),
				change(Setting.AS_IT_WAS, "before the tenant starts", (courses) -> courses.alertFrom = 9),
				change(Setting.AS_IT_WAS, "a part of the histories",
						(courses) -> courses.newPod = Courses.warmup("WARM", 9)),
				change(Setting.AS_IT_WAS, "a part of the histories", (courses) -> courses.newPod = null),
				change(Setting.AS_RECOMMENDED, "Redis evicts", (courses) -> courses.evictsFrom = Courses.NEVER),
				change(Setting.AS_RECOMMENDED, "no wrong answer", (courses) -> courses.wrongFrom = 99),
				change(Setting.AS_RECOMMENDED, "no wrong answer", (courses) -> courses.failedFrom = 99),
				change(Setting.NO_EVICTION, "Redis refuses writes", (courses) -> courses.refusesFrom = Courses.NEVER),
				change(Setting.NO_EVICTION, "Redis refuses writes", (courses) -> courses.fillsFailFrom = Courses.NEVER),
				change(Setting.NO_EVICTION, "no wrong answer", (courses) -> courses.wrongFrom = 99));
	}

	private static Arguments change(Setting setting, String name, Consumer<Courses> change) {
		return Arguments.of(setting, name, change);
	}

	@Test
	void anIncidentThatDoesNotHappenIsNotNoticedInTime() {
		Courses courses = new Courses(Setting.AS_IT_WAS);
		courses.wrongFrom = Courses.NEVER;
		assertThat(failed(courses)).hasSize(3);
	}

	@Test
	void whatIsNotThereIsNamedAndNotPassed() {
		Courses courses = new Courses(Setting.AS_IT_WAS);
		courses.there = false;
		assertThat(failed(courses)).hasSize(3)
			.extracting(Check::found)
			.anyMatch((found) -> found.contains("not there: warmcache.absent.exceeded, warmcache.redis.evicted"))
			.anyMatch((found) -> found.endsWith("not there: cacheAnswers"));
	}

	private static List<Check> failed(Courses courses) {
		return IncidentChecks.of(courses.create()).stream().filter((check) -> !check.passed()).toList();
	}

}
