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
import java.util.Objects;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings({ "unused", "NullAway" })
class ConstructorCodeTests {

	@Test
	void theConstructorOfARecordKeepsItsArguments() {
		assertThat(keeps(Row.class, "name", "count", "weight")).isTrue();
	}

	@Test
	void aConstructorThatOnlyAssignsKeepsItsArguments() {
		assertThat(keeps(Assigned.class, "name", "count")).isTrue();
	}

	@Test
	void anyOtherInstructionSpeaksAgainstIt() {
		assertThat(keeps(Checked.class, "name")).isFalse();
		assertThat(keeps(Copied.class, "names")).isFalse();
		assertThat(keeps(Doubled.class, "count")).isFalse();
		assertThat(keeps(Limited.class, "count")).isFalse();
		assertThat(keeps(Counted.class, "count")).isFalse();
		assertThat(keeps(Constant.class, "name")).isFalse();
		assertThat(keeps(Below.class, "name")).isFalse();
	}

	@Test
	void anArgumentBelongsInTheFieldOfItsName() {
		assertThat(keeps(Swapped.class, "one", "other")).isFalse();
		assertThat(keeps(Dropped.class, "one", "other")).isFalse();
	}

	private static boolean keeps(Class<?> type, String... fields) {
		return ConstructorCode.keepsArguments(type.getDeclaredConstructors()[0], List.of(fields));
	}

	private record Row(String name, long count, double weight) {
	}

	private static final class Assigned {

		private final String name;

		private int count;

		Assigned(String name, int count) {
			this.count = count;
			this.name = name;
		}

	}

	private record Checked(String name) {

		Checked {
			Objects.requireNonNull(name);
		}

	}

	private record Copied(List<String> names) {

		Copied {
			names = List.copyOf(names);
		}

	}

	private record Doubled(int count) {

		Doubled {
			count = count + count;
		}

	}

	private record Limited(int count) {

		Limited {
			if (count > 9) {
				count = 9;
			}
		}

	}

	private record Counted(int count) {

		Counted {
			count++;
		}

	}

	private static final class Constant {

		private final String name;

		private final String kind;

		Constant(String name) {
			this.name = name;
			this.kind = "a";
		}

	}

	private static class Above {

		private final String name;

		Above(String name) {
			this.name = name.trim();
		}

	}

	private static final class Below extends Above {

		Below(String name) {
			super(name);
		}

	}

	private static final class Swapped {

		private final String one;

		private final String other;

		Swapped(String one, String other) {
			this.one = other;
			this.other = one;
		}

	}

	private static final class Dropped {

		private final String one;

		private String other;

		Dropped(String one, String other) {
			this.one = one;
		}

	}

}
