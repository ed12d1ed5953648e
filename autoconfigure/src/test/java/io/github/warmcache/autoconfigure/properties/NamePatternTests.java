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

package io.github.warmcache.autoconfigure.properties;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NamePattern}.
 */
class NamePatternTests {

	@ParameterizedTest
	@CsvSource({ "tenant-*,tenant-1,true", "tenant-*,tenant-,true", "tenant-*,tenant,false",
			"tenant-*,a-tenant-1,false", "*-users,tenant-users,true", "*-users,tenant-users-2,false", "*,anything,true",
			"a*b*c,abc,true", "a*b*c,a1b2c,true", "a*b*c,acb,false", "a*bc*c,abc,false", "a*a,a,false",
			"*ab*ab*,abab,true", "*ab*ab*,abb,false", "a.*,abc,false", "a**b,ab,true" })
	void onlyTheStarStandsForOtherCharacters(String pattern, String name, boolean expected) {
		assertThat(new NamePattern(pattern).matches(name)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "tenant-*,*-tenant,true", "tenant-*,orders-*,false", "a*c,ab*,true", "a*c,*d,false", "*,**,true",
			"*a*,b*b,true", "a*,ab,true", "a*b,a*,true", "ab*,ac*,false", "*ab,*cb,false" })
	void patternsOverlapWhereANameMatchesBoth(String first, String second, boolean expected) {
		assertThat(new NamePattern(first).overlaps(new NamePattern(second))).isEqualTo(expected);
		assertThat(new NamePattern(second).overlaps(new NamePattern(first))).isEqualTo(expected);
	}

}
