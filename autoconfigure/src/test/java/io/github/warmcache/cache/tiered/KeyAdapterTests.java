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

package io.github.warmcache.cache.tiered;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import io.github.warmcache.cache.TestCaches;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link KeyAdapter}.
 */
class KeyAdapterTests {

	private static final UUID ID = UUID.fromString("00000000-0000-00ab-0000-000000000001");

	@ParameterizedTest
	@MethodSource
	void convertsWhatHasOneFormInTheDeclaredType(Object key, Class<?> type, Object expected) {
		assertThat(adapt(key, type)).isEqualTo(expected);
	}

	static List<Arguments> convertsWhatHasOneFormInTheDeclaredType() {
		return List.of(Arguments.of(7, Long.class, 7L), Arguments.of(7, long.class, 7L),
				Arguments.of(7L, Integer.class, 7), Arguments.of("7", Long.class, 7L),
				Arguments.of(7L, String.class, "7"), Arguments.of(new BigDecimal("7"), Long.class, 7L),
				Arguments.of("true", Boolean.class, true), Arguments.of(true, String.class, "true"),
				Arguments.of("a", Character.class, 'a'), Arguments.of('a', String.class, "a"),
				Arguments.of("MONDAY", DayOfWeek.class, DayOfWeek.MONDAY),
				Arguments.of(DayOfWeek.MONDAY, String.class, "MONDAY"),
				Arguments.of(ID.toString().toUpperCase(Locale.ROOT), UUID.class, ID),
				Arguments.of(ID, String.class, ID.toString()));
	}

	@ParameterizedTest
	@MethodSource
	void rejectsWhatWouldBecomeAnotherKey(Object key, Class<?> type) {
		assertThatIllegalArgumentException().isThrownBy(() -> adapt(key, type)).withMessageContaining("'cities'");
	}

	static List<Arguments> rejectsWhatWouldBecomeAnotherKey() {
		return List.of(Arguments.of(7.5, Long.class), Arguments.of(1L << 40, Integer.class),
				Arguments.of((1L << 53) + 1, Double.class), Arguments.of(Double.NaN, Long.class),
				Arguments.of('7', Long.class), Arguments.of(55, Character.class), Arguments.of("", Long.class),
				Arguments.of("007", Long.class), Arguments.of(" 7", Long.class), Arguments.of("0x7", Long.class),
				Arguments.of("yes", Boolean.class), Arguments.of("1", Boolean.class),
				Arguments.of(" MONDAY ", DayOfWeek.class), Arguments.of(List.of("a", "b"), String.class),
				Arguments.of(new byte[] { 1, 2 }, String.class));
	}

	@Test
	void takesAnyKeyIfNoneIsDeclared() {
		Object key = new Object();
		assertThat(new KeyAdapter("cities", ResolvableType.NONE).adapt(key)).isSameAs(key);
	}

	@Test
	void hitByAnotherFormOfAKeyCountsAsAHit() {
		TieredCache longs = TestCaches.local(Long.class).build();
		longs.put(7L, "1");
		assertThat(longs.get(7)).isNotNull();
		assertThat(longs.get("7", String.class)).isEqualTo("1");
		assertThat(longs.getNativeCache().stats().hitCount()).isEqualTo(2);
		assertThat(longs.getNativeCache().stats().missCount()).isZero();
	}

	private static Object adapt(Object key, Class<?> type) {
		return new KeyAdapter("cities", ResolvableType.forClass(type)).adapt(key);
	}

}
