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

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.autoconfigure.redis.WarmcacheCoherenceAutoConfiguration;
import io.github.warmcache.autoconfigure.redis.WarmcacheRedisAutoConfiguration;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.ChangeTrace;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.ChangeOutcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.CachePut;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that what a {@code @CachePut} method returns is not kept if another pod changed
 * the key after the method, or the transaction around it, had begun.
 */
@Tag("servers")
class LatePutsOfMethodsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(WarmcacheAutoConfiguration.class, WarmcacheRedisAutoConfiguration.class,
						WarmcacheCoherenceAutoConfiguration.class, WarmcacheCachingAutoConfiguration.class,
						DataRedisAutoConfiguration.class, JacksonAutoConfiguration.class,
						DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class))
		.withPropertyValues("spring.application.name=" + UUID.randomUUID(), "warmcache.shared.command-timeout=5s",
				"warmcache.caches.city.key-type=java.lang.Long", "warmcache.caches.city.value-type=java.lang.String")
		.withPropertyValues(Servers.properties(Servers.redis(), Servers.postgres().newDatabase()))
		.withBean(Cities.class);

	@ParameterizedTest
	@EnumSource
	void putOfAMethodThatAnotherPodOvertookIsDropped(Way way) {
		pods((first, second) -> {
			first.getBean(Cities.class).meanwhile(() -> cache(second).put(1L, "newer"));
			way.put(first.getBean(Cities.class));
			await().untilAsserted(() -> assertThat(count(first, CacheEvent.LATE_PUT_INVALIDATED)).isOne());
			assertThat(cache(first).get(1L)).isNull();
			await().untilAsserted(() -> assertThat(cache(second).get(1L)).isNull());
		});
	}

	@ParameterizedTest
	@EnumSource
	void putOfAMethodThatBeganAfterTheChangeOfAnotherPodIsKept(Way way) {
		pods((first, second) -> {
			cache(first).put(1L, "own");
			cache(second).put(1L, "older");
			await().untilAsserted(() -> assertThat(count(first, CacheEvent.CHANGE_RECEIVED)).isOne());
			way.put(first.getBean(Cities.class));
			await().untilAsserted(() -> assertThat(cache(first).get(1L, String.class)).isEqualTo("put"));
			await().untilAsserted(() -> assertThat(cache(second).get(1L, String.class)).isEqualTo("put"));
		});
	}

	@Test
	void onePodMayPutTheSameKeyAgainAndAgain() {
		pods((first, second) -> {
			for (int i = 0; i < 100; i++) {
				first.getBean(Cities.class).put(1);
			}
			assertThat(count(first, CacheEvent.LATE_PUT_INVALIDATED)).isZero();
			assertThat(cache(second).get(1L, String.class)).isEqualTo("put");
		});
	}

	@Test
	void putOfATransactionIsComparedWithItsBeginning() {
		pods((first, second) -> {
			TransactionTemplate transactions = new TransactionTemplate(first.getBean(PlatformTransactionManager.class));
			try (ChangeTrace trace = ChangeTrace.start()) {
				transactions.executeWithoutResult((status) -> {
					cache(second).evict(1L);
					first.getBean(Cities.class).put(1);
				});
				assertThat(trace.outcome()).isEqualTo(ChangeOutcome.INVALIDATED);
			}
			try (ChangeTrace trace = ChangeTrace.start()) {
				await().untilAsserted(() -> assertThat(count(first, CacheEvent.CHANGE_RECEIVED)).isOne());
				transactions.executeWithoutResult((status) -> cache(first).put(1L, "direct"));
				assertThat(trace.outcome()).isEqualTo(ChangeOutcome.APPLIED);
			}
			assertThat(cache(second).get(1L, String.class)).isEqualTo("direct");
		});
	}

	private void pods(Pods test) {
		this.contextRunner.run((first) -> this.contextRunner.run((second) -> {
			cache(first);
			cache(second);
			test.run(first, second);
		}));
	}

	private static TieredCache cache(ApplicationContext context) {
		return context.getBean(TieredCacheManager.class).getCache("city");
	}

	private static long count(ApplicationContext context, CacheEvent event) {
		return cache(context).statistics().count(event);
	}

	/**
	 * How a method returns what is put.
	 */
	enum Way {

		SYNCHRONOUS, FUTURE, REACTIVE;

		void put(Cities cities) {
			switch (this) {
				case SYNCHRONOUS -> cities.put(1);
				case FUTURE -> cities.putLater(1).orTimeout(20, TimeUnit.SECONDS).join();
				case REACTIVE -> cities.putReactively(1).block(TIMEOUT);
			}
		}

	}

	@FunctionalInterface
	private interface Pods {

		void run(AssertableApplicationContext first, AssertableApplicationContext second);

	}

	static class Cities {

		private volatile Runnable meanwhile = () -> {
		};

		public void meanwhile(Runnable work) {
			this.meanwhile = work;
		}

		@CachePut("city")
		public String put(long id) {
			this.meanwhile.run();
			return "put";
		}

		@CachePut("city")
		public CompletableFuture<String> putLater(long id) {
			return CompletableFuture.supplyAsync(() -> put(id));
		}

		@CachePut("city")
		public Mono<String> putReactively(long id) {
			return Mono.fromCallable(() -> put(id));
		}

	}

}
