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

package io.github.warmcache.autoconfigure.caching;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.interceptor.CachingPostProcessor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.annotation.CacheAnnotationParser;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.annotation.SpringCacheAnnotationParser;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link WarmcacheCachingAutoConfiguration}.
 */
class WarmcacheCachingAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheCachingAutoConfiguration.class))
		.withUserConfiguration(Caches.class);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	@Test
	void switchesCachingAnnotationsOn() {
		this.contextRunner.run((context) -> {
			Service service = context.getBean(Service.class);
			assertThat(AopUtils.isCglibProxy(service)).isTrue();
			assertThat(service.plain(1)).isSameAs(service.plain(1));
			assertThat(service.calls()).hasValue(1);
		});
	}

	@Test
	void leavesCachingToAnApplicationThatSwitchedItOn() {
		this.contextRunner.withUserConfiguration(OwnEnableCaching.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).hasSingleBean(CacheOperationSource.class);
			assertThat(context)
				.doesNotHaveBean(WarmcacheCachingAutoConfiguration.EnableCachingConfiguration.ClassProxies.class);
			assertThat(operation(context.getBean(CacheOperationSource.class), "plain").isSync()).isTrue();
		});
	}

	@Test
	void usesInterfaceProxiesWhereTheApplicationDoes() {
		this.contextRunner.withPropertyValues("spring.aop.proxy-target-class=false")
			.run((context) -> assertThat(context)
				.hasSingleBean(WarmcacheCachingAutoConfiguration.EnableCachingConfiguration.InterfaceProxies.class));
	}

	@Test
	void doesNothingWithoutATieredCacheManager() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WarmcacheCachingAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(CacheOperationSource.class));
	}

	@Test
	void leavesAnOperationSourceOfTheApplicationAlone() {
		CacheOperationSource own = new AnnotationCacheOperationSource(false) {
		};
		CachingPostProcessor postProcessor = new CachingPostProcessor();
		assertThat(postProcessor.postProcessAfterInitialization(own, "own")).isSameAs(own);
	}

	@Test
	void leavesAnOperationSourceWithParsersOfTheApplicationAlone() {
		CacheAnnotationParser parser = new SpringCacheAnnotationParser() {

			@Override
			public boolean equals(Object other) {
				return this == other;
			}

			@Override
			public int hashCode() {
				return 1;
			}

		};
		CacheOperationSource own = new AnnotationCacheOperationSource(parser);
		assertThat(new CachingPostProcessor().postProcessAfterInitialization(own, "own")).isSameAs(own);
	}

	@Test
	void twoHundredThreadsOnOneColdKeyOfAPlainMethodRunItOnce() {
		this.contextRunner.run((context) -> {
			Service service = context.getBean(Service.class);
			TieredCache cache = context.getBean(TieredCacheManager.class).getCache("plain");
			List<Future<Object>> callers = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				callers.add(this.threads.submit(() -> service.slow(1)));
			}
			Awaitility.await().until(() -> cache.statistics().count(CacheEvent.FLIGHT_JOINED) == 199);
			service.release().countDown();
			Object value = callers.get(0).get(10, TimeUnit.SECONDS);
			for (Future<Object> caller : callers) {
				assertThat(caller.get(10, TimeUnit.SECONDS)).isSameAs(value);
			}
			assertThat(service.calls()).hasValue(1);
		});
	}

	@Test
	void exceptionOfTheMethodReachesTheCallerUnchanged() {
		this.contextRunner.run((context) -> {
			Service service = context.getBean(Service.class);
			assertThatExceptionOfType(CheckedException.class).isThrownBy(() -> service.failing(1)).withNoCause();
			assertThatExceptionOfType(CheckedException.class).isThrownBy(() -> service.failing(1));
			assertThat(service.calls()).hasValue(2);
		});
	}

	@Test
	void keepsTheConditionAndKeyOfAMethod() {
		this.contextRunner.run((context) -> {
			Service service = context.getBean(Service.class);
			assertThat(service.conditional(1, "x")).isNotSameAs(service.conditional(1, "x"));
			assertThat(service.conditional(2, "x")).isSameAs(service.conditional(2, "y"));
		});
	}

	@Test
	void makesPlainMethodsAloneSynchronized() {
		this.contextRunner.run((context) -> {
			CacheOperationSource source = context.getBean(CacheOperationSource.class);
			assertThat(operation(source, "plain").isSync()).isTrue();
			assertThat(operation(source, "future").isSync()).isTrue();
			assertThat(operation(source, "conditional").isSync()).isTrue();
			assertThat(operation(source, "unless").isSync()).isFalse();
			assertThat(operation(source, "several").isSync()).isFalse();
			assertThat(operation(source, "elsewhere").isSync()).isFalse();
			assertThat(operation(source, "reactive").isSync()).isFalse();
		});
	}

	@Test
	void cachesFuturesAndMonos() {
		this.contextRunner.run((context) -> {
			Service service = context.getBean(Service.class);
			assertThat(service.future(1).get(10, TimeUnit.SECONDS))
				.isSameAs(service.future(1).get(10, TimeUnit.SECONDS));
			assertThat(service.reactive(1).block(Duration.ofSeconds(10)))
				.isSameAs(service.reactive(1).block(Duration.ofSeconds(10)));
		});
	}

	private static CacheableOperation operation(CacheOperationSource source, String method) {
		return (CacheableOperation) source
			.getCacheOperations(ReflectionUtils.findMethod(Service.class, method, (Class<?>[]) null), Service.class)
			.iterator()
			.next();
	}

	@Configuration(proxyBeanMethods = false)
	static class Caches {

		@Bean
		TieredCacheManager cacheManager() {
			return new TieredCacheManager(
					List::of, (
							name) -> TieredCache
								.builder(new CacheDefinition(name, ResolvableType.NONE, ResolvableType.NONE,
										new LocalTierSettings(100L, null, Duration.ofMinutes(1), 0,
												Duration.ofMinutes(1)),
										null))
								.build());
		}

		@Bean
		Service service() {
			return new Service();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class OwnEnableCaching {

	}

	static class CheckedException extends Exception {

		private static final long serialVersionUID = 1;

	}

	static class Service {

		private final AtomicInteger calls = new AtomicInteger();

		private final CountDownLatch release = new CountDownLatch(1);

		AtomicInteger calls() {
			return this.calls;
		}

		CountDownLatch release() {
			return this.release;
		}

		@Cacheable("plain")
		public Object plain(long id) {
			this.calls.incrementAndGet();
			return new Object();
		}

		@Cacheable("plain")
		public Object slow(long id) throws InterruptedException {
			this.calls.incrementAndGet();
			this.release.await();
			return new Object();
		}

		@Cacheable("failing")
		public Object failing(long id) throws CheckedException {
			this.calls.incrementAndGet();
			throw new CheckedException();
		}

		@Cacheable(cacheNames = "conditional", key = "#id", condition = "#id > 1")
		public Object conditional(long id, String other) {
			return new Object();
		}

		@Cacheable(cacheNames = "unless", unless = "#result == null")
		public Object unless(long id) {
			return new Object();
		}

		@Cacheable({ "one", "two" })
		public Object several(long id) {
			return new Object();
		}

		@Cacheable(cacheNames = "elsewhere", cacheManager = "other")
		public Object elsewhere(long id) {
			return new Object();
		}

		@Cacheable("future")
		public CompletableFuture<Object> future(long id) {
			return CompletableFuture.supplyAsync(Object::new);
		}

		@Cacheable("reactive")
		public Mono<Object> reactive(long id) {
			return Mono.fromSupplier(Object::new);
		}

	}

}
