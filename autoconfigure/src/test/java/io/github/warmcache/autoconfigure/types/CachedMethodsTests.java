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

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.cache.interceptor.SimpleKeyGenerator;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CachedMethods}.
 */
class CachedMethodsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			plain       | io.github.warmcache.autoconfigure.types.CachedMethodsTests$City
			primitive   | java.lang.Long
			list        | java.util.List<io.github.warmcache.autoconfigure.types.CachedMethodsTests$City>
			map         | java.util.Map<java.lang.String, java.lang.Object>
			bounded     | java.util.List<io.github.warmcache.autoconfigure.types.CachedMethodsTests$City>
			array       | io.github.warmcache.autoconfigure.types.CachedMethodsTests$City[]
			bytes       | byte[]
			optional    | io.github.warmcache.autoconfigure.types.CachedMethodsTests$City
			future      | io.github.warmcache.autoconfigure.types.CachedMethodsTests$City
			stage       | io.github.warmcache.autoconfigure.types.CachedMethodsTests$City
			futureList  | java.util.List<io.github.warmcache.autoconfigure.types.CachedMethodsTests$City>
			mono        | io.github.warmcache.autoconfigure.types.CachedMethodsTests$City
			flux        | java.util.List<io.github.warmcache.autoconfigure.types.CachedMethodsTests$City>
			put         | io.github.warmcache.autoconfigure.types.CachedMethodsTests$City
			""")
	void valueTypeIsWhatSpringKeepsOfTheResult(String cacheName, String type) {
		assertThat(only(methods(Values.class), cacheName).valueType()).hasToString(type);
	}

	@ParameterizedTest
	@CsvSource({ "nothing", "boxedNothing", "monoOfNothing", "object", "raw", "wildcard", "variable", "endless" })
	void valueTypeThatSaysNothingIsUnknown(String cacheName) {
		assertThat(only(methods(Unknown.class), cacheName).valueType()).isSameAs(ResolvableType.NONE);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			single       | java.lang.Long
			typed        | java.util.List<java.lang.String>
			none         | org.springframework.cache.interceptor.SimpleKey
			several      | org.springframework.cache.interceptor.SimpleKey
			array        | org.springframework.cache.interceptor.SimpleKey
			varargs      | java.lang.String
			rest         | java.lang.Long
			bytes        | java.lang.Byte
			named        | java.lang.Integer
			position     | java.lang.Integer
			argument     | java.lang.Integer
			rootArgument | java.lang.Integer
			record       | java.lang.Long
			call         | java.lang.Long
			bean         | java.lang.String
			field        | java.util.UUID
			nested       | java.lang.Long
			text         | java.lang.String
			concatenated | java.lang.String
			methodName   | java.lang.String
			result       | java.lang.Long
			optional     | java.lang.Long
			""")
	void keyTypeIsThatOfTheParameterOrTheExpression(String cacheName, String type) {
		assertThat(only(methods(Keys.class), cacheName).keyType()).hasToString(type);
	}

	@ParameterizedTest
	@CsvSource({ "generator", "computed", "missing", "beyond", "calculated", "broken", "everything", "object" })
	void keyTypeThatCannotBeToldIsUnknown(String cacheName) {
		assertThat(only(methods(UnknownKeys.class), cacheName).keyType()).isSameAs(ResolvableType.NONE);
	}

	@Test
	void keyTypeIsUnknownWhereTheApplicationGeneratesKeysOfItsOwn() {
		CachedMethods methods = methods(Keys.class, OwnKeyGenerator.class);
		assertThat(only(methods, "single").keyType()).isSameAs(ResolvableType.NONE);
		assertThat(only(methods, "named").keyType()).hasToString("java.lang.Integer");
	}

	@Test
	void keyTypeIsKnownWhereTheApplicationConfiguresOtherThings() {
		assertThat(only(methods(Keys.class, OwnErrorHandler.class), "single").keyType()).hasToString("java.lang.Long");
	}

	@Test
	void annotationsAreUnderstoodAsSpringUnderstandsThem() {
		CachedMethods methods = methods(Annotated.class);
		assertThat(methods.cacheNames()).containsExactlyInAnyOrder("configured", "first", "second", "one", "two",
				"meta", "protected", "evicted");
		assertThat(only(methods, "evicted").stores()).isFalse();
		assertThat(only(methods, "two").stores()).isTrue();
		assertThat(only(methods, "meta").describe()).isEqualTo(Annotated.class.getName() + ".meta(long)");
	}

	@Test
	void annotationsOnInterfacesAreFound() {
		CachedMethods methods = methods(CityRepositoryBean.class);
		assertThat(only(methods, "repository").keyType()).hasToString("java.lang.Long");
		assertThat(only(methods, "repository").valueType()).hasToString(City.class.getName());
	}

	@Test
	void genericsAreResolvedAgainstTheBeanDefinition() {
		CachedMethods methods = methods(GenericBeans.class);
		assertThat(methods.of("variable")).extracting((method) -> method.valueType().toString())
			.containsExactlyInAnyOrder(City.class.getName(), "java.lang.String");
	}

	@Test
	void methodsThatNameAnotherCacheManagerOrAResolverAreNoneOfOurs() {
		assertThat(methods(OtherManagers.class).cacheNames()).containsExactly("ours");
	}

	@Test
	void noBeanIsCreated() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(Untouchable.class);
			context.registerBean(Values.class, () -> {
				throw new IllegalStateException("created");
			}, (definition) -> definition.setLazyInit(true));
			context.refresh();
			CachedMethods methods = new CachedMethods(context.getBeanFactory(), "cacheManager");
			assertThat(methods.cacheNames()).contains("plain", "repository");
		}
	}

	@Test
	void beanBehindAnInterfaceIsFoundOnceItExistsAlsoBehindAJdkProxy() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Hidden.class)) {
			CachedMethods methods = new CachedMethods(context.getBeanFactory(), "cacheManager");
			assertThat(methods.cacheNames()).doesNotContain("hidden");
			Runnable hidden = context.getBean(Runnable.class);
			assertThat(Proxy.isProxyClass(hidden.getClass())).isTrue();
			assertThat(only(methods, "hidden").keyType()).hasToString(SimpleKey.class.getName());
		}
	}

	@Test
	void beanThatCannotBeInspectedIsPassedOver() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			RootBeanDefinition broken = new RootBeanDefinition();
			broken.setBeanClassName("com.example.Missing");
			broken.setLazyInit(true);
			context.registerBeanDefinition("broken", broken);
			context.registerBean(Values.class);
			assertThat(new CachedMethods(context.getBeanFactory(), "cacheManager").cacheNames()).contains("plain");
		}
	}

	private static CachedMethods methods(Class<?>... beans) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(beans);
			context.refresh();
			CachedMethods methods = new CachedMethods(context.getBeanFactory(), "cacheManager");
			methods.cacheNames();
			return methods;
		}
	}

	private static CachedMethod only(CachedMethods methods, String cacheName) {
		List<CachedMethod> found = methods.of(cacheName);
		assertThat(found).hasSize(1);
		return found.get(0);
	}

	record City(long id, String name) {

	}

	record Visit(City city) {

	}

	static class Person {

		public final UUID id = new UUID(0, 0);

		String getName() {
			return "hidden";
		}

		public String getLogin() {
			return "ada";
		}

	}

	static class Values {

		@Cacheable("plain")
		public City plain() {
			return new City(1, "Rome");
		}

		@Cacheable("primitive")
		public long primitive() {
			return 1;
		}

		@Cacheable("list")
		public List<City> list() {
			return List.of();
		}

		@Cacheable("map")
		public Map<String, Object> map() {
			return Map.of();
		}

		@Cacheable("bounded")
		public List<? extends City> bounded() {
			return List.of();
		}

		@Cacheable("array")
		public City[] array() {
			return new City[0];
		}

		@Cacheable("bytes")
		public byte[] bytes() {
			return new byte[0];
		}

		@Cacheable("optional")
		public Optional<City> optional() {
			return Optional.empty();
		}

		@Cacheable("future")
		public CompletableFuture<City> future() {
			return CompletableFuture.completedFuture(null);
		}

		@Cacheable("stage")
		public CompletionStage<City> stage() {
			return CompletableFuture.completedFuture(null);
		}

		@Cacheable("futureList")
		public CompletableFuture<List<City>> futureList() {
			return CompletableFuture.completedFuture(null);
		}

		@Cacheable("mono")
		public Mono<City> mono() {
			return Mono.empty();
		}

		@Cacheable("flux")
		public Flux<City> flux() {
			return Flux.empty();
		}

		@CachePut("put")
		public City put(City city) {
			return city;
		}

	}

	static class Unknown {

		@Cacheable("nothing")
		public void nothing() {
		}

		@Cacheable("boxedNothing")
		public Void boxedNothing() {
			return null;
		}

		@Cacheable("monoOfNothing")
		public Mono<Void> monoOfNothing() {
			return Mono.empty();
		}

		@Cacheable("object")
		public Object object() {
			return "";
		}

		@Cacheable("raw")
		public List raw() {
			return List.of();
		}

		@Cacheable("wildcard")
		public List<?> wildcard() {
			return List.of();
		}

		@Cacheable("variable")
		public <T> List<T> variable() {
			return List.of();
		}

		@Cacheable("endless")
		public Enum endless() {
			return null;
		}

	}

	static class Keys {

		@Cacheable("single")
		public City single(long id) {
			return new City(id, "");
		}

		@Cacheable("typed")
		public City typed(List<String> names) {
			return new City(1, "");
		}

		@Cacheable("none")
		public City none() {
			return new City(1, "");
		}

		@Cacheable("several")
		public City several(String country, int limit) {
			return new City(limit, country);
		}

		@Cacheable("array")
		public City array(long[] ids) {
			return new City(1, "");
		}

		@Cacheable("rest")
		public City rest(Long id, String... names) {
			return new City(1, "");
		}

		@Cacheable("bytes")
		public City bytes(byte... bytes) {
			return new City(1, "");
		}

		@Cacheable("varargs")
		public City varargs(String... names) {
			return new City(1, "");
		}

		@Cacheable(cacheNames = "named", key = "#limit")
		public City named(String country, int limit) {
			return new City(limit, country);
		}

		@Cacheable(cacheNames = "position", key = "#p1")
		public City position(String country, int limit) {
			return new City(limit, country);
		}

		@Cacheable(cacheNames = "argument", key = "#a1")
		public City argument(String country, int limit) {
			return new City(limit, country);
		}

		@Cacheable(cacheNames = "rootArgument", key = "#root.args[1]")
		public City rootArgument(String country, int limit) {
			return new City(limit, country);
		}

		@CachePut(cacheNames = "record", key = "#city.id")
		public City record(City city) {
			return city;
		}

		@CachePut(cacheNames = "call", key = "#city.id()")
		public City call(City city) {
			return city;
		}

		@Cacheable(cacheNames = "bean", key = "#person.login")
		public City bean(Person person) {
			return new City(1, "");
		}

		@Cacheable(cacheNames = "field", key = "#person.id")
		public City field(Person person) {
			return new City(1, "");
		}

		@Cacheable(cacheNames = "nested", key = "#visit?.city?.id")
		public City nested(Visit visit) {
			return visit.city();
		}

		@Cacheable(cacheNames = "text", key = "'all'")
		public City text() {
			return new City(1, "");
		}

		@Cacheable(cacheNames = "concatenated", key = "#country + ':' + #limit")
		public City concatenated(int country, int limit) {
			return new City(limit, "");
		}

		@Cacheable(cacheNames = "methodName", key = "#root.methodName")
		public City methodName() {
			return new City(1, "");
		}

		@CachePut(cacheNames = "result", key = "#result.id")
		public City result() {
			return new City(1, "");
		}

		@CachePut(cacheNames = "optional", key = "#result.id")
		public Optional<City> optional() {
			return Optional.empty();
		}

	}

	static class UnknownKeys {

		@Cacheable(cacheNames = "generator", keyGenerator = "special")
		public City generator(long id) {
			return new City(id, "");
		}

		@Cacheable(cacheNames = "computed", key = "T(java.util.Objects).hash(#a, #b)")
		public City computed(long a, long b) {
			return new City(a, "");
		}

		@Cacheable(cacheNames = "missing", key = "#other")
		public City missing(long id) {
			return new City(id, "");
		}

		@Cacheable(cacheNames = "beyond", key = "#p7")
		public City beyond(long id) {
			return new City(id, "");
		}

		@Cacheable(cacheNames = "calculated", key = "#a + #b")
		public City calculated(long a, long b) {
			return new City(a, "");
		}

		@Cacheable(cacheNames = "broken", key = "#{")
		public City broken(long id) {
			return new City(id, "");
		}

		@CacheEvict(cacheNames = "everything", allEntries = true)
		public void everything(long id) {
		}

		@Cacheable("object")
		public City object(Object id) {
			return new City(1, "");
		}

	}

	@Configuration
	static class OwnKeyGenerator implements CachingConfigurer {

		@Override
		public KeyGenerator keyGenerator() {
			return new SimpleKeyGenerator();
		}

	}

	@Configuration
	static class OwnErrorHandler implements CachingConfigurer {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Cacheable("meta")
	@interface MetaCacheable {

	}

	@CacheConfig(cacheNames = "configured")
	static class Annotated {

		@Cacheable
		public City configured(long id) {
			return new City(id, "");
		}

		@Cacheable({ "first", "second" })
		public City several(long id) {
			return new City(id, "");
		}

		@Caching(cacheable = @Cacheable("one"), put = @CachePut("two"), evict = @CacheEvict("evicted"))
		public City caching(long id) {
			return new City(id, "");
		}

		@MetaCacheable
		public City meta(long id) {
			return new City(id, "");
		}

		@Cacheable("protected")
		protected City hidden(long id) {
			return new City(id, "");
		}

	}

	interface Repository<T, K> {

		@Cacheable("repository")
		T findById(K id);

	}

	interface CityRepository extends Repository<City, Long> {

	}

	static class CityRepositoryBean implements FactoryBean<CityRepository> {

		@Override
		public CityRepository getObject() {
			throw new IllegalStateException("created");
		}

		@Override
		public Class<?> getObjectType() {
			return CityRepository.class;
		}

	}

	static class Finder<T> {

		@Cacheable("variable")
		public T find(long id) {
			return null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GenericBeans {

		@Bean
		Finder<City> cities() {
			return new Finder<>();
		}

		@Bean
		Finder<String> names() {
			return new Finder<>();
		}

	}

	static class OtherManagers {

		@Cacheable(cacheNames = "theirs", cacheManager = "otherCacheManager")
		public City theirs() {
			return new City(1, "");
		}

		@Cacheable(cacheNames = "resolved", cacheResolver = "resolver")
		public City resolved() {
			return new City(1, "");
		}

		@Cacheable(cacheNames = "ours", cacheManager = "cacheManager")
		public City ours() {
			return new City(1, "");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Untouchable {

		@Bean
		@Lazy
		CityRepositoryBean repository() {
			throw new IllegalStateException("created");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Hidden {

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

		@Bean
		@Lazy
		Runnable hidden() {
			return new HiddenRunnable();
		}

	}

	static class HiddenRunnable implements Runnable, Consumer<String> {

		@Override
		@Cacheable("hidden")
		public void run() {
		}

		@Override
		public void accept(String text) {
		}

	}

}
