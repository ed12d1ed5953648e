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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.autoconfigure.jdbc.WarmcacheJdbcAutoConfiguration;
import io.github.warmcache.autoconfigure.redis.WarmcacheRedisAutoConfiguration;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.cache.ChangeTrace;
import io.github.warmcache.cache.ReadTrace;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import io.github.warmcache.tier.ChangeOutcome;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.aop.support.AbstractPointcutAdvisor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@code @Transactional} services with caches, on a real PostgreSQL and a real
 * Redis.
 */
@Tag("servers")
class TransactionsOnRealServersTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static TestDatabase database;

	private static JdbcTemplate sql;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(WarmcacheAutoConfiguration.class, WarmcacheRedisAutoConfiguration.class,
						WarmcacheJdbcAutoConfiguration.class, WarmcacheCachingAutoConfiguration.class,
						DataRedisAutoConfiguration.class, JacksonAutoConfiguration.class,
						DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
						JdbcTemplateAutoConfiguration.class, TransactionAutoConfiguration.class))
		.withPropertyValues("spring.application.name=" + UUID.randomUUID(), "warmcache.shared.command-timeout=5s")
		.withPropertyValues(Servers.properties(Servers.redis(), database))
		.withBean(Cities.class)
		.withBean(Office.class);

	@BeforeAll
	static void createDatabase() {
		database = Servers.postgres().newDatabase();
		sql = new JdbcTemplate(database.dataSource());
		sql.execute("create table city (id bigint primary key, name text)");
	}

	@BeforeEach
	void fillTable() {
		sql.execute("truncate city");
		sql.execute("insert into city values (1, 'old'), (2, 'old')");
	}

	@Test
	void everyPodReadsTheNewRowAfterTheCommit() {
		this.contextRunner.run((first) -> this.contextRunner.run((second) -> {
			Cities here = first.getBean(Cities.class);
			assertThat(here.name(1)).isEqualTo("old");
			first.getBean(Office.class).run(() -> {
				sqlOf(first).update("update city set name = 'new' where id = 1");
				here.evict(1);
				// The transaction reads its own row, all others what is committed.
				assertThat(here.name(1)).isEqualTo("new");
				assertThat(elsewhere(() -> here.name(1))).isEqualTo("old");
				assertThat(elsewhere(() -> second.getBean(Cities.class).name(1))).isEqualTo("old");
			});
			assertThat(here.name(1)).isEqualTo("new");
			cache(second, "city").getNativeCache().invalidateAll();
			assertThat(second.getBean(Cities.class).name(1)).isEqualTo("new");
		}));
	}

	@Test
	void rolledBackTransactionLeavesTheCacheAlone() {
		this.contextRunner.run((context) -> {
			Cities cities = context.getBean(Cities.class);
			cities.name(1);
			assertThatIllegalStateException().isThrownBy(() -> context.getBean(Office.class).run(() -> {
				cities.put(1, "new");
				assertThat(cities.name(1)).isEqualTo("new");
				throw new IllegalStateException("Roll back");
			}));
			assertThat(cache(context, "city").statistics().count(CacheEvent.CHANGE_APPLIED)).isZero();
			assertThat(tier(() -> assertThat(cities.name(1)).isEqualTo("old"))).isEqualTo(CacheTier.LOCAL);
		});
	}

	@Test
	void changesOfAnInnerTransactionAreItsOwn() {
		this.contextRunner.run((context) -> {
			Cities cities = context.getBean(Cities.class);
			Office office = context.getBean(Office.class);
			assertThatIllegalStateException().isThrownBy(() -> office.run(() -> {
				cities.put(1, "outer");
				office.runInNew(() -> cities.put(2, "inner"));
				assertThat(elsewhere(() -> cities.name(2))).isEqualTo("inner");
				throw new IllegalStateException("Roll back");
			}));
			assertThat(cities.name(1)).isEqualTo("old");
			assertThat(cities.name(2)).isEqualTo("inner");
			office.run(() -> {
				cities.put(1, "outer");
				assertThatIllegalStateException().isThrownBy(() -> office.runInNew(() -> {
					cities.put(2, "lost");
					throw new IllegalStateException("Roll back");
				}));
			});
			assertThat(cities.name(1)).isEqualTo("outer");
			assertThat(cities.name(2)).isEqualTo("inner");
		});
	}

	@Test
	void outcomeOfTheCommittedChangesIsKnownToTheCaller() {
		this.contextRunner.run((context) -> {
			try (ChangeTrace trace = ChangeTrace.start()) {
				context.getBean(Office.class).run(() -> context.getBean(Cities.class).put(1, "new"));
				assertThat(trace.outcome()).isEqualTo(ChangeOutcome.APPLIED);
			}
		});
	}

	@Test
	void whatAWritingTransactionReadsIsNotKept() {
		this.contextRunner.run((context) -> {
			Cities cities = context.getBean(Cities.class);
			context.getBean(Office.class).run(() -> {
				sqlOf(context).update("update city set name = 'uncommitted' where id = 1");
				assertThat(cities.name(1)).isEqualTo("uncommitted");
				assertThat(elsewhere(() -> cities.name(1))).isEqualTo("old");
			});
		});
	}

	@Test
	void readOnlyTransactionAtTheDefaultOfPostgresqlKeepsWhatItReads() {
		this.contextRunner.run((context) -> {
			Cities cities = context.getBean(Cities.class);
			context.getBean(Office.class).read(() -> cities.name(1));
			assertThat(tier(() -> cities.name(1))).isEqualTo(CacheTier.LOCAL);
			context.getBean(Office.class).readCommitted(() -> cities.name(2));
			assertThat(tier(() -> cities.name(2))).isEqualTo(CacheTier.LOCAL);
		});
	}

	@Test
	void readOnlyTransactionOverASnapshotKeepsNothing() {
		this.contextRunner.run((context) -> {
			Cities cities = context.getBean(Cities.class);
			context.getBean(Office.class).readSnapshot(() -> cities.name(1));
			assertThat(tier(() -> cities.name(1))).isEqualTo(CacheTier.METHOD);
			context.getBean(Office.class).readSnapshot(() -> {
				assertThat(cities.name(1)).isEqualTo("old");
				assertThat(cities.nameUnless(1)).isEqualTo("old");
			});
			assertThat(cache(context, "unless").get(1L)).isNull();
		});
	}

	@Test
	void defaultOfAPoolThatHoldsSnapshotsKeepsNothing() {
		this.contextRunner
			.withPropertyValues("spring.datasource.hikari.transaction-isolation=TRANSACTION_REPEATABLE_READ")
			.run((context) -> {
				context.getBean(Office.class).read(() -> context.getBean(Cities.class).name(1));
				assertThat(tier(() -> context.getBean(Cities.class).name(1))).isEqualTo(CacheTier.METHOD);
			});
	}

	@Test
	void hitOfATransactionalMethodBorrowsNoConnection() {
		this.contextRunner.run(this::assertHitBorrowsNoConnection);
	}

	@Test
	void hitBorrowsNoConnectionWhereTheApplicationSwitchedCachingOn() {
		this.contextRunner.withUserConfiguration(OwnCaching.class).run((context) -> {
			assertThat(context
				.getBean("org.springframework.cache.config.internalCacheAdvisor", AbstractPointcutAdvisor.class)
				.getOrder()).isEqualTo(Ordered.LOWEST_PRECEDENCE - 1);
			assertHitBorrowsNoConnection(context);
		});
	}

	private void assertHitBorrowsNoConnection(ApplicationContext context) {
		Cities cities = context.getBean(Cities.class);
		assertThat(cities.nameInTransaction(1)).isEqualTo("old");
		assertThat(cache(context, "transactional").getNativeCache().asMap()).containsKey(1L);
		context.getBean(HikariDataSource.class).close();
		assertThat(cities.nameInTransaction(1)).isEqualTo("old");
	}

	@Test
	void orderThatTheApplicationChoseIsLeftAlone() {
		this.contextRunner.withUserConfiguration(OwnOrder.class).run((context) -> {
			context.getBean(Cities.class).nameInTransaction(1);
			assertThat(context
				.getBean("org.springframework.cache.config.internalCacheAdvisor", AbstractPointcutAdvisor.class)
				.getOrder()).isEqualTo(7);
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void putOfAMissIsDroppedIfAnyPodEvictedTheKeyMeanwhile(boolean here) {
		this.contextRunner.run((first) -> this.contextRunner.run((second) -> {
			Cities cities = first.getBean(Cities.class);
			ApplicationContext evicting = here ? first : second;
			cities.meanwhile(() -> {
				sql.update("update city set name = 'new' where id = 1");
				elsewhere(() -> {
					cache(evicting, "unless").evict(1L);
					return 1;
				});
			});
			assertThat(cities.nameUnless(1)).isEqualTo("old");
			cities.meanwhile(() -> {
			});
			assertThat(cities.nameUnless(1)).isEqualTo("new");
			assertThat(tier(() -> assertThat(second.getBean(Cities.class).nameUnless(1)).isEqualTo("new")))
				.isEqualTo(CacheTier.SHARED);
			assertThat(tier(() -> cities.nameUnless(1))).isEqualTo(CacheTier.LOCAL);
		}));
	}

	@Test
	void putOfAMissIsToldToNobody() {
		this.contextRunner.run((context) -> {
			Cities cities = context.getBean(Cities.class);
			try (ChangeTrace trace = ChangeTrace.start()) {
				cities.nameUnless(1);
				cities.nameOfSeveral(1);
				assertThat(trace.outcome()).isNull();
			}
			for (String name : new String[] { "unless", "one", "two" }) {
				TieredCache cache = cache(context, name);
				assertThat(cache.getNativeCache().asMap()).as(name).containsKey(1L);
				cache.getNativeCache().invalidateAll();
				assertThat(tier(() -> cache.get(1L))).as(name).isEqualTo(CacheTier.SHARED);
			}
			assertThat(cities.nameUnless(7)).isNull();
			assertThat(cache(context, "unless").get(7L)).isNull();
		});
	}

	@Test
	void putOfAFutureIsAFillToo() {
		this.contextRunner.run((context) -> {
			Cities cities = context.getBean(Cities.class);
			assertThat(cities.futureUnless(1).join()).isEqualTo("old");
			TieredCache cache = cache(context, "futures");
			Awaitility.await().until(() -> cache.getNativeCache().asMap().containsKey(1L));
			assertThat(cache.statistics().count(CacheEvent.CHANGE_APPLIED)).isZero();
			assertThat(cities.futureUnless(1).join()).isEqualTo("old");
			cache.getNativeCache().invalidateAll();
			assertThat(cities.futureUnless(1).join()).isEqualTo("old");
			assertThat(cache.statistics().count(CacheEvent.SHARED_HIT)).isEqualTo(1);
		});
	}

	@Test
	void putOfAReactiveMethodIsAFillToo() {
		this.contextRunner.run((context) -> {
			Cities cities = context.getBean(Cities.class);
			assertThat(cities.mono(1).block(TIMEOUT)).isEqualTo("old");
			assertThat(cities.flux(1).collectList().block(TIMEOUT)).containsExactly("old", "more");
			for (String name : new String[] { "monos", "fluxes" }) {
				TieredCache cache = cache(context, name);
				Awaitility.await().until(() -> cache.getNativeCache().asMap().containsKey(1L));
				assertThat(cache.statistics().count(CacheEvent.CHANGE_APPLIED)).as(name).isZero();
			}
			assertThat(cities.mono(1).block(TIMEOUT)).isEqualTo("old");
			assertThat(cities.flux(1).collectList().block(TIMEOUT)).containsExactly("old", "more");
		});
	}

	@Test
	void putOfAReactiveMethodIsDroppedIfAnotherPodEvictedTheKeyMeanwhile() {
		this.contextRunner.run((first) -> this.contextRunner.run((second) -> {
			Cities cities = first.getBean(Cities.class);
			cities.meanwhile(() -> {
				sql.update("update city set name = 'new' where id = 1");
				cache(second, "monos").evict(1L);
			});
			assertThat(cities.mono(1).block(TIMEOUT)).isEqualTo("old");
			Awaitility.await()
				.until(() -> cache(first, "monos").statistics().count(CacheEvent.SHARED_FILL_REFUSED) == 1);
			assertThat(cities.mono(1).block(TIMEOUT)).isEqualTo("new");
		}));
	}

	private static String elsewhere(Callable<?> work) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return String.valueOf(work.call());
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}).orTimeout(20, TimeUnit.SECONDS).join();
	}

	private static JdbcTemplate sqlOf(ApplicationContext context) {
		return context.getBean(JdbcTemplate.class);
	}

	private static TieredCache cache(ApplicationContext context, String name) {
		return context.getBean(TieredCacheManager.class).getCache(name);
	}

	private static CacheTier tier(Runnable call) {
		try (ReadTrace trace = ReadTrace.start()) {
			call.run();
			return trace.tier();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true)
	static class OwnCaching {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true, order = 7)
	static class OwnOrder {

	}

	static class Office {

		@Transactional
		public void run(Runnable work) {
			work.run();
		}

		@Transactional(propagation = Propagation.REQUIRES_NEW)
		public void runInNew(Runnable work) {
			work.run();
		}

		@Transactional(readOnly = true)
		public void read(Runnable work) {
			work.run();
		}

		@Transactional(readOnly = true, isolation = Isolation.READ_COMMITTED)
		public void readCommitted(Runnable work) {
			work.run();
		}

		@Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
		public void readSnapshot(Runnable work) {
			work.run();
		}

	}

	static class Cities {

		private final JdbcTemplate jdbc;

		private volatile Runnable meanwhile = () -> {
		};

		Cities(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		public void meanwhile(Runnable work) {
			this.meanwhile = work;
		}

		@Cacheable("city")
		public String name(long id) {
			return select(id);
		}

		@CacheEvict("city")
		public void evict(long id) {
		}

		@CachePut(cacheNames = "city", key = "#id")
		public String put(long id, String name) {
			return name;
		}

		@Cacheable("transactional")
		@Transactional
		public String nameInTransaction(long id) {
			return select(id);
		}

		@Cacheable(cacheNames = "unless", unless = "#result == null")
		public String nameUnless(long id) {
			String name = select(id);
			this.meanwhile.run();
			return name;
		}

		@Cacheable({ "one", "two" })
		public String nameOfSeveral(long id) {
			return select(id);
		}

		@Cacheable(cacheNames = "futures", unless = "#result == null")
		public CompletableFuture<String> futureUnless(long id) {
			return CompletableFuture.supplyAsync(() -> select(id));
		}

		@Cacheable("monos")
		public Mono<String> mono(long id) {
			return Mono.fromCallable(() -> {
				String name = select(id);
				this.meanwhile.run();
				return name;
			}).subscribeOn(Schedulers.boundedElastic());
		}

		@Cacheable("fluxes")
		public Flux<String> flux(long id) {
			return Flux.defer(() -> Flux.just(select(id), "more")).subscribeOn(Schedulers.boundedElastic());
		}

		private String select(long id) {
			return this.jdbc.queryForStream("select name from city where id = ?", (row, number) -> row.getString(1), id)
				.findFirst()
				.orElse(null);
		}

	}

}
