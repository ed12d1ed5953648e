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

package io.github.warmcache.cache.local;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.TieredCache;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;
import org.springframework.util.unit.DataSize;

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
		assertThat(this.empty).isEqualTo(128 + 24);
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

	@Test
	void collectionThatFailsWhenItIsReadCountsAsSmall() {
		assertThat(weigh(new Owner(new BrokenList()))).isEqualTo(16 + 40);
	}

	@Test
	void objectWithAFieldOfAMissingClassCountsAsSmall() throws Exception {
		ClassLoader incomplete = new ClassLoader(getClass().getClassLoader()) {

			@Override
			protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
				if (name.equals(Missing.class.getName())) {
					throw new ClassNotFoundException(name);
				}
				return name.equals(Incomplete.class.getName()) ? define(name) : super.loadClass(name, resolve);
			}

			private Class<?> define(String name) throws ClassNotFoundException {
				try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
					byte[] bytes = in.readAllBytes();
					return defineClass(name, bytes, 0, bytes.length);
				}
				catch (IOException ex) {
					throw new ClassNotFoundException(name, ex);
				}
			}

		};
		Constructor<?> constructor = incomplete.loadClass(Incomplete.class.getName()).getDeclaredConstructor();
		constructor.setAccessible(true);
		assertThat(weigh(constructor.newInstance())).isEqualTo(40);
	}

	@Test
	void weigherIsNotCalledInsideOfCaffeine() {
		TieredCache cache = TieredCache
			.builder(new CacheDefinition("weighed", ResolvableType.NONE, ResolvableType.NONE,
					new LocalTierSettings(null, DataSize.ofMegabytes(1), TestCaches.TTL, 0, TestCaches.NULL_TTL), null))
			.weigher((key, value) -> {
				assertThat(Thread.currentThread().getStackTrace())
					.noneMatch((frame) -> frame.getClassName().startsWith("com.github.benmanes"));
				return 1;
			})
			.build();
		cache.put("a", "1");
		assertThat(cache.get("a", () -> "2")).isEqualTo("1");
		assertThat(cache.get("b", () -> "2")).isEqualTo("2");
		assertThat(cache.putIfAbsent("c", "3")).isNull();
	}

	@Test
	void weighsAHundredThousandElements() {
		List<Object> points = new ArrayList<>();
		for (int i = 0; i < 100_000; i++) {
			points.add(new Point(i, i));
		}
		assertThat(weigh(points)).isEqualTo(40 + 100_000 * (8 + 32));
	}

	@Test
	void endsAtChainsOfAnyLength() {
		Object chain = "end";
		for (int i = 0; i < 100_000; i++) {
			chain = new Owner(chain);
		}
		assertThat(weigh(chain)).isPositive();
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

	record Owner(Object owned) {
	}

	static class Missing {

	}

	static class Incomplete {

		@Nullable Missing missing;

	}

	static class BrokenList extends AbstractList<Object> {

		@Override
		public Object get(int index) {
			throw new IllegalStateException("no session");
		}

		@Override
		public int size() {
			return 1;
		}

	}

	static class Parent {

		long inherited;

	}

	static class Child extends Parent {

		long own;

	}

}
