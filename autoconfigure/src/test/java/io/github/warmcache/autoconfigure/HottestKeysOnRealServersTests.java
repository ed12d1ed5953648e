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

package io.github.warmcache.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.autoconfigure.jdbc.WarmcacheJdbcAutoConfiguration;
import io.github.warmcache.autoconfigure.redis.WarmcacheRedisAutoConfiguration;
import io.github.warmcache.autoconfigure.warmup.WarmcacheWarmupAutoConfiguration;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import io.github.warmcache.warmup.run.WarmupExecution;
import io.github.warmcache.warmup.warmer.HotKeyPublisher;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of warming the hottest keys of earlier pods, on a real Redis and a real
 * PostgreSQL.
 */
@Tag("servers")
class HottestKeysOnRealServersTests {

	private static TestDatabase database;

	private final FailureReport report = new FailureReport();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withInitializer(this.report)
		.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class,
				WarmcacheRedisAutoConfiguration.class, WarmcacheJdbcAutoConfiguration.class,
				WarmcacheCachingAutoConfiguration.class, WarmcacheWarmupAutoConfiguration.class,
				DataRedisAutoConfiguration.class, JacksonAutoConfiguration.class, DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class))
		.withPropertyValues("spring.application.name=" + UUID.randomUUID(), "warmcache.shared.command-timeout=5s",
				"warmcache.caches.names.source.jdbc.query=select id, name from thing",
				"warmcache.caches.names.source.jdbc.key-column=id", "warmcache.caches.names.warmup.from=hottest")
		.withPropertyValues(Servers.properties(Servers.redis(), database))
		.withBean(Things.class);

	@BeforeAll
	static void createDatabase() {
		database = Servers.postgres().newDatabase();
		JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
		jdbc.execute("create table thing (id bigint primary key, name text)");
		jdbc.execute("insert into thing select i, 'thing ' || i from generate_series(1, 5000) i");
	}

	@Test
	void aPodWarmsWhatEarlierOnesReadAndNothingElse() {
		this.contextRunner.run((context) -> {
			assertThat(warm(context).status()).as("the first pod ever is ready").isEqualTo(WarmupStatus.WARM);
			for (long id = 1; id <= 40; id++) {
				context.getBean(Things.class).name(id);
			}
		});
		// What the pod told when it stopped is all that the next one knows.
		this.contextRunner.run((context) -> {
			CacheWarmupProgress names = warm(context);
			assertThat(names.warmer()).isEqualTo("hottest");
			assertThat(names.entries()).isEqualTo(40);
			Things things = context.getBean(Things.class);
			for (long id = 1; id <= 40; id++) {
				assertThat(things.name(id)).isEqualTo("thing " + id);
			}
			assertThat(context.getBean(TieredCacheManager.class).getCache("names").getNativeCache().stats().missCount())
				.isZero();
		});
	}

	@Test
	void valuesThatTheSharedTierLostComeFromTheSource() {
		this.contextRunner.run((context) -> {
			warm(context);
			context.getBean(Things.class).name(7);
		});
		this.contextRunner
			.run((context) -> context.getBean(TieredCacheManager.class).getCache("names").sharedTier().clear());
		this.contextRunner.run((context) -> {
			assertThat(warm(context).entries()).isOne();
			assertThat(context.getBean(TieredCacheManager.class).getCache("names").sharedTier().readAll(List.of(7L)))
				.hasSize(1);
		});
	}

	@Test
	void aPodThatServesTellsAgainAndAgain() {
		this.contextRunner.withPropertyValues("warmcache.warmup.hot-keys.publish-interval=100ms").run((context) -> {
			warm(context);
			await().untilAsserted(() -> {
				context.getBean(Things.class).name(11);
				assertThat(
						context.getBean(TieredCacheManager.class).getCache("names").sharedTier().hotKeys().hottest(10))
					.containsExactly(11L);
			});
		});
	}

	@Test
	void theStopOfAPodDoesNotWaitForAFrozenRedis() {
		try (OwnRedisServer redis = Servers.newRedis()) {
			long[] stopping = new long[1];
			try {
				this.contextRunner.withPropertyValues(Servers.properties(redis))
					.withPropertyValues("warmcache.shared.command-timeout=200ms", "warmcache.coherence.enabled=false")
					.run((context) -> {
						warm(context);
						context.getBean(Things.class).name(3);
						redis.pause();
						long before = System.nanoTime();
						context.getBean(HotKeyPublisher.class).stop();
						stopping[0] = (System.nanoTime() - before) / 1_000_000;
						redis.resume();
					});
			}
			finally {
				redis.resume();
			}
			assertThat(stopping[0]).isLessThan(1000);
		}
	}

	@Test
	void theNextWarmerIsAskedByTheFirstPodsEver() {
		this.contextRunner.withPropertyValues("warmcache.caches.names.warmup.from=hottest,source").run((context) -> {
			CacheWarmupProgress names = warm(context);
			assertThat(names.warmer()).isEqualTo("source");
			assertThat(names.entries()).isEqualTo(5000);
		});
	}

	@Test
	void itIsNeverADefault() {
		this.contextRunner
			.withPropertyValues("warmcache.caches.others.warmup.enabled=true",
					"warmcache.caches.others.source.redis-hash.key=nothing",
					"warmcache.caches.others.value-type=String", "warmcache.caches.others.key-type=Long")
			.run((context) -> assertThat(context.getBean(WarmupPlan.class).steps())
				.filteredOn((step) -> step.cacheName().equals("others"))
				.singleElement()
				.satisfies((step) -> assertThat(step.warmers()).doesNotContainKey("hottest")));
	}

	@Test
	void aCacheThatIsNotSharedHasNoHottestKeys() {
		this.contextRunner.withPropertyValues("warmcache.caches.names.shared.enabled=false").run((context) -> {
			FailureAnalysis analysis = this.report.of(context);
			assertThat(analysis.getDescription())
				.startsWith("Property 'warmcache.caches.names.warmup.from' names 'hottest', but the cache does not use "
						+ "the shared tier, through which pods learn which keys are hot.");
		});
	}

	@Test
	void valuesThatCannotBeFollowedAreRefused() {
		Map.of("warmcache.caches.names.warmup.hottest=0", "must be positive, but is 0",
				"warmcache.caches.names.warmup.hottest=100001", "is 100001, but the maximum is 100000",
				"warmcache.warmup.hot-keys.half-life=0s", "must be positive, but is 0ms",
				"warmcache.warmup.hot-keys.publish-interval=-1s", "must be positive, but is -1000ms")
			.forEach((property, problem) -> this.contextRunner.withPropertyValues(property)
				.run((context) -> assertThat(this.report.of(context).getDescription()).contains(problem)));
	}

	@Test
	void aNumberOfHottestKeysThatNothingWarmsIsRefused() {
		this.contextRunner
			.withPropertyValues("warmcache.caches.names.warmup.from=source", "warmcache.caches.names.warmup.hottest=10")
			.run((context) -> assertThat(this.report.of(context).getDescription())
				.startsWith("Property 'warmcache.caches.names.warmup.hottest' is set, but "
						+ "'warmcache.caches.names.warmup.from' does not name 'hottest'."));
	}

	private static CacheWarmupProgress warm(ApplicationContext context) {
		context.getBean(WarmupExecution.class).run();
		WarmupState state = context.getBean(WarmupState.class);
		assertThat(state.isReady()).isTrue();
		return state.cache("names");
	}

	static class Things {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("names")
		public String name(long id) {
			return "method " + this.calls.incrementAndGet();
		}

	}

}
