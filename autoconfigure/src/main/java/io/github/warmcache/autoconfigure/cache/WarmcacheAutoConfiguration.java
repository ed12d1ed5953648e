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

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.warmcache.answers.AnswerWatch;
import io.github.warmcache.autoconfigure.SharedJsonMapperBuilderCustomizer;
import io.github.warmcache.autoconfigure.TieredCacheBuilderCustomizer;
import io.github.warmcache.autoconfigure.properties.ConfiguredCaches;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import io.github.warmcache.autoconfigure.properties.WrittenNames;
import io.github.warmcache.autoconfigure.source.BeanSourceFactory;
import io.github.warmcache.autoconfigure.source.BuiltInSourceFactory;
import io.github.warmcache.autoconfigure.source.CacheSources;
import io.github.warmcache.autoconfigure.source.CustomSourceFactory;
import io.github.warmcache.autoconfigure.source.SourceFactory;
import io.github.warmcache.autoconfigure.types.CachedMethods;
import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.breaker.CallBreakerFactory;
import io.github.warmcache.breaker.CallBreakers;
import io.github.warmcache.breaker.Resilience4jCallBreaker;
import io.github.warmcache.cache.EntryWeigher;
import io.github.warmcache.cache.OperationObserver;
import io.github.warmcache.cache.TransactionIsolation;
import io.github.warmcache.cache.change.TransactionMarks;
import io.github.warmcache.cache.local.CallMarks;
import io.github.warmcache.cache.local.CoarseClock;
import io.github.warmcache.cache.tiered.LoadThreads;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.thread.DaemonThreads;
import io.github.warmcache.tier.ValueCodecFactory;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizers;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.transaction.ConfigurableTransactionManager;

/**
 * Auto-configuration of the cache manager. Its caches are in this pod, backed by the
 * shared tier and the sources that other auto-configurations of Warmcache add. It backs
 * off if the application has a cache manager or cache resolver of its own.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = CacheAutoConfiguration.class)
@ConditionalOnClass({ CacheManager.class, Caffeine.class })
@ConditionalOnBooleanProperty(name = "warmcache.enabled", matchIfMissing = true)
@EnableConfigurationProperties(WarmcacheProperties.class)
public final class WarmcacheAutoConfiguration {

	@Bean
	Signing warmcacheSigning(WarmcacheProperties properties) {
		return new Signing(properties.signingKeys());
	}

	@Bean
	CacheManagerReport warmcacheCacheManagerReport(ObjectProvider<CacheManager> cacheManagers,
			WarmcacheProperties properties, Environment environment) {
		return new CacheManagerReport(cacheManagers, properties, environment);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(CircuitBreaker.class)
	@ConditionalOnMissingBean(CallBreakerFactory.class)
	static class Resilience4jConfiguration {

		@Bean
		CallBreakerFactory warmcacheCallBreakerFactory() {
			return (name, settings) -> new Resilience4jCallBreaker(name, settings, InstantSource.system());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConfigurableTransactionManager.class)
	static class TransactionConfiguration {

		@Bean
		static TransactionMarksPostProcessor warmcacheTransactionMarksPostProcessor(ObjectProvider<CallMarks> marks) {
			return new TransactionMarksPostProcessor(marks);
		}

		/**
		 * Post-processor that registers a listener with every transaction manager, so
		 * that the begin of each transaction is marked.
		 */
		static final class TransactionMarksPostProcessor implements BeanPostProcessor {

			private final ObjectProvider<CallMarks> marks;

			TransactionMarksPostProcessor(ObjectProvider<CallMarks> marks) {
				this.marks = marks;
			}

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				if (bean instanceof ConfigurableTransactionManager transactionManager) {
					this.marks.ifAvailable((found) -> transactionManager.addListener(new TransactionMarks(found)));
				}
				return bean;
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(value = CacheManager.class, name = "cacheResolver")
	static class CacheManagerConfiguration {

		private static final int THREADS = 32;

		private static final int IDLE_SECONDS = 30;

		@Bean
		TieredCacheManager cacheManager(CacheAssembly assembly, WarmcacheProperties properties, Ticker ticker,
				ObjectProvider<CacheManagerCustomizer<?>> customizers) {
			TieredCacheManager cacheManager = new TieredCacheManager(assembly::knownNames, assembly::create,
					properties.dynamicCaches().maximum(), ticker);
			return new CacheManagerCustomizers(customizers.orderedStream().toList()).customize(cacheManager);
		}

		@Bean
		CacheStartupChecks warmcacheStartupChecks(TieredCacheManager cacheManager, CacheAssembly assembly,
				ConfiguredCaches configured, CachedMethods methods) {
			return new CacheStartupChecks(cacheManager, assembly, configured, methods);
		}

		@Bean
		@ConditionalOnMissingBean
		AnswerWatch warmcacheAnswerWatch(TieredCacheManager cacheManager, ConfiguredCaches configured,
				@Qualifier("warmcacheTimeouts") ScheduledExecutorService timeouts) {
			return new AnswerWatch(cacheManager, (name) -> configured.get(name).maxAbsentRatio(), timeouts);
		}

		@Bean
		CacheAssembly warmcacheCacheAssembly(ConfiguredCaches configured, CachedMethods methods,
				BeanSourceFactory beanSources, ObjectProvider<BuiltInSourceFactory> sources, SharedTiers sharedTiers,
				CallBreakers breakers, Ticker ticker, CallMarks marks,
				@Qualifier("warmcacheExecutor") Executor executor,
				@Qualifier("warmcacheSourceExecutor") Executor sourceExecutor,
				@Qualifier("warmcacheTimeouts") ScheduledExecutorService timeouts, ObjectProvider<EntryWeigher> weigher,
				ObjectProvider<TransactionIsolation> transactionIsolation, ObjectProvider<OperationObserver> observer,
				ObjectProvider<TieredCacheBuilderCustomizer> customizers) {
			return new CacheAssembly(configured, methods, beanSources, new CacheSources(sources), sharedTiers, breakers,
					ticker, marks, executor, sourceExecutor, timeouts, weigher, transactionIsolation, observer,
					customizers);
		}

		@Bean
		ConfiguredCaches warmcacheConfiguredCaches(WarmcacheProperties properties, ResourceLoader resourceLoader,
				Environment environment) {
			WrittenNames.check(environment);
			return new ConfiguredCaches(properties, resourceLoader.getClassLoader());
		}

		@Bean
		CachedMethods warmcacheCachedMethods(ConfigurableListableBeanFactory beanFactory) {
			return new CachedMethods(beanFactory, "cacheManager");
		}

		@Bean
		BeanSourceFactory warmcacheBeanSourceFactory(ConfigurableListableBeanFactory beanFactory) {
			return new BeanSourceFactory(beanFactory);
		}

		@Bean
		CustomSourceFactory warmcacheCustomSourceFactory(ObjectProvider<SourceFactory> factories) {
			return new CustomSourceFactory(factories);
		}

		@Bean
		SharedTiers warmcacheSharedTiers(ConfigurableListableBeanFactory beanFactory, WarmcacheProperties properties) {
			return new SharedTiers(beanFactory, properties.shared().enabled());
		}

		@Bean
		CallBreakers warmcacheCallBreakers(ObjectProvider<CallBreakerFactory> factory) {
			return new CallBreakers(factory.getIfAvailable(() -> (name, settings) -> CallBreaker.NONE));
		}

		@Bean
		CallMarks warmcacheCallMarks(Ticker ticker) {
			return new CallMarks(ticker);
		}

		@Bean
		@ConditionalOnMissingBean(Ticker.class)
		CoarseClock warmcacheClock() {
			return new CoarseClock();
		}

		/**
		 * Create an executor that is not a default candidate, because Boot's task
		 * executor would back off otherwise.
		 */
		@Bean(destroyMethod = "shutdownNow", defaultCandidate = false)
		@ConditionalOnMissingExecutor("warmcacheExecutor")
		ThreadPoolExecutor warmcacheExecutor() {
			return new ThreadPoolExecutor(0, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
					DaemonThreads.numbered("warmcache-"));
		}

		/**
		 * Create a separate executor for sources, so that a hanging source blocks nothing
		 * else.
		 */
		@Bean(destroyMethod = "shutdownNow", defaultCandidate = false)
		@ConditionalOnMissingExecutor("warmcacheSourceExecutor")
		ThreadPoolExecutor warmcacheSourceExecutor() {
			return LoadThreads.forSources();
		}

		@Bean(destroyMethod = "shutdownNow", defaultCandidate = false)
		@ConditionalOnMissingExecutor(value = "warmcacheTimeouts", type = ScheduledExecutorService.class)
		ScheduledThreadPoolExecutor warmcacheTimeouts() {
			return LoadThreads.forTimeouts();
		}

		/**
		 * Values are written as JSON, to Redis and to snapshots, unless the application
		 * has a codec of its own.
		 */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(JsonMapper.class)
		static class JsonConfiguration {

			@Bean
			@Lazy
			@ConditionalOnMissingBean
			ValueCodecFactory warmcacheValueCodecFactory(ConfiguredCaches caches,
					ObjectProvider<SharedJsonMapperBuilderCustomizer> customizers) {
				JsonMapper.Builder mapper = JsonValueCodecFactory.mapperBuilder();
				customizers.orderedStream().forEach((customizer) -> customizer.customize(mapper));
				return new JsonValueCodecFactory(mapper.build(), (cacheName) -> caches.get(cacheName).trusted());
			}

		}

	}

}
