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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.autoconfigure.jdbc.WarmcacheJdbcAutoConfiguration;
import io.github.warmcache.autoconfigure.redis.WarmcacheRedisAutoConfiguration;
import io.github.warmcache.autoconfigure.warmup.WarmcacheWarmupAutoConfiguration;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.cache.ReadTrace;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import io.github.warmcache.tier.ValueCodecFactory;
import io.github.warmcache.tier.ValueOrigin;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import io.github.warmcache.warmup.run.WarmupExecution;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of everything together on a real Redis and a real PostgreSQL: which tier serves
 * what, and what each keeps.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("servers")
class TiersOnRealServersTests {

	private static TestDatabase database;

	private final String[] names = { "spring.application.name=" + UUID.randomUUID() };

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class,
				WarmcacheRedisAutoConfiguration.class, WarmcacheJdbcAutoConfiguration.class,
				WarmcacheCachingAutoConfiguration.class, WarmcacheWarmupAutoConfiguration.class,
				DataRedisAutoConfiguration.class, JacksonAutoConfiguration.class, DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class))
		.withPropertyValues(this.names)
		.withPropertyValues(Servers.properties(Servers.redis(), database))
		.withPropertyValues("warmcache.shared.command-timeout=5s")
		.withPropertyValues("warmcache.caches.cities.source.jdbc.query=select id, name, country_code from city",
				"warmcache.caches.cities.source.jdbc.key-column=id",
				"warmcache.caches.countries.source.redis-hash.key=countries-of-" + this.names[0],
				"warmcache.caches.currencies.source.redis-keys.pattern=currency:*:of-" + this.names[0],
				"warmcache.caches.currencies.source.redis-keys.format=string")
		.withBean(Atlas.class);

	@BeforeAll
	static void createDatabase() {
		database = Servers.postgres().newDatabase();
		JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
		jdbc.execute("create table city (id bigint primary key, name text, country_code char(2))");
		jdbc.execute("insert into city values (1, 'Rome', 'IT'), (2, 'Paris', 'FR'), (3, 'Atlantis', null)");
	}

	@Test
	void missFallsThroughTheTiersInOrderAndIsKeptByEach() {
		this.contextRunner.run((context) -> {
			Atlas atlas = context.getBean(Atlas.class);
			TieredCache cities = cache(context, "cities");

			// Nothing has it but the source.
			assertThat(tier(() -> assertThat(atlas.city(1)).isEqualTo(new City(1, "Rome", "IT"))))
				.isEqualTo(CacheTier.SOURCE);
			assertThat(tier(() -> atlas.city(1))).isEqualTo(CacheTier.LOCAL);
			cities.getNativeCache().invalidateAll();
			assertThat(tier(() -> assertThat(atlas.city(1)).isEqualTo(new City(1, "Rome", "IT"))))
				.isEqualTo(CacheTier.SHARED);
			assertThat(tier(() -> atlas.city(1))).isEqualTo(CacheTier.LOCAL);
			assertThat(atlas.calls()).hasValue(0);

			// Not even the source has it.
			assertThat(tier(() -> assertThat(atlas.city(7)).isEqualTo(new City(7, "Method", "XX"))))
				.isEqualTo(CacheTier.METHOD);
			assertThat(tier(() -> atlas.city(7))).isEqualTo(CacheTier.LOCAL);
			cities.getNativeCache().invalidateAll();
			assertThat(tier(() -> assertThat(atlas.city(7)).isEqualTo(new City(7, "Method", "XX"))))
				.isEqualTo(CacheTier.SHARED);
			assertThat(atlas.calls()).hasValue(1);
		});
	}

	@Test
	void ofTwoSourcesReadsAskTheFirstAndTheWarmUpReadsTheLast() {
		String pattern = "profile:%s:" + this.names[0].substring(this.names[0].indexOf('=') + 1);
		this.contextRunner
			.withPropertyValues("warmcache.caches.currencies.source.redis-keys.pattern=" + pattern.formatted("*"),
					"warmcache.caches.currencies.source.jdbc.query=select country_code, name from city where id < 3",
					"warmcache.caches.currencies.source.jdbc.key-column=country_code",
					"warmcache.caches.currencies.source.order=redis-keys, jdbc",
					"warmcache.caches.currencies.shared.enabled=false")
			.run((context) -> {
				StringRedisTemplate redis = new StringRedisTemplate(context.getBean(RedisConnectionFactory.class));
				redis.opsForValue().set(pattern.formatted("IT"), "Milan");
				Atlas atlas = context.getBean(Atlas.class);
				TieredCache currencies = cache(context, "currencies");
				assertThat(atlas.currency("IT")).isEqualTo("Milan");
				assertThat(atlas.currency("FR")).isEqualTo("Paris");
				assertThat(atlas.currency("XX")).isEqualTo("none");
				assertThat(currencies.statistics().count(CacheEvent.SOURCE_FALLBACK_ABSENT)).isEqualTo(2);
				assertThat(currencies.source().load("IT")).isEqualTo("Rome");
				redis.delete(pattern.formatted("IT"));
				currencies.clear();
				assertThat(atlas.currency("IT")).isEqualTo("Rome");
			});
	}

	@Test
	void podsOnOneRedisSeeWhereValuesWereMade() {
		this.contextRunner.run((first) -> this.contextRunner.run((second) -> {
			first.getBean(Atlas.class).city(1);
			first.getBean(Atlas.class).city(7);
			cache(first, "cities").put(8L, new City(8, "Put", "XX"));
			for (CacheTier tier : List.of(CacheTier.SHARED, CacheTier.LOCAL)) {
				assertMade(second, 1, tier, ValueOrigin.SOURCE);
				assertMade(second, 7, tier, ValueOrigin.METHOD);
				assertMade(second, 8, tier, ValueOrigin.PUT);
			}
			assertMade(first, 1, CacheTier.LOCAL, ValueOrigin.SOURCE);
			assertMade(first, 7, CacheTier.LOCAL, ValueOrigin.METHOD);
			assertMade(first, 8, CacheTier.LOCAL, ValueOrigin.PUT);
		}));
	}

	private static void assertMade(ApplicationContext context, long id, CacheTier tier, ValueOrigin origin) {
		try (ReadTrace trace = ReadTrace.start()) {
			context.getBean(Atlas.class).city(id);
			assertThat(trace.tier()).isEqualTo(tier);
			assertThat(trace.origin()).isEqualTo(origin);
			// Of values that live for an hour, in a test that takes seconds.
			assertThat(trace.age()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
		}
	}

	@Test
	void podsOnOneRedisSeeEachOthersValues() {
		this.contextRunner.run((first) -> this.contextRunner.run((second) -> {
			Atlas here = first.getBean(Atlas.class);
			Atlas there = second.getBean(Atlas.class);
			here.city(7);
			assertThat(tier(() -> assertThat(there.city(7)).isEqualTo(new City(7, "Method", "XX"))))
				.isEqualTo(CacheTier.SHARED);
			assertThat(there.calls()).hasValue(0);
			there.city(1);
			assertThat(tier(() -> here.city(1))).isEqualTo(CacheTier.SHARED);
		}));
	}

	@Test
	void applicationsOnOneRedisDoNotSeeEachOthersValues() {
		this.contextRunner
			.run((first) -> this.contextRunner.withPropertyValues("warmcache.namespace=" + UUID.randomUUID())
				.run((second) -> {
					first.getBean(Atlas.class).city(7);
					assertThat(tier(() -> second.getBean(Atlas.class).city(7))).isEqualTo(CacheTier.METHOD);
				}));
	}

	@Test
	void evictedKeyIsNeverServedAgainByTheEvictingPod() {
		this.contextRunner.run((context) -> {
			Atlas atlas = context.getBean(Atlas.class);
			JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
			jdbc.update("insert into city values (42, 'Old', 'IT')");
			atlas.city(42);
			for (int i = 0; i < 200; i++) {
				String name = "New " + i;
				jdbc.update("update city set name = ? where id = 42", name);
				atlas.evict(42);
				assertThat(atlas.city(42).name()).isEqualTo(name);
			}
		});
	}

	@Test
	void sourcesOnRedisAreReadByTheDeclaredTypes() {
		this.contextRunner.run((context) -> {
			StringRedisTemplate redis = context.getBean(StringRedisTemplate.class);
			redis.opsForHash()
				.putAll("countries-of-" + this.names[0],
						Map.of("IT", "{\"code\":\"IT\",\"population\":59000000}", "FR", "{\"code\":\"FR\"}"));
			redis.opsForValue().set("currency:IT:of-" + this.names[0], "EUR");
			Atlas atlas = context.getBean(Atlas.class);
			assertThat(tier(() -> assertThat(atlas.country("IT")).isEqualTo(new Country("IT", 59_000_000L))))
				.isEqualTo(CacheTier.SOURCE);
			assertThat(tier(() -> assertThat(atlas.currency("IT")).isEqualTo("EUR"))).isEqualTo(CacheTier.SOURCE);
			assertThat(tier(() -> atlas.currency("FR"))).isEqualTo(CacheTier.METHOD);
		});
	}

	@Test
	void cachesWithASourceOfAllEntriesAreWarmedWithoutBeingAsked() {
		this.contextRunner.run((context) -> {
			StringRedisTemplate redis = context.getBean(StringRedisTemplate.class);
			redis.opsForHash().put("countries-of-" + this.names[0], "IT", "{\"code\":\"IT\"}");
			redis.opsForValue().set("currency:IT:of-" + this.names[0], "EUR");
			assertThat(context.getBean(WarmupPlan.class).steps()).allSatisfy((step) -> {
				assertThat(step.required()).isTrue();
				assertThat(step.warmers()).containsOnlyKeys("shared", "source");
			}).extracting((step) -> step.cacheName()).containsExactlyInAnyOrder("cities", "countries", "currencies");
			context.getBean(WarmupExecution.class).run();
			assertThat(context.getBean(WarmupState.class).status()).isEqualTo(WarmupStatus.WARM);
			Atlas atlas = context.getBean(Atlas.class);
			assertThat(tier(() -> assertThat(atlas.city(3)).isEqualTo(new City(3, "Atlantis", null))))
				.isEqualTo(CacheTier.LOCAL);
			assertThat(tier(() -> atlas.country("IT"))).isEqualTo(CacheTier.LOCAL);
			assertThat(tier(() -> atlas.currency("IT"))).isEqualTo(CacheTier.LOCAL);
		});
	}

	@Test
	void nextPodIsWarmedFromTheSharedTier() {
		this.contextRunner.withPropertyValues("warmcache.caches.cities.warmup.from=shared,source",
				"warmcache.caches.countries.warmup.enabled=false", "warmcache.caches.currencies.warmup.enabled=false")
			.run((first) -> {
				first.getBean(WarmupExecution.class).run();
				this.contextRunner
					.withPropertyValues("warmcache.caches.cities.warmup.from=shared",
							"warmcache.caches.countries.warmup.enabled=false",
							"warmcache.caches.currencies.warmup.enabled=false")
					.run((second) -> {
						second.getBean(WarmupExecution.class).run();
						assertThat(second.getBean(WarmupState.class).caches()).singleElement()
							.satisfies((progress) -> assertThat(progress.warmer()).isEqualTo("shared"));
						assertMade(second, 2, CacheTier.LOCAL, ValueOrigin.SOURCE);
					});
			});
	}

	@Test
	void startDoesNotNeedAServer(CapturedOutput output) {
		try (OwnRedisServer redis = Servers.newRedis()) {
			redis.stop();
			this.contextRunner.withPropertyValues(Servers.properties(redis))
				.withPropertyValues("spring.datasource.url=jdbc:postgresql://localhost:1/none")
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(output).contains("Redis does not answer yet");
					Atlas atlas = context.getBean(Atlas.class);
					assertThat(tier(() -> atlas.country("IT"))).isEqualTo(CacheTier.METHOD);
				});
		}
	}

	@Test
	void cacheWithoutAKnownTypeSharesChangesOnly() {
		this.contextRunner.run((context) -> {
			assertThat(cache(context, "anything").sharedTier()).isNotNull();
			assertThat(cache(context, "anything").sharedTier().sharesValues()).isFalse();
			assertThat(cache(context, "cities").sharedTier()).isNotNull();
		});
	}

	@Test
	void sharedTierIsLeftAsideWhereSwitchedOff() {
		this.contextRunner.withPropertyValues("warmcache.caches.cities.shared.enabled=false").run((context) -> {
			assertThat(cache(context, "cities").sharedTier()).isNull();
			assertThat(cache(context, "countries").sharedTier()).isNotNull();
		});
		this.contextRunner.withPropertyValues("warmcache.shared.enabled=false").run((context) -> {
			assertThat(cache(context, "countries").sharedTier()).isNull();
			assertThat(tier(() -> context.getBean(Atlas.class).city(1))).isEqualTo(CacheTier.SOURCE);
		});
	}

	@Test
	void jsonOfTheSharedTierCanBeCustomized() {
		AtomicInteger customized = new AtomicInteger();
		this.contextRunner
			.withBean(SharedJsonMapperBuilderCustomizer.class, () -> (builder) -> customized.incrementAndGet())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(customized).hasValue(1);
			});
	}

	@Test
	void sharedTierUsesTheCodecOfTheApplication() {
		Set<String> created = ConcurrentHashMap.newKeySet();
		ValueCodecFactory json = new JsonValueCodecFactory(JsonValueCodecFactory.mapperBuilder().build());
		this.contextRunner.withBean(ValueCodecFactory.class, () -> (cacheName, valueType) -> {
			created.add(cacheName);
			return json.create(cacheName, valueType);
		}).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(created).contains("cities");
		});
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

	record City(long id, String name, String countryCode) {

	}

	record Country(String code, Long population) {

	}

	static class Atlas {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("cities")
		public City city(long id) {
			this.calls.incrementAndGet();
			return new City(id, "Method", "XX");
		}

		@CacheEvict("cities")
		public void evict(long id) {
		}

		@Cacheable("countries")
		public Country country(String code) {
			return new Country(code, null);
		}

		@Cacheable("currencies")
		public String currency(String countryCode) {
			return "none";
		}

		AtomicInteger calls() {
			return this.calls;
		}

	}

}
