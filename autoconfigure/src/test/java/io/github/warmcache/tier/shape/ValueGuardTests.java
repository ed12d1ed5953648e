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

import java.util.List;
import java.util.Locale;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.warmcache.tier.codec.ValueMappers;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ValueGuardTests {

	private final JsonMapper mapper = ValueMappers.builder().build();

	@Test
	void whatIsOnlyAssignedIsComparedAtFirst() throws UnequalPartException {
		assertThat(comparisons(Plain.class, new Plain("a", 1, List.of("b")))).isEqualTo(ObjectShape.FIRST);
		assertThat(comparisons(Bean.class, new Bean())).isEqualTo(ObjectShape.FIRST);
	}

	@Test
	void whatCodeOfTheApplicationMakesIsAlwaysCompared() throws UnequalPartException {
		assertThat(comparisons(Checked.class, new Checked("a"))).isEqualTo(100);
		assertThat(comparisons(Holder.class, new Holder(new Checked("a")))).isEqualTo(100);
		assertThat(comparisons(Made.class, Made.of("a"))).isEqualTo(100);
	}

	private int comparisons(Class<?> type, Object value) throws UnequalPartException {
		ValueGuard guard = ValueGuard.of(this.mapper, this.mapper.constructType(type));
		assertThat(guard.rejection()).isNull();
		int comparisons = 0;
		for (int i = 0; i < 100; i++) {
			comparisons += guard.inspect(value) ? 1 : 0;
		}
		return comparisons;
	}

	private record Plain(String name, int count, List<String> tags) {
	}

	@SuppressWarnings("unused")
	private static final class Bean {

		private String name = "a".toUpperCase(Locale.ROOT);

	}

	private record Checked(String name) {

		Checked {
			Objects.requireNonNull(name);
		}

	}

	private record Holder(Checked checked) {
	}

	@SuppressWarnings("unused")
	private static final class Made {

		private final String name;

		private Made(String name) {
			this.name = name;
		}

		@JsonCreator
		static Made of(@JsonProperty("name") String name) {
			return new Made(name);
		}

	}

}
