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

package io.github.warmcache.interceptor;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;

import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.cache.interceptor.SimpleCacheErrorHandler;
import org.springframework.cache.interceptor.SimpleCacheResolver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link DirectCacheInterceptor} and what puts it in place.
 */
class DirectCacheInterceptorTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheCachingAutoConfiguration.class))
		.withUserConfiguration(TestCacheManager.class)
		.withBean(CachedMethodShapes.class)
		.withBean(Numbers.class);

	@Test
	void takesThePlaceOfSpringsOwn() {
		this.contextRunner.run((context) -> assertThat(context.getBean(CacheInterceptor.class))
			.isInstanceOf(DirectCacheInterceptor.class));
	}

	@Test
	void leavesAnInterceptorOfTheApplicationAlone() {
		CacheInterceptor own = new CacheInterceptor() {
		};
		assertThat(new CachingPostProcessor().postProcessAfterInitialization(own, "own")).isSameAs(own);
	}

	@Test
	void hitsAndMissesAreCountedOnce() {
		this.contextRunner.run((context) -> {
			CachedMethodShapes shapes = context.getBean(CachedMethodShapes.class);
			shapes.one("a");
			shapes.one("a");
			shapes.one("a");
			TieredCache cache = context.getBean(TieredCacheManager.class).getCache("one");
			CacheStats stats = cache.getNativeCache().stats();
			assertThat(stats.hitCount()).isEqualTo(2);
			assertThat(stats.missCount()).isEqualTo(1);
			assertThat(cache.statistics().count(CacheEvent.METHOD_LOADED)).isEqualTo(1);
		});
	}

	@Test
	void methodThatReturnsNoOptionalIsSaidToReturnAnEmptyOneAsByAnySynchronizedMethod() {
		this.contextRunner.run((context) -> {
			CachedMethodShapes shapes = context.getBean(CachedMethodShapes.class);
			assertThat(shapes.optional("null")).isEmpty();
			assertThat(shapes.optional("null")).isEmpty();
			assertThat(shapes.runs()).isEqualTo(1);
		});
	}

	@Test
	void readsWhatWasPutAndForgetsWhatWasEvictedElsewhere() {
		this.contextRunner.run((context) -> {
			CachedMethodShapes shapes = context.getBean(CachedMethodShapes.class);
			Cache cache = context.getBean(CacheManager.class).getCache("one");
			cache.put("a", "put");
			assertThat(shapes.one("a")).isEqualTo("put");
			cache.evict("a");
			assertThat(shapes.one("a")).isEqualTo("[a] run 1");
		});
	}

	@Test
	void failureOfTheCacheIsHandledByTheErrorHandlerOfAConfigurer() {
		this.contextRunner.withUserConfiguration(HandledErrors.class).run((context) -> {
			assertThat(context.getBean(Numbers.class).number("seven")).isEqualTo("seven");
			assertThat(context.getBean(HandledErrors.class).failures()).hasSize(1);
			assertThat(context.getBean(CachedMethodShapes.class).one("a")).isEqualTo("[a] run 1");
			assertThat(context.getBean(CachedMethodShapes.class).one("a")).isEqualTo("[a] run 1");
			assertThat(context.getBean(CachedMethodShapes.class).wasDirect()).isTrue();
		});
	}

	@Test
	void failureOfTheCacheReachesTheCallerOtherwise() {
		this.contextRunner.run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> context.getBean(Numbers.class).number("seven"))
			.withMessageContaining("numbers"));
	}

	@Test
	void keysAreMadeByTheGeneratorOfAConfigurer() {
		this.contextRunner.withUserConfiguration(OwnKeys.class).run((context) -> {
			CachedMethodShapes shapes = context.getBean(CachedMethodShapes.class);
			assertThat(shapes.one("a")).isEqualTo(shapes.one("b"));
			assertThat(shapes.wasDirect()).isFalse();
		});
	}

	@Test
	void cachesAreResolvedByTheResolverOfAConfigurer() {
		this.contextRunner.withUserConfiguration(OwnResolver.class).run((context) -> {
			CachedMethodShapes shapes = context.getBean(CachedMethodShapes.class);
			assertThat(shapes.one("a")).isEqualTo(shapes.one("a"));
			assertThat(shapes.wasDirect()).isFalse();
			assertThat(context.getBean(TieredCacheManager.class).getCachesPresent()).isEmpty();
		});
	}

	@Test
	void cachesAreThoseOfTheCacheManagerOfTheApplication() {
		this.contextRunner.withUserConfiguration(OwnManager.class).run((context) -> {
			CachedMethodShapes shapes = context.getBean(CachedMethodShapes.class);
			assertThat(shapes.one("a")).isEqualTo(shapes.one("a"));
			assertThat(shapes.wasDirect()).isFalse();
			assertThat(context.getBean("other", CacheManager.class).getCacheNames()).containsExactly("one");
		});
	}

	@Test
	void nothingIsCachedBeforeAllBeansAreMade() {
		this.contextRunner.withBean(Early.class).run((context) -> {
			assertThat(context.getBean(Early.class).results()).containsExactly("[a] run 1", "[a] run 2");
			CachedMethodShapes shapes = context.getBean(CachedMethodShapes.class);
			assertThat(shapes.one("a")).isEqualTo("[a] run 3").isEqualTo(shapes.one("a"));
			assertThat(shapes.wasDirect()).isTrue();
		});
	}

	@Test
	void oneMethodOfTwoClassesIsTwoMethods() {
		this.contextRunner.withBean("first", FirstNamed.class)
			.withBean("second", SecondNamed.class)
			.withPropertyValues("spring.aop.proxy-target-class=false")
			.run((context) -> {
				Named first = context.getBean("first", Named.class);
				Named second = context.getBean("second", Named.class);
				assertThat(first.name("a")).isEqualTo("first a");
				assertThat(second.name("a")).isEqualTo("second a");
				assertThat(first.name("a")).isEqualTo("first a");
				CacheManager caches = context.getBean(CacheManager.class);
				assertThat(caches.getCache("first").get("a").get()).isEqualTo("first a");
				assertThat(caches.getCache("second").get("key a").get()).isEqualTo("second a");
			});
	}

	@Test
	void aProxyAroundAProxyIsLeftToSpring() {
		this.contextRunner.run((context) -> {
			CacheInterceptor interceptor = context.getBean(CacheInterceptor.class);
			ProxyFactory inner = new ProxyFactory(new FirstNamed());
			ProxyFactory outer = new ProxyFactory(inner.getProxy());
			outer.addAdvice(interceptor);
			Named named = (Named) outer.getProxy();
			assertThat(named.name("a")).isSameAs(named.name("a"));
		});
	}

	@Test
	void cachesNothingAfterItWasSerialized() {
		this.contextRunner.run((context) -> {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
				out.writeObject(context.getBean(CacheInterceptor.class));
			}
			try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
				ProxyFactory factory = new ProxyFactory(new FirstNamed());
				factory.addAdvice((CacheInterceptor) in.readObject());
				Named named = (Named) factory.getProxy();
				assertThat(named.name("a")).isNotSameAs(named.name("a"));
			}
		});
	}

	@Test
	void isToldWhatTheOriginalWasTold() {
		CacheInterceptor springs = new CacheInterceptor();
		CacheOperationSource source = new SingleFlightCacheOperationSource();
		CacheErrorHandler errorHandler = new SimpleCacheErrorHandler();
		KeyGenerator keyGenerator = (target, method, params) -> "key";
		CacheResolver resolver = new SimpleCacheResolver(new ConcurrentMapCacheManager());
		springs.setCacheOperationSource(source);
		springs.setErrorHandler(errorHandler);
		springs.setKeyGenerator(keyGenerator);
		springs.setCacheResolver(resolver);
		CacheInterceptor direct = (CacheInterceptor) new CachingPostProcessor().postProcessAfterInitialization(springs,
				"interceptor");
		assertThat(direct).isNotSameAs(springs);
		assertThat(direct.getCacheOperationSource()).isSameAs(source);
		assertThat(direct.getErrorHandler()).isSameAs(errorHandler);
		assertThat(direct.getKeyGenerator()).isSameAs(keyGenerator);
		assertThat(direct.getCacheResolver()).isSameAs(resolver);
	}

	/**
	 * Interface of two beans.
	 */
	interface Named {

		String name(String id);

	}

	static class FirstNamed implements Named {

		@Override
		@Cacheable("first")
		public String name(String id) {
			return "first " + id;
		}

	}

	static class SecondNamed implements Named {

		@Override
		@Cacheable(cacheNames = "second", key = "'key ' + #id")
		public String name(String id) {
			return "second " + id;
		}

	}

	static class Numbers {

		@Cacheable("numbers")
		public String number(Object id) {
			return String.valueOf(id);
		}

	}

	static class Early implements InitializingBean {

		private final CachedMethodShapes shapes;

		private final List<String> results = new ArrayList<>();

		Early(CachedMethodShapes shapes) {
			this.shapes = shapes;
		}

		List<String> results() {
			return this.results;
		}

		@Override
		public void afterPropertiesSet() {
			this.results.add(this.shapes.one("a"));
			this.results.add(this.shapes.one("a"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HandledErrors implements CachingConfigurer {

		private final List<RuntimeException> failures = new ArrayList<>();

		List<RuntimeException> failures() {
			return this.failures;
		}

		@Override
		public CacheErrorHandler errorHandler() {
			return new SimpleCacheErrorHandler() {

				@Override
				public void handleCacheGetError(RuntimeException ex, Cache cache, Object key) {
					HandledErrors.this.failures.add(ex);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnKeys implements CachingConfigurer {

		@Override
		public KeyGenerator keyGenerator() {
			return (target, method, params) -> "constant";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnResolver implements CachingConfigurer {

		@Override
		public CacheResolver cacheResolver() {
			return new SimpleCacheResolver(new ConcurrentMapCacheManager());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnManager {

		@Bean
		@Primary
		CacheManager other() {
			return new ConcurrentMapCacheManager();
		}

	}

}
