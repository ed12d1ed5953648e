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

package io.github.warmcache.autoconfigure.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.warmcache.audit.DriftAudit;
import io.github.warmcache.autoconfigure.audit.WarmcacheAuditAutoConfiguration;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.autoconfigure.redis.WarmcacheCoherenceAutoConfiguration;
import io.github.warmcache.autoconfigure.redis.WarmcacheRedisAutoConfiguration;
import io.github.warmcache.autoconfigure.redis.WarmcacheRedisWatchAutoConfiguration;
import io.github.warmcache.autoconfigure.warmup.WarmcacheWarmupAutoConfiguration;
import io.github.warmcache.breaker.BreakerState;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.event.CacheStateEvent;
import io.github.warmcache.event.SourceBreakerChanged;
import io.github.warmcache.event.WarmupChanged;
import io.github.warmcache.event.publish.AnswersChanges;
import io.github.warmcache.event.publish.AuditChanges;
import io.github.warmcache.event.publish.CoherenceChanges;
import io.github.warmcache.event.publish.EventPublisher;
import io.github.warmcache.event.publish.RedisChanges;
import io.github.warmcache.event.publish.RewarmChanges;
import io.github.warmcache.event.publish.SourceBreakerChanges;
import io.github.warmcache.event.publish.StateChanges;
import io.github.warmcache.event.publish.WarmupChanges;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.warmup.WarmupStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link WarmcacheEventAutoConfiguration}.
 */
class WarmcacheEventAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class,
				WarmcacheAuditAutoConfiguration.class, WarmcacheRedisAutoConfiguration.class,
				WarmcacheCoherenceAutoConfiguration.class, WarmcacheRedisWatchAutoConfiguration.class,
				WarmcacheWarmupAutoConfiguration.class, WarmcacheCachingAutoConfiguration.class,
				WarmcacheEventAutoConfiguration.class, DataRedisAutoConfiguration.class))
		.withPropertyValues("spring.application.name=" + UUID.randomUUID(), "warmcache.defaults.shared.enabled=false",
				"warmcache.caches.cities.source.bean=broken", "warmcache.caches.cities.key-type=java.lang.Integer",
				"warmcache.caches.cities.value-type=java.lang.String");

	private final ApplicationContextRunner sourceRunner = this.contextRunner.withBean("broken", BrokenSource.class);

	@Test
	void everyStateThatThereIsIsLookedAt() {
		this.sourceRunner.withPropertyValues("warmcache.audit.interval=1h").run((context) -> {
			assertThat(context).hasSingleBean(EventPublisher.class).hasSingleBean(DriftAudit.class);
			assertThat(context.getBeanProvider(StateChanges.class).orderedStream().map(Object::getClass))
				.containsExactlyInAnyOrder(WarmupChanges.class, RewarmChanges.class, CoherenceChanges.class,
						RedisChanges.class, SourceBreakerChanges.class, AnswersChanges.class, AuditChanges.class);
		});
	}

	@Test
	void withoutRedisAndWarmUpTheRestIsLookedAt() {
		this.sourceRunner.withClassLoader(new FilteredClassLoader("org.springframework.data.redis"))
			.withPropertyValues("warmcache.warmup.enabled=false")
			.run((context) -> assertThat(context.getBeanProvider(StateChanges.class).stream().map(Object::getClass))
				.containsExactlyInAnyOrder(SourceBreakerChanges.class, AnswersChanges.class));
	}

	@Test
	void backsOff() {
		this.sourceRunner.withBean(CacheManager.class, ConcurrentMapCacheManager::new)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventPublisher.class));
		EventPublisher other = mock(EventPublisher.class);
		this.sourceRunner.withBean(EventPublisher.class, () -> other)
			.run((context) -> assertThat(context.getBean(EventPublisher.class)).isSameAs(other));
	}

	@Test
	void aBreakerThatOpensIsTold() {
		this.sourceRunner.withBean(Listener.class).run((context) -> {
			openBreaker(context);
			Listener listener = context.getBean(Listener.class);
			await().until(() -> !listener.received.isEmpty());
			assertThat(listener.received).singleElement()
				.isInstanceOfSatisfying(SourceBreakerChanged.class, (event) -> {
					assertThat(event.cacheName()).isEqualTo("cities");
					assertThat(event.well()).isFalse();
					assertThat(event.reason()).isEqualTo("The source failed repeatedly, last with "
							+ "java.lang.IllegalStateException, and is not asked for the moment");
					assertThat(event.since()).isBeforeOrEqualTo(Instant.now());
				});
		});
	}

	@Test
	void listenersMayBeConditionalOrderedAndAsynchronous() {
		this.sourceRunner.withUserConfiguration(AsyncConfiguration.class).run((context) -> {
			openBreaker(context);
			ManyListeners listeners = context.getBean(ManyListeners.class);
			await().until(() -> listeners.calls().size() == 3);
			assertThat(listeners.calls()).filteredOn((call) -> !call.startsWith("async"))
				.containsExactly("first warmcache-events", "second warmcache-events");
			assertThat(listeners.calls()).filteredOn((call) -> call.startsWith("async"))
				.singleElement()
				.isNotEqualTo("async warmcache-events");
		});
	}

	@Test
	void lazyBeansAreToldToo() {
		this.sourceRunner.withBean(Listener.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				openBreaker(context);
				await().until(() -> !context.getBean(Listener.class).received.isEmpty());
			});
	}

	@Test
	void aContextAboveIsToldAndOneBelowIsNot() {
		new ApplicationContextRunner().withBean("above", Listener.class)
			.run((above) -> this.sourceRunner.withParent(above)
				.run((context) -> new ApplicationContextRunner().withParent(context)
					.withBean("below", Listener.class)
					.run((below) -> {
						openBreaker(context);
						await().until(() -> !above.getBean("above", Listener.class).received.isEmpty());
						assertThat(below.getBean("below", Listener.class).received).isEmpty();
					})));
	}

	@Test
	void theEndOfTheWarmUpIsToldBeforeAnApplicationThatFailsToWarmIsReady() {
		try (ConfigurableApplicationContext application = new SpringApplicationBuilder(WarmedApplication.class)
			.web(WebApplicationType.NONE)
			.properties("spring.application.name=" + UUID.randomUUID(), "warmcache.shared.enabled=false",
					"warmcache.caches.cities.source.bean=broken", "warmcache.caches.cities.warmup.required=true",
					"warmcache.warmup.deadline=500ms", "warmcache.warmup.on-deadline=refuse-traffic")
			.run()) {
			Listener listener = application.getBean(Listener.class);
			await().until(() -> listener.received.size() == 2);
			assertThat(listener.received).allSatisfy((event) -> {
				assertThat(event).isInstanceOf(WarmupChanged.class);
				assertThat(((WarmupChanged) event).before()).isEqualTo(WarmupStatus.WARMING);
				assertThat(((WarmupChanged) event).after()).isEqualTo(WarmupStatus.FAILED);
				assertThat(event.reason()).isNotEmpty();
			});
			assertThat(listener.received).extracting(CacheStateEvent::cacheName).containsExactly("cities", null);
			application.getBean(BrokenSource.class).mended = true;
			await().atMost(Duration.ofSeconds(30)).until(() -> listener.received.size() == 4);
			assertThat(listener.received.subList(2, 4)).allMatch(CacheStateEvent::well);
		}
	}

	private static void openBreaker(ApplicationContext context) {
		TieredCache cities = context.getBean(TieredCacheManager.class).getCache("cities");
		for (int i = 0; i < 10; i++) {
			int key = i;
			assertThat(cities.get(key, () -> "method")).isEqualTo("method");
		}
		assertThat(cities.sourceBreaker()).isNotEqualTo(BreakerState.CLOSED);
	}

	static class BrokenSource implements CacheSource<Integer, String> {

		private volatile boolean mended;

		@Override
		public @Nullable String load(Integer key) {
			check();
			return "source " + key;
		}

		@Override
		public void stream(EntrySink<? super Integer, ? super String> sink) throws Exception {
			check();
			sink.accept(1, "one");
		}

		private void check() {
			if (!this.mended) {
				throw new IllegalStateException("secret");
			}
		}

	}

	static class Listener {

		private final List<CacheStateEvent> received = new CopyOnWriteArrayList<>();

		@EventListener
		void on(CacheStateEvent event) {
			this.received.add(event);
		}

	}

	static class ManyListeners {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		/**
		 * Called through a proxy, which has no fields of its own.
		 */
		List<String> calls() {
			return this.calls;
		}

		@Order(2)
		@EventListener
		public void second(SourceBreakerChanged event) {
			this.calls.add("second " + Thread.currentThread().getName());
		}

		@Order(1)
		@EventListener(condition = "!event.payload.well()")
		public void first(CacheStateEvent event) {
			this.calls.add("first " + Thread.currentThread().getName());
		}

		@EventListener(condition = "event.payload.well()")
		public void never(CacheStateEvent event) {
			this.calls.add("never");
		}

		@Async
		@Order(3)
		@EventListener
		public void async(CacheStateEvent event) {
			this.calls.add("async " + Thread.currentThread().getName());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class AsyncConfiguration {

		@Bean
		ManyListeners manyListeners() {
			return new ManyListeners();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { DataSourceAutoConfiguration.class, DataRedisAutoConfiguration.class })
	static class WarmedApplication {

		@Bean
		Listener listener() {
			return new Listener();
		}

		@Bean
		BrokenSource broken() {
			return new BrokenSource();
		}

		@Bean
		Cities cities() {
			return new Cities();
		}

	}

	static class Cities {

		@Cacheable("cities")
		public String find(Integer id) {
			return "city " + id;
		}

	}

}
