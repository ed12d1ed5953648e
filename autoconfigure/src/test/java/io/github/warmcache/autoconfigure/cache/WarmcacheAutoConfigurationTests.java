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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.autoconfigure.TieredCacheBuilderCustomizer;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.EntryWeigher;
import io.github.warmcache.cache.local.CoarseClock;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WarmcacheAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WarmcacheAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class, CacheAutoConfiguration.class,
				WarmcacheCachingAutoConfiguration.class, TaskExecutionAutoConfiguration.class));

	@Test
	void cachedMethodIsServedFromThisPodWithNothingConfigured() {
		this.contextRunner.withBean(CityService.class).run((context) -> {
			CityService cities = context.getBean(CityService.class);
			assertThat(cities.find(7)).isEqualTo(new City(7, 1));
			assertThat(cities.find(7)).isEqualTo(new City(7, 1));
			assertThat(context.getBean(CacheManager.class).getCache("cities").get(7L).get()).isEqualTo(new City(7, 1));
		});
	}

	@Test
	void cachedMethodIsServedFromThisPodWhereTheApplicationEnablesCaching() {
		this.contextRunner.withBean(CityService.class).withUserConfiguration(CachingEnabled.class).run((context) -> {
			CityService cities = context.getBean(CityService.class);
			assertThat(cities.find(7)).isSameAs(cities.find(7));
			assertThat(context).hasSingleBean(TieredCacheManager.class);
		});
	}

	@Test
	void cacheThatOnlyMethodsNameHasTheDefaults() {
		this.contextRunner.withBean(CityService.class).run((context) -> {
			assertThat(context.getBean(CacheManager.class).getCacheNames()).containsExactly("cities");
			CacheDefinition definition = definition(context.getBean(TieredCacheManager.class), "cities");
			assertThat(definition.local().timeToLive()).isEqualTo(Duration.ofMinutes(10));
			assertThat(definition.local().timeToLiveJitter()).isEqualTo(0.15);
			assertThat(definition.local().nullTimeToLive()).isEqualTo(Duration.ofMinutes(1));
			assertThat(definition.local().maximumSize()).isEqualTo(10_000);
			assertThat(definition.local().maximumWeight()).isNull();
			assertThat(definition.sharedTimeToLive()).isNull();
			assertThat(definition.keyType()).hasToString("java.lang.Long");
			assertThat(definition.valueType()).hasToString(City.class.getName());
		});
	}

	@Test
	void cacheInheritsWhatItDoesNotSay() {
		this.contextRunner
			.withPropertyValues("warmcache.defaults.time-to-live=5m", "warmcache.defaults.time-to-live-jitter=0",
					"warmcache.defaults.maximum-size=7", "warmcache.caches.cities.null-time-to-live=2s",
					"warmcache.caches.heavy.maximum-weight=3MB")
			.run((context) -> {
				TieredCacheManager caches = context.getBean(TieredCacheManager.class);
				assertThat(caches.getCacheNames()).containsExactly("cities", "heavy");
				CacheDefinition cities = definition(caches, "cities");
				assertThat(cities.local().timeToLive()).isEqualTo(Duration.ofMinutes(5));
				assertThat(cities.local().timeToLiveJitter()).isZero();
				assertThat(cities.local().nullTimeToLive()).isEqualTo(Duration.ofSeconds(2));
				assertThat(cities.local().maximumSize()).isEqualTo(7);
				CacheDefinition heavy = definition(caches, "heavy");
				assertThat(heavy.local().maximumSize()).isNull();
				assertThat(heavy.local().maximumWeight()).isEqualTo(DataSize.ofMegabytes(3));
				assertThat(definition(caches, "unknown").local().maximumSize()).isEqualTo(7);
			});
	}

	@Test
	void cacheNamesMayHoldDotsAndBracketsAndCapitals() {
		this.contextRunner
			.withPropertyValues("warmcache.caches[my.cache].maximum-size=1", "warmcache.caches[a[b]].maximum-size=2",
					"warmcache.caches.userFeatures.maximum-size=3", "warmcache.caches.under_score.maximum-size=4")
			.run((context) -> assertThat(context.getBean(TieredCacheManager.class).getCacheNames())
				.containsExactlyInAnyOrder("my.cache", "a[b]", "userFeatures", "under_score"));
	}

	@Test
	void typesMayBeWritten() {
		this.contextRunner
			.withPropertyValues("warmcache.caches.lists.key-type=long",
					"warmcache.caches.lists.value-type=java.util.Map<String, java.util.List<" + City.class.getName()
							+ "[]>>")
			.run((context) -> {
				CacheDefinition definition = definition(context.getBean(TieredCacheManager.class), "lists");
				assertThat(definition.keyType()).hasToString("java.lang.Long");
				assertThat(definition.valueType())
					.hasToString("java.util.Map<java.lang.String, java.util.List<" + City.class.getName() + "[]>>");
			});
	}

	@Test
	void everyPartCanBeReplaced() {
		Ticker ticker = () -> 1;
		EntryWeigher weigher = (key, value) -> 42;
		this.contextRunner.withBean("ticker", Ticker.class, () -> ticker)
			.withBean("weigher", EntryWeigher.class, () -> weigher)
			.withBean("warmcacheExecutor", Executor.class, () -> Runnable::run)
			.withPropertyValues("warmcache.caches.heavy.maximum-weight=1KB")
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(CoarseClock.class);
				assertThat(context.getBean("warmcacheExecutor")).isNotInstanceOf(ThreadPoolExecutor.class);
				TieredCache heavy = context.getBean(TieredCacheManager.class).getCache("heavy");
				heavy.put("key", "value");
				heavy.getNativeCache().cleanUp();
				assertThat(heavy.getNativeCache().policy().eviction().get().weightedSize()).hasValue(42);
			});
	}

	@Test
	void customizersHaveTheLastWordOnEachCache() {
		List<String> customized = new ArrayList<>();
		this.contextRunner
			.withBean(TieredCacheBuilderCustomizer.class,
					() -> (builder) -> customized.add(builder.definition().name()))
			.withBean("documents", TieredCacheBuilderCustomizer.class, () -> (builder) -> {
				if (builder.definition().name().equals("documents")) {
					builder.weigher((key, value) -> 42);
				}
			})
			.withBean("weigher", EntryWeigher.class, () -> (key, value) -> 7)
			.withPropertyValues("warmcache.defaults.maximum-weight=1KB", "warmcache.caches.documents.time-to-live=1m",
					"warmcache.caches.others.time-to-live=1m", "warmcache.caches.[tenant-*].time-to-live=1m")
			.run((context) -> {
				TieredCacheManager caches = context.getBean(TieredCacheManager.class);
				assertThat(weight(caches, "documents")).isEqualTo(42);
				assertThat(weight(caches, "others")).isEqualTo(7);
				assertThat(customized).as("a pattern is no cache").containsExactlyInAnyOrder("documents", "others");
				assertThat(weight(caches, "tenant-1")).isEqualTo(7);
				assertThat(customized).contains("tenant-1");
			});
	}

	@Test
	void aCustomizerThatThrowsFailsTheStart() {
		this.contextRunner.withBean(TieredCacheBuilderCustomizer.class, () -> (builder) -> {
			throw new IllegalStateException("not that way");
		})
			.withPropertyValues("warmcache.caches.cities.time-to-live=1m")
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("not that way"));
	}

	@Test
	void customizersOfBootAreAppliedToTheCacheManagerTheyAreFor() {
		List<String> customized = new ArrayList<>();
		this.contextRunner.withUserConfiguration(CacheManagerCustomizers.class)
			.withBean("customized", List.class, () -> customized)
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(TieredCacheManager.class);
				assertThat(customized).containsExactly("tiered", "any");
			});
	}

	private static long weight(TieredCacheManager caches, String name) {
		TieredCache cache = caches.getCache(name);
		cache.put("key", "value");
		cache.getNativeCache().cleanUp();
		return cache.getNativeCache().policy().eviction().get().weightedSize().getAsLong();
	}

	@Test
	void executorDoesNotPushBootsTaskExecutorAside() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasBean("applicationTaskExecutor");
			ThreadPoolExecutor executor = context.getBean("warmcacheExecutor", ThreadPoolExecutor.class);
			assertThat(executor.getMaximumPoolSize()).isEqualTo(32);
			assertThat(executor.getQueue().remainingCapacity()).isZero();
			assertThat(executor.getThreadFactory().newThread(() -> {
			}).isDaemon()).isTrue();
		});
	}

	@Test
	void threadsEndWithTheContext() {
		this.contextRunner.run((context) -> {
			CoarseClock clock = context.getBean(CoarseClock.class);
			ThreadPoolExecutor executor = context.getBean("warmcacheExecutor", ThreadPoolExecutor.class);
			context.close();
			assertThat(executor.isShutdown()).isTrue();
			// A closed clock has the system's resolution.
			assertThat(clock.read()).isLessThan(clock.read());
		});
	}

	@Test
	void ownCacheManagerIsLeftAlone(CapturedOutput output) {
		this.contextRunner.withBean("mine", CacheManager.class, ConcurrentMapCacheManager::new).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(TieredCacheManager.class);
			assertThat(context).doesNotHaveBean(CoarseClock.class);
			assertThat(output).contains("INFO").contains("The application has a cache manager or resolver of its own");
		});
	}

	@Test
	void ownCacheManagerIsReportedWherePropertiesHaveNoEffect(CapturedOutput output) {
		this.contextRunner.withBean("mine", CacheManager.class, ConcurrentMapCacheManager::new)
			.withPropertyValues("warmcache.caches.cities.maximum-size=5")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).containsOnlyOnce("The application has a cache manager or resolver of its own")
					.contains("WARN")
					.contains("the properties below 'warmcache.caches' have no effect");
			});
	}

	@Test
	void cacheNamesOfSpringBootAreReportedOnce(CapturedOutput output) {
		this.contextRunner.withPropertyValues("spring.cache.cache-names=cities,countries")
			.run((context) -> assertThat(output).containsOnlyOnce("'spring.cache.cache-names' is set and has no effect")
				.doesNotContain("'spring.cache.type' is set"));
	}

	@Test
	void typeOfBootsCacheManagerIsReportedAsWithoutEffect(CapturedOutput output) {
		this.contextRunner.withPropertyValues("spring.cache.type=simple").run((context) -> {
			assertThat(context).hasSingleBean(TieredCacheManager.class);
			assertThat(output).containsOnlyOnce("'spring.cache.type' is set and has no effect");
		});
	}

	@Test
	void nothingIsThereWhenDisabled() {
		this.contextRunner.withUserConfiguration(CachingEnabled.class)
			.withPropertyValues("warmcache.enabled=false", "spring.cache.type=simple")
			.run((context) -> assertThat(context).hasSingleBean(ConcurrentMapCacheManager.class)
				.doesNotHaveBean(CacheAssembly.class));
	}

	@Test
	void nothingIsThereWithoutCaffeine() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Caffeine.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheManager.class));
	}

	@Test
	void lazyInitializationStillChecksTheCaches() {
		this.contextRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(CityService.class)
			.withBean(OtherCityService.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("disagree about the type of its values"));
	}

	@Test
	void earlyUseOfACacheWhoseTypesAreNotKnownYetIsReported(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(Early.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).containsOnlyOnce("Cache 'cities' was used before the bean existed")
				.contains("'warmcache.caches.cities.value-type'");
		});
	}

	private static CacheDefinition definition(TieredCacheManager caches, String name) {
		return caches.getCache(name).definition();
	}

	record City(long id, int call) {

	}

	static class CityService {

		private int calls;

		@Cacheable("cities")
		public City find(long id) {
			return new City(id, ++this.calls);
		}

	}

	static class OtherCityService {

		@Cacheable("cities")
		public String find(long id) {
			return "";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CacheManagerCustomizers {

		@Bean
		@Order(1)
		CacheManagerCustomizer<TieredCacheManager> tiered(List<String> customized) {
			return (cacheManager) -> customized.add("tiered");
		}

		@Bean
		@Order(2)
		CacheManagerCustomizer<CacheManager> any(List<String> customized) {
			return (cacheManager) -> customized.add("any");
		}

		@Bean
		@Order(3)
		CacheManagerCustomizer<ConcurrentMapCacheManager> other(List<String> customized) {
			return (cacheManager) -> customized.add("other");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class CachingEnabled {

	}

	@FunctionalInterface
	interface Finder {

		City find(long id);

	}

	static class CachingFinder implements Finder {

		@Override
		@Cacheable("cities")
		public City find(long id) {
			return new City(id, 1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Early {

		@Bean
		Object user(CacheManager cacheManager) {
			cacheManager.getCache("cities").get("key");
			return "user";
		}

		@Bean
		Finder finder() {
			return new CachingFinder();
		}

	}

}
