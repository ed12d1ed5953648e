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

package io.github.warmcache.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.local.CoarseClock;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Who caches the methods of {@link CachedService}.
 */
@SuppressWarnings("ImmutableEnumChecker")
enum CallSubjects {

	WARMCACHE(Figures.OURS, CallSubjects::warmcache),

	SPRING("@Cacheable on CaffeineCacheManager", CallSubjects::spring),

	JETCACHE("JetCache @Cached, both tiers", JetCaches::startApplication),

	SUPPIERK("@Cacheable on SuppieRK", SuppierkCaches::startApplication),

	PROXY(Figures.LIMIT + "an empty proxy", (size) -> emptyProxy());

	private final String display;

	private final LongFunction<Application> starter;

	CallSubjects(String display, LongFunction<Application> starter) {
		this.display = display;
		this.starter = starter;
	}

	String display() {
		return this.display;
	}

	Application start(long maximumSize) {
		return this.starter.apply(maximumSize);
	}

	private static Application warmcache(long maximumSize) {
		CoarseClock clock = new CoarseClock();
		TieredCacheManager caches = new TieredCacheManager(List::of,
				(name) -> TieredCache
					.builder(
							new CacheDefinition(name, ResolvableType.forClass(String.class), ResolvableType.NONE,
									new LocalTierSettings(maximumSize, null, Duration.ofMinutes(10), 0,
											Duration.ofMinutes(1)),
									null))
					.ticker(clock)
					.build());
		return application((context) -> {
			context.registerBean(CoarseClock.class, () -> clock);
			context.registerBean(TieredCacheManager.class, () -> caches);
			context.registerBean(WarmcacheCachingAutoConfiguration.class);
		});
	}

	private static Application spring(long maximumSize) {
		CaffeineCacheManager caches = new CaffeineCacheManager();
		caches.setCaffeine(Caffeine.newBuilder().maximumSize(maximumSize).expireAfterWrite(Duration.ofMinutes(10)));
		return application((context) -> {
			context.registerBean(CaffeineCacheManager.class, () -> caches);
			context.registerBean(SpringCaching.class);
		});
	}

	static Application application(Consumer<GenericApplicationContext> beans) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		beans.accept(context);
		context.registerBean(SpringService.class);
		context.refresh();
		return new Application(context.getBean(CachedService.class), true, context);
	}

	private static Application emptyProxy() {
		ProxyFactory factory = new ProxyFactory(new ConstantService());
		factory.setProxyTargetClass(true);
		factory.addAdvice((MethodInterceptor) MethodInvocation::proceed);
		return new Application((CachedService) factory.getProxy(), false, () -> {
		});
	}

	/**
	 * What has to be running for a proxied service.
	 *
	 * @param service the proxy
	 * @param isCached whether it caches
	 * @param running what is to be closed in the end
	 */
	record Application(CachedService service, boolean isCached, AutoCloseable running) implements AutoCloseable {

		@Override
		public void close() throws Exception {
			this.running.close();
		}

	}

	/**
	 * Switches Spring's annotations on.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true)
	static class SpringCaching {

	}

	/**
	 * Methods that do nothing.
	 */
	static class ConstantService implements CachedService {

		@Override
		public Object simple(String id) {
			return id;
		}

		@Override
		public Object named(String id, String country) {
			return id;
		}

		@Override
		public Object path(CityRequest request) {
			return request;
		}

		@Override
		public long runs() {
			return 0;
		}

	}

}
