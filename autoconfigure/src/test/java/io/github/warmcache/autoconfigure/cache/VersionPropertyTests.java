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

package io.github.warmcache.autoconfigure.cache;

import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.CacheProperties;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties.CircuitBreaker;
import io.github.warmcache.autoconfigure.types.CacheTypes;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.tier.ValueVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link VersionProperty}.
 */
@ExtendWith(OutputCaptureExtension.class)
class VersionPropertyTests {

	private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.123456789Z");

	private static final long MICROS = 1_770_091_506_123_456L;

	static Stream<Object[]> values() {
		return Stream.of(new Object[] { new ByInstant(TIME), MICROS },
				new Object[] { new ByOffset(TIME.atOffset(ZoneOffset.ofHours(5))), MICROS },
				new Object[] { new ByZone(TIME.atZone(ZoneId.of("Europe/Rome"))), MICROS },
				new Object[] { new ByLocal(LocalDateTime.parse("2026-02-03T04:05:06.123456789")), MICROS },
				new Object[] { new ByDate(Date.from(TIME)), MICROS / 1000 * 1000 },
				new Object[] { new ByDate(Timestamp.from(TIME)), MICROS },
				new Object[] { new ByDate(new java.sql.Date(7)), 7000L }, new Object[] { new ByInt(-7), -7L },
				new Object[] { new ByShort((short) 3), 3L },
				new Object[] { new ByLong(Long.MIN_VALUE), -Long.MAX_VALUE },
				new Object[] { new ByBig(BigInteger.TWO.pow(70)), Long.MAX_VALUE },
				new Object[] { new ByBig(BigInteger.TWO.pow(70).negate()), -Long.MAX_VALUE },
				new Object[] { new ByInstant(Instant.MAX), Long.MAX_VALUE },
				new Object[] { new ByInstant(Instant.MIN), -Long.MAX_VALUE },
				new Object[] { new ByInstant(null), ValueVersion.UNVERSIONED }, new Object[] { new Bean(9), 9L },
				new Object[] { new WithField(9), 9L }, new Object[] { new Sub(9), 9L });
	}

	@ParameterizedTest
	@MethodSource("values")
	void versionIsANumberInTheOrderOfTheProperty(Object value, long expected) {
		assertThat(version(ResolvableType.forClass(value.getClass())).of(value)).isEqualTo(expected);
	}

	@Test
	void absenceHasNoVersion() {
		assertThat(version(ResolvableType.forClass(Bean.class)).of(null)).isEqualTo(ValueVersion.UNVERSIONED);
	}

	@Test
	void cacheWithoutTheSettingHasNoVersions() {
		assertThat(VersionProperty.of(settings(null), CacheTypes.UNKNOWN)).isSameAs(ValueVersion.NONE);
	}

	@Test
	void keyOfAMapIsAProperty(CapturedOutput output) {
		ValueVersion typed = version(ResolvableType.forClassWithGenerics(Map.class, String.class, Long.class));
		assertThat(typed.of(Map.of("version", 7L))).isEqualTo(7);
		assertThat(typed.of(Map.of())).isEqualTo(ValueVersion.UNVERSIONED);
		assertThat(typed.scheme()).isEqualTo("version number");
		ValueVersion untyped = version(ResolvableType.forClassWithGenerics(Map.class, String.class, Object.class));
		assertThat(untyped.of(Map.of("version", TIME))).isEqualTo(MICROS);
		assertThat(untyped.of(Map.of("version", "secret"))).isEqualTo(ValueVersion.UNVERSIONED);
		assertThat(untyped.of(Map.of("version", "secret"))).isEqualTo(ValueVersion.UNVERSIONED);
		assertThat(output).containsOnlyOnce("The version of a value of cache 'cities' is of type java.lang.String")
			.doesNotContain("secret");
	}

	@Test
	void getterThatFailsGivesNoVersion(CapturedOutput output) {
		assertThat(version(ResolvableType.forClass(Failing.class)).of(new Failing()))
			.isEqualTo(ValueVersion.UNVERSIONED);
		assertThat(output).containsOnlyOnce("cache 'cities' fails with java.lang.IllegalStateException")
			.doesNotContain("secret");
	}

	@Test
	void propertyThatDoesNotExistIsRefusedWithThoseThatDo() {
		assertRefused(ResolvableType.forClass(Other.class),
				"but " + Other.class.getName() + " has no such property; it has name, tags",
				"Write the name of a record component");
	}

	@Test
	void propertyWithoutAnOrderIsRefused() {
		assertRefused(ResolvableType.forClass(ByText.class), "whose type java.lang.String does not tell",
				"Name a property that is an integral number, an Instant");
		assertRefused(ResolvableType.forClassWithGenerics(Map.class, String.class, String.class),
				"whose type java.lang.String does not tell", "Name a property that is");
	}

	@Test
	void valuesWithoutPropertiesOfTheirOwnAreRefused() {
		for (ResolvableType type : List.of(ResolvableType.forClassWithGenerics(List.class, Bean.class),
				ResolvableType.forClassWithGenerics(Optional.class, Bean.class),
				ResolvableType.forClass(Bean[].class))) {
			assertRefused(type, "values of type " + type + " have no version of their own", "Remove the property");
		}
		assertRefused(ResolvableType.forClassWithGenerics(Map.class, Long.class, Long.class), "keys are not text",
				"Remove the property");
		assertRefused(ResolvableType.NONE, "no method declares the type",
				"Set 'warmcache.caches.cities.value-type' to the class of the values");
	}

	@Test
	void wrongPropertyStopsTheStart() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class))
			.withPropertyValues("warmcache.caches.cities.version=updated")
			.withBean(Service.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessage("Property 'warmcache.caches.cities.version' is 'updated', but " + Bean.class.getName()
						+ " has no such property; it has version. Write the name of a record component, a getter's "
						+ "property or a public field that grows with each change."));
	}

	@Test
	void versionReachesTheCache() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class))
			.withPropertyValues("warmcache.caches.cities.version=version")
			.withBean(Service.class)
			.run((context) -> {
				var cache = context.getBean(TieredCacheManager.class).getCache("cities");
				Bean newer = new Bean(2);
				cache.put(1L, newer);
				cache.put(1L, new Bean(1));
				assertThat(cache.get(1L).get()).isSameAs(newer);
			});
	}

	private static void assertRefused(ResolvableType type, String problem, String remedy) {
		assertThatExceptionOfType(InvalidCacheConfigurationException.class).isThrownBy(() -> version(type))
			.satisfies((ex) -> assertThat(ex.getProperty()).isEqualTo("warmcache.caches.cities.version"))
			.satisfies((ex) -> assertThat(ex.getProblem()).startsWith("is 'version', ").contains(problem))
			.satisfies((ex) -> assertThat(ex.getRemedy()).startsWith(remedy));
	}

	private static ValueVersion version(ResolvableType type) {
		return VersionProperty.of(settings("version"), new CacheTypes(ResolvableType.NONE, type));
	}

	private static CacheSettings settings(String version) {
		return new CacheSettings("cities", "cities",
				new LocalTierSettings(1L, null, Duration.ofMinutes(1), 0, Duration.ofMinutes(1)), LoadPolicy.defaults(),
				new CircuitBreaker(true, 5, Duration.ofSeconds(1)), version, null, null, null, false,
				CacheTypes.UNKNOWN, false, false,
				new CacheProperties.Source(null, null, null, null, null, List.of(), null),
				new CacheProperties.Warmup(null, null, null, null, null, null, null, null, null, null, null, null, null,
						new CacheProperties.Rewarm(null, null, null, null)));
	}

	record ByInstant(Instant version) {
	}

	record ByOffset(OffsetDateTime version) {
	}

	record ByZone(ZonedDateTime version) {
	}

	record ByLocal(LocalDateTime version) {
	}

	record ByDate(Date version) {
	}

	record ByInt(int version) {
	}

	record ByShort(Short version) {
	}

	record ByLong(long version) {
	}

	record ByBig(BigInteger version) {
	}

	record ByText(String version) {
	}

	record Other(String name, List<String> tags) {
	}

	static class Bean {

		private final long number;

		Bean(long number) {
			this.number = number;
		}

		public long getVersion() {
			return this.number;
		}

	}

	static class Sub extends Bean {

		Sub(long number) {
			super(number);
		}

	}

	static class WithField {

		public final long version;

		WithField(long version) {
			this.version = version;
		}

	}

	static class Failing {

		public long getVersion() {
			throw new IllegalStateException("secret");
		}

	}

	static class Service {

		@Cacheable("cities")
		public Bean city(long id) {
			return new Bean(id);
		}

	}

}
