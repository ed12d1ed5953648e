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

package io.github.warmcache.cache;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link HeapWeigher}. Expected figures are those of HotSpot with compressed
 * references.
 */
class HeapWeigherTests {

	private static final Long KEY = 7L;

	private final HeapWeigher weigher = new HeapWeigher();

	private final int empty = this.weigher.weigh(KEY, null);

	@Test
	void weighsTheEntryItself() {
		assertThat(this.empty).isEqualTo(120 + 24);
	}

	@Test
	void weighsStringsByTheirBytes() {
		assertThat(weigh("")).isEqualTo(40);
		assertThat(weigh("12345678")).isEqualTo(48);
		assertThat(weigh("Zürich!!")).isEqualTo(48);
		assertThat(weigh("北京北京")).isEqualTo(48);
	}

	@Test
	void weighsRecordsByTheirFields() {
		assertThat(weigh(new Point(1, 2))).isEqualTo(32);
		assertThat(weigh(new Named("12345678", new Point(1, 2)))).isEqualTo(24 + 48 + 32);
	}

	@Test
	void weighsInheritedFields() {
		assertThat(weigh(new Child())).isEqualTo(32);
	}

	@Test
	void weighsArraysAndCollectionsWithTheirElements() {
		assertThat(weigh(new long[10])).isEqualTo(16 + 80);
		assertThat(weigh(new byte[3])).isEqualTo(24);
		assertThat(weigh(new Object[] { "", null })).isEqualTo(24 + 40);
		assertThat(weigh(List.of("", "x"))).isEqualTo(40 + 2 * 8 + 40 + 40 + 8);
		assertThat(weigh(Map.of("a", 1L))).isGreaterThan(weigh(Map.of()) + 48 + 24);
		assertThat(weigh(Optional.of(""))).isEqualTo(16 + 40);
	}

	@Test
	void countsNothingForWhatIsSharedByNature() {
		assertThat(weigh(DayOfWeek.MONDAY)).isZero();
		assertThat(weigh(String.class)).isZero();
	}

	@Test
	void countsAnObjectOnceHoweverOftenItIsReferred() {
		Point point = new Point(1, 2);
		assertThat(weigh(new Object[] { point, point })).isEqualTo(24 + 32);
	}

	@Test
	void endsAtCycles() {
		List<Object> cycle = new ArrayList<>();
		cycle.add(cycle);
		assertThat(weigh(cycle)).isPositive();
	}

	@Test
	void countsWhatTheModuleSystemHidesAsSmall() {
		assertThat(weigh(new Dated(LocalDate.EPOCH))).isBetween(16 + 16, 16 + 40);
	}

	private int weigh(@Nullable Object value) {
		return this.weigher.weigh(KEY, value) - this.empty;
	}

	record Point(double x, double y) {
	}

	record Named(String name, Point point) {
	}

	record Dated(LocalDate date) {
	}

	static class Parent {

		long inherited;

	}

	static class Child extends Parent {

		long own;

	}

}
