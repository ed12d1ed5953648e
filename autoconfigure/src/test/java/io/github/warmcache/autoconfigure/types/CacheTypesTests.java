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

package io.github.warmcache.autoconfigure.types;

import java.util.List;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import org.junit.jupiter.api.Test;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CacheTypes}.
 */
class CacheTypesTests {

	@Test
	void methodsThatAgreeTellTheTypes() {
		CacheTypes types = decide("cities");
		assertThat(types.keyType()).hasToString("java.lang.Long");
		assertThat(types.valueType()).hasToString("java.lang.String");
	}

	@Test
	void methodsThatDisagreeAboutValuesAreBothNamed() {
		assertThatExceptionOfType(InvalidCacheConfigurationException.class).isThrownBy(() -> decide("values"))
			.satisfies((ex) -> {
				assertThat(ex.getProperty()).isNull();
				assertThat(ex.getProblem()).isEqualTo("""
						The methods of cache 'values' disagree about the type of its values:

						    %1$s.numbers(long): java.util.List<java.lang.Long>
						    %1$s.texts(long): java.util.List<java.lang.String>""".formatted(Service.class.getName()));
				assertThat(ex.getRemedy()).isEqualTo("Give one of the methods a cache of its own, or set "
						+ "'warmcache.caches.values.value-type' to the type that they have in common");
			});
	}

	@Test
	void methodsThatDisagreeAboutKeysAreBothNamedAndKeepTheirOwn() {
		assertThat(decide("keys").keyType()).isSameAs(ResolvableType.NONE);
		assertThat(CacheTypes.keyDisagreement(CacheTypes.UNKNOWN, "warmcache.caches.single", methods("convertible")))
			.isNull();
		assertThat(CacheTypes.keyDisagreement(CacheTypes.UNKNOWN, "warmcache.caches.keys", methods("keys")))
			.hasMessageContaining("The methods of cache 'keys' disagree about the type of its keys:")
			.hasMessageContaining(Service.class.getName() + ".byLong(long): java.lang.Long")
			.hasMessageContaining(Service.class.getName() + ".byInt(int): java.lang.Integer")
			.hasMessageContaining("set 'warmcache.caches.keys.key-type'");
	}

	@Test
	void whatIsWrittenCannotBeContradicted() {
		CacheTypes written = new CacheTypes(ResolvableType.forClass(Number.class),
				ResolvableType.forClass(Object.class));
		assertThat(CacheTypes.decide(written, "warmcache.caches.keys", methods("keys"))).isEqualTo(written);
		assertThat(CacheTypes.decide(written, "warmcache.caches.values", methods("values"))).isEqualTo(written);
		assertThat(CacheTypes.decide(written, "warmcache.caches.wrong", methods("wrong"))).isEqualTo(written);
	}

	@Test
	void evictionOfWhatCanBecomeAKeyIsNoDisagreement() {
		assertThat(decide("convertible").keyType()).hasToString("java.lang.Long");
	}

	@Test
	void evictionOfWhatIsNoKeyIsRefused() {
		assertThatExceptionOfType(InvalidCacheConfigurationException.class).isThrownBy(() -> decide("wrong"))
			.satisfies((ex) -> {
				assertThat(ex.getProblem()).isEqualTo(
						"Cache 'wrong' has keys of type java.lang.Long, but %s.removeWrong(CacheTypesTests.City) evicts one "
								+ "of type %s",
						Service.class.getName(), City.class.getName());
				assertThat(ex.getRemedy()).isEqualTo("Name the key in the annotation, as in "
						+ "@CacheEvict(cacheNames = \"wrong\", key = \"#city.id\"), or set its allEntries to true");
			});
	}

	@Test
	void refusedEvictionWithTheKeyAmongItsArgumentsIsToldSo() {
		assertThatExceptionOfType(InvalidCacheConfigurationException.class).isThrownBy(() -> decide("renamed"))
			.satisfies((ex) -> assertThat(ex.getRemedy()).contains("key = \"#id\""));
	}

	@Test
	void methodsThatDoNotTellLeaveTheTypesUnknown() {
		assertThat(decide("unknown")).isEqualTo(CacheTypes.UNKNOWN);
		assertThat(decide("unused")).isEqualTo(CacheTypes.UNKNOWN);
	}

	@Test
	void unknownTypesAreFilledIn() {
		CacheTypes known = CacheTypes.of(ResolvableType.forClass(long.class), ResolvableType.forClass(City.class));
		assertThat(CacheTypes.UNKNOWN.orElse(known)).isEqualTo(known);
		assertThat(known.orElse(CacheTypes.UNKNOWN)).isEqualTo(known);
		assertThat(known.keyType()).hasToString("java.lang.Long");
	}

	private static CacheTypes decide(String cacheName) {
		return CacheTypes.decide(CacheTypes.UNKNOWN, "warmcache.caches." + cacheName, methods(cacheName));
	}

	private static List<CachedMethod> methods(String cacheName) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.registerBean(Service.class);
			context.refresh();
			return new CachedMethods(context.getBeanFactory(), "cacheManager").of(cacheName);
		}
	}

	record City(long id) {

	}

	static class Service {

		@Cacheable("cities")
		public String find(long id) {
			return "";
		}

		@CachePut(cacheNames = "cities", key = "#city.id")
		public String update(City city) {
			return "";
		}

		@CacheEvict("cities")
		public void remove(Long id) {
		}

		@Cacheable("values")
		public List<String> texts(long id) {
			return List.of();
		}

		@Cacheable("values")
		public List<Long> numbers(long id) {
			return List.of();
		}

		@Cacheable("keys")
		public String byLong(long id) {
			return "";
		}

		@Cacheable("keys")
		public String byInt(int id) {
			return "";
		}

		@Cacheable("convertible")
		public String convertible(long id) {
			return "";
		}

		@CacheEvict("convertible")
		public void removeByInt(int id) {
		}

		@CacheEvict("convertible")
		public void removeByText(String id) {
		}

		@CacheEvict(cacheNames = "convertible", allEntries = true)
		public void removeAll(City city) {
		}

		@Cacheable("wrong")
		public String wrong(long id) {
			return "";
		}

		@CacheEvict("wrong")
		public void removeWrong(City city) {
		}

		@Cacheable("renamed")
		public String renamed(long id) {
			return "";
		}

		@CacheEvict("renamed")
		public void rename(String name, long id) {
		}

		@Cacheable(cacheNames = "unknown", keyGenerator = "special")
		public Object unknown(long id) {
			return "";
		}

	}

}
