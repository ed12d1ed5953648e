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

package io.github.warmcache.autoconfigure.advice;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.warmcache.advice.Advice;
import io.github.warmcache.advice.ConfigurationAdvisor;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.jdbc.WarmcacheJdbcAutoConfiguration;
import io.github.warmcache.autoconfigure.properties.ConfiguredCaches;
import io.github.warmcache.autoconfigure.warmup.WarmcacheWarmupAutoConfiguration;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.warmup.CacheWarmer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PoolAdvice} and {@link TimeZoneAdvice}, on H2.
 */
class JdbcAdviceTests {

	private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

	private final ApplicationContextRunner withoutPool = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class, WarmcacheJdbcAutoConfiguration.class,
				WarmcacheWarmupAutoConfiguration.class, WarmcacheAdviceAutoConfiguration.class,
				DataSourceAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=" + this.url, "warmcache.caches.cities.key-type=Long",
				"warmcache.caches.cities.value-type=String", "warmcache.caches.cities.source.jdbc.key-column=id",
				"warmcache.caches.cities.source.jdbc.query=select id, name from city",
				"warmcache.caches.countries.key-type=Long", "warmcache.caches.countries.value-type=String",
				"warmcache.caches.countries.source.jdbc.key-column=id",
				"warmcache.caches.countries.source.jdbc.query=select id, name from country");

	private final ApplicationContextRunner contextRunner = this.withoutPool
		.withPropertyValues("spring.datasource.hikari.maximum-pool-size=5", "spring.datasource.hikari.pool-name=main");

	@Test
	void poolsThatAreLargeEnoughGiveNone() {
		this.withoutPool.run((context) -> assertThat(ids(context)).as("defaults").isEmpty());
		this.contextRunner
			.withPropertyValues("warmcache.caches.cities.warmup.partitions=3",
					"warmcache.caches.countries.warmup.partitions=2", "warmcache.caches.cities.max-concurrent-loads=5")
			.run((context) -> assertThat(ids(context)).isEmpty());
	}

	@Test
	void aWarmupThatNeedsMoreConnectionsIsNamed() {
		this.contextRunner
			.withPropertyValues("warmcache.caches.cities.warmup.partitions=4",
					"warmcache.caches.countries.warmup.partitions=2")
			.run((context) -> assertThat(look(context)).singleElement().satisfies((advice) -> {
				assertThat(advice.id()).isEqualTo("pool-smaller-than-warmup");
				assertThat(advice.cause()).contains("parallelism 2", "6 connections", "maximumPoolSize of 'main' is 5");
				assertThat(advice.remedy()).startsWith("Raise spring.datasource.hikari.maximum-pool-size to 6");
			}));
	}

	@Test
	void onlyAsManyCachesAsAreFilledAtOnceCount() {
		this.contextRunner
			.withPropertyValues("warmcache.caches.cities.warmup.partitions=4",
					"warmcache.caches.countries.warmup.partitions=2", "warmcache.warmup.parallelism=1")
			.run((context) -> assertThat(ids(context)).isEmpty());
		this.contextRunner
			.withPropertyValues("warmcache.caches.cities.warmup.partitions=8", "warmcache.warmup.enabled=false")
			.run((context) -> assertThat(ids(context)).as("nothing is warmed").isEmpty());
	}

	@Test
	void loadsThatTheUserAllowsAndThePoolDoesNotAreNamed() {
		this.contextRunner.withPropertyValues("warmcache.caches.cities.max-concurrent-loads=6")
			.run((context) -> assertThat(look(context)).singleElement().satisfies((advice) -> {
				assertThat(advice.id()).isEqualTo("pool-smaller-than-loads");
				assertThat(advice.cache()).isEqualTo("cities");
				assertThat(advice.cause()).startsWith("warmcache.caches.cities.max-concurrent-loads is 6, but");
			}));
	}

	@Test
	void theRemedyForLoadsEndsTheAdvice() {
		this.withoutPool.withBean(DataSource.class, () -> pool(1))
			.withPropertyValues("warmcache.caches.cities.max-concurrent-loads=2", "warmcache.warmup.enabled=false")
			.run((context) -> assertThat(look(context)).singleElement()
				.satisfies((advice) -> assertThat(advice.remedy()).startsWith("Write 1 at most")));
		this.withoutPool.withBean(DataSource.class, () -> pool(1))
			.withPropertyValues("warmcache.caches.cities.max-concurrent-loads=1", "warmcache.warmup.enabled=false")
			.run((context) -> assertThat(ids(context)).isEmpty());
	}

	@Test
	void aSourceThatReadsAskFirstCountsForLoadsAndNotForTheWarmup() {
		this.contextRunner.withBean("rows", CacheSource.class, () -> (CacheSource<Long, String>) (key) -> null)
			.withPropertyValues("warmcache.caches.cities.source.bean=rows",
					"warmcache.caches.cities.source.order=jdbc, bean", "warmcache.caches.cities.max-concurrent-loads=6",
					"warmcache.caches.cities.warmup.partitions=60")
			.run((context) -> assertThat(ids(context)).containsExactly("pool-smaller-than-loads"));
	}

	@Test
	void theZoneOfASourceThatReadsAskFirstIsNamed() {
		createCities();
		this.withoutPool.withBean("rows", CacheSource.class, () -> (CacheSource<Long, Instant>) (key) -> null)
			.withPropertyValues("warmcache.caches.cities.value-type=" + Instant.class.getName(),
					"warmcache.caches.cities.source.jdbc.query=select id, founded from city",
					"warmcache.caches.cities.source.bean=rows", "warmcache.caches.cities.source.order=jdbc, bean")
			.run((context) -> {
				TieredCacheManager caches = context.getBean(TieredCacheManager.class);
				assertThat(caches.getCache("cities").get(1L)).isNotNull();
				assertThat(new TimeZoneAdvice(caches, () -> ZoneId.of("Europe/Berlin"), (name, relative) -> relative)
					.advice()).extracting(Advice::cache).containsExactly("cities");
			});
	}

	@Test
	void aWarmupThatDoesNotReadTheSourceNeedsNoConnections() {
		this.withoutPool.withBean(DataSource.class, () -> pool(1))
			.withBean("fill", CacheWarmer.class, () -> (context) -> context.accept(1L, "Rome"))
			.withPropertyValues("warmcache.caches.cities.warmup.from=fill",
					"warmcache.caches.countries.warmup.from=fill")
			.run((context) -> assertThat(ids(context)).isEmpty());
	}

	@Test
	void aPoolBehindAProxyIsFound() {
		this.withoutPool.withBean(DataSource.class, () -> new LazyConnectionDataSourceProxy(pool(1)))
			.run((context) -> assertThat(ids(context)).containsExactly("pool-smaller-than-warmup"));
	}

	@Test
	void otherPoolsAndAMissingJarGiveNone() {
		this.withoutPool.withBean(DataSource.class, () -> new DriverManagerDataSource(this.url, "sa", ""))
			.withPropertyValues("warmcache.caches.cities.warmup.partitions=60")
			.run((context) -> assertThat(ids(context)).isEmpty());
		this.withoutPool.withBean(DataSource.class, () -> new DriverManagerDataSource(this.url, "sa", ""))
			.withClassLoader(new FilteredClassLoader("com.zaxxer.hikari"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(TimeZoneAdvice.class)
				.doesNotHaveBean(PoolAdvice.class));
	}

	@Test
	void withoutSpringJdbcThereIsNoAdviceOnDatabases() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WarmcacheAutoConfiguration.class, WarmcacheAdviceAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.jdbc", "org.springframework.transaction"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(TimeZoneAdvice.class);
				assertThat(ids(context)).isEmpty();
			});
	}

	@ParameterizedTest
	@CsvSource({ "Europe/Berlin, java.time.Instant, '', 1", "UTC, java.time.Instant, '', 0",
			"Europe/Berlin, java.time.Instant, Europe/Berlin, 0", "Europe/Berlin, java.time.LocalDateTime, '', 0" })
	void anAssumedZoneIsNamedIfTheJvmHasAnother(String jvm, String type, String configured, int expected) {
		createCities();
		this.withoutPool
			.withPropertyValues("warmcache.caches.cities.value-type=" + type,
					"warmcache.caches.cities.source.jdbc.query=select id, founded from city")
			.withPropertyValues(configured.isEmpty() ? "warmcache.enabled=true"
					: "warmcache.caches.cities.source.jdbc.time-zone=" + configured)
			.run((context) -> {
				TieredCacheManager caches = context.getBean(TieredCacheManager.class);
				TimeZoneAdvice provider = new TimeZoneAdvice(caches, () -> ZoneId.of(jvm),
						(name, relative) -> context.getBean(ConfiguredCaches.class).get(name).property(relative));
				assertThat(provider.advice()).as("nothing is read").isEmpty();
				assertThat(caches.getCache("cities").get(1L)).isNotNull();
				assertThat(provider.advice()).hasSize(expected).allSatisfy((advice) -> {
					assertThat(advice.id()).isEqualTo("time-zone-assumed");
					assertThat(advice.cause()).endsWith("the zone of this JVM is Europe/Berlin");
					assertThat(advice.remedy()).startsWith("Set warmcache.caches.cities.source.jdbc.time-zone to");
				});
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTC", "Z", "Etc/UTC", "GMT", "+00:00" })
	void zonesWithoutAnOffsetAreAllTheSame(String zone) {
		createCities();
		this.withoutPool
			.withPropertyValues("warmcache.caches.cities.value-type=" + Instant.class.getName(),
					"warmcache.caches.cities.source.jdbc.query=select id, founded from city")
			.run((context) -> {
				TieredCacheManager caches = context.getBean(TieredCacheManager.class);
				assertThat(caches.getCache("cities").get(1L)).isNotNull();
				assertThat(new TimeZoneAdvice(caches, () -> ZoneId.of(zone), (name, relative) -> relative).advice())
					.isEmpty();
			});
	}

	private void createCities() {
		JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(this.url, "sa", ""));
		jdbc.execute("create table city (id bigint primary key, name varchar, founded timestamp)");
		jdbc.execute("insert into city values (1, 'Rome', timestamp '2026-01-01 12:00:00')");
	}

	private HikariDataSource pool(int size) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(this.url);
		pool.setUsername("sa");
		pool.setMaximumPoolSize(size);
		return pool;
	}

	private static List<Advice> look(ApplicationContext context) {
		return context.getBean(ConfigurationAdvisor.class).look();
	}

	private static List<String> ids(ApplicationContext context) {
		return look(context).stream().map(Advice::id).toList();
	}

}
