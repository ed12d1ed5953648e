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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that every architecture rule reports the violation planted for it.
 */
class ArchitectureCanaryTests {

	private static final String ROOT = ArchitectureCanaryTests.class.getPackageName() + ".canary";

	/**
	 * Fewer types than one of the planted folders has.
	 */
	private static final int MOST_TYPES = 8;

	private static final PublicApi API = new PublicApi(Set.of("cache.HiddenApi", "cache.NamesAnInside"),
			Set.of("NamesAnInside#excused(Anything)", "NamesAnInside#forgotten()"));

	private static final Map<String, ArchRule> RULES = ArchitectureRules.below(ROOT, MOST_TYPES, API);

	private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(ROOT);

	@ParameterizedTest
	@MethodSource("ruleNames")
	void theRuleReportsThePlantedViolation(String name) {
		assertThat(RULES.get(name).evaluate(CLASSES).getFailureReport().getDetails())
			.anySatisfy((detail) -> assertThat(detail).contains(planted().get(name)));
	}

	@Test
	void everyPartOfASignatureIsLookedAt() {
		List<String> details = RULES.get("the api names no inside").evaluate(CLASSES).getFailureReport().getDetails();
		assertThat(details)
			.extracting((detail) -> detail.replaceAll("^[a-z.]+NamesAnInside\\.?|\\(.*\\)| names .*", ""))
			.containsExactlyInAnyOrder("", "FIELD", "<init>", "result", "argument", "array", "typeParameter", "thrown",
					"get", "$Nested.nested");
	}

	@Test
	void everyRuleHasAPlantedViolation() {
		assertThat(planted()).containsOnlyKeys(RULES.keySet());
	}

	static Iterable<String> ruleNames() {
		return RULES.keySet();
	}

	private static Map<String, String> planted() {
		Map<String, String> planted = new LinkedHashMap<>();
		planted.put("every class is in a room", ".attic.NoRoom>");
		for (Room room : Room.ALL) {
			planted.put("room " + room.name(), "." + room.name().replace("..", "") + ".ReachesUp.");
		}
		planted.put("no cycles", "Cycle detected: Slice coherence");
		planted.put("contracts name no inside", ".tier.ReachesUp.");
		planted.put("few types in a folder", ".cache holds ");
		planted.put("no large cycles in a folder", "A cycle of 5 types");
		planted.put("the api is public", "No public type " + ROOT + ".cache.HiddenApi");
		planted.put("the api names no inside", ".cache.NamesAnInside.result() names ");
		planted.put("members outside the api exist", "No member NamesAnInside#forgotten()");
		planted.put("redis", ".cache.KnowsRedis.");
		planted.put("jdbc", ".cache.KnowsJdbc.");
		planted.put("jackson", ".cache.KnowsJackson.");
		planted.put("micrometer", ".cache.KnowsMicrometer.");
		planted.put("resilience4j", ".cache.KnowsResilience4j.");
		planted.put("slf4j", ".cache.KnowsSlf4j.");
		planted.put("spring boot", ".warmup.KnowsSpringBoot>");
		planted.put("null marked", ".attic.NoRoom ");
		planted.put("no field injection", ".cache.InjectsAField.");
		planted.put("static fields are final", ".cache.StaticState.replaced>");
		planted.put("static fields do not change", ".cache.StaticState.changed>");
		planted.put("no java serialization", ".tier.redis.Deserializes.");
		planted.put("auto-configurations are public and final", ".autoconfigure.HiddenAutoConfiguration>");
		planted.put("bean methods are package-private", ".autoconfigure.HiddenAutoConfiguration.exposed()");
		return planted;
	}

}
