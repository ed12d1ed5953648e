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

package io.github.warmcache.tier.shape;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of comparisons that must not believe the {@code equals} of the application.
 */
class DeepComparisonTests {

	@Test
	void whatIsInASetIsComparedFieldByField() {
		Set<Tag> loaded = new HashSet<>(Set.of(new Tag("a", "loaded"), new Tag("b", "same")));
		assertThatCode(() -> DeepComparison.requireEqual(loaded,
				new HashSet<>(Set.of(new Tag("b", "same"), new Tag("a", "loaded")))))
			.doesNotThrowAnyException();
		assertThatExceptionOfType(UnequalPartException.class)
			.isThrownBy(() -> DeepComparison.requireEqual(loaded,
					new HashSet<>(Set.of(new Tag("a", "read"), new Tag("b", "same")))))
			.withMessageContaining("note");
		assertThatExceptionOfType(UnequalPartException.class).isThrownBy(() -> DeepComparison.requireEqual(loaded,
				new HashSet<>(Set.of(new Tag("c", "loaded"), new Tag("b", "same")))));
	}

	private record Tag(String name, String note) {

		@Override
		public boolean equals(Object other) {
			return other instanceof Tag tag && tag.name.equals(this.name);
		}

		@Override
		public int hashCode() {
			return Objects.hashCode(this.name);
		}

	}

}
