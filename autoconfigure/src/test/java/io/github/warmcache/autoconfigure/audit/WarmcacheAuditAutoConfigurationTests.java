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

package io.github.warmcache.autoconfigure.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

import io.github.warmcache.audit.AuditReport.Counts;
import io.github.warmcache.audit.DriftAudit;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.autoconfigure.jdbc.WarmcacheJdbcAutoConfiguration;
import io.github.warmcache.autoconfigure.metrics.WarmcacheMetricsAutoConfiguration;
import io.github.warmcache.autoconfigure.redis.WarmcacheCoherenceAutoConfiguration;
import io.github.warmcache.autoconfigure.redis.WarmcacheRedisAutoConfiguration;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.health.CacheAuditHealthIndicator;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WarmcacheAuditAutoConfiguration}, with a real database and a real
 * Redis.
 */
@Tag("servers")
class WarmcacheAuditAutoConfigurationTests {

	private final TestDatabase database = Servers.postgres().newDatabase();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class,
				WarmcacheRedisAutoConfiguration.class, WarmcacheCoherenceAutoConfiguration.class,
				WarmcacheJdbcAutoConfiguration.class, WarmcacheCachingAutoConfiguration.class,
				WarmcacheAuditAutoConfiguration.class, WarmcacheMetricsAutoConfiguration.class,
				CacheMetricsAutoConfiguration.class, MetricsAutoConfiguration.class, DataRedisAutoConfiguration.class))
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				HealthEndpointAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
				HealthContributorAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withPropertyValues(Servers.properties(Servers.redis(), this.database))
		.withPropertyValues("spring.application.name=" + UUID.randomUUID(), "warmcache.shared.command-timeout=2s",
				"warmcache.caches.cities.key-type=java.lang.Integer",
				"warmcache.caches.cities.value-type=" + City.class.getName(),
				"warmcache.caches.cities.source.jdbc.query=select id, name from city",
				"warmcache.caches.cities.source.jdbc.key-column=id");

	@Test
	void aRowThatWasChangedPastTheApplicationIsFoundInTheHeapAndInRedis() throws SQLException {
		execute("create table city (id integer primary key, name text not null)",
				"insert into city select i, 'city ' || i from generate_series(1, 20) i");
		this.contextRunner.withPropertyValues("warmcache.audit.interval=100ms", "warmcache.audit.sample-size=50")
			.run((context) -> {
				TieredCacheManager caches = context.getBean(TieredCacheManager.class);
				for (int id = 1; id <= 21; id++) {
					caches.getCache("cities").get(id);
				}
				DriftAudit audit = context.getBean(DriftAudit.class);
				await().atMost(Duration.ofSeconds(30))
					.until(() -> audit.report("cities") != null && audit.report("cities").shared().compared() == 20);
				assertThat(audit.report("cities").isDifferent()).isFalse();
				assertThat(health(context)).isEqualTo(Status.UP);
				execute("update city set name = 'renamed' where id = 7");
				await().atMost(Duration.ofSeconds(30)).until(() -> audit.report("cities").isDifferent());
				assertThat(audit.report("cities").local()).isEqualTo(new Counts(20, 1, 0, 0));
				assertThat(audit.report("cities").shared()).isEqualTo(new Counts(20, 1, 0, 0));
				assertThat(health(context)).isEqualTo(Status.UNKNOWN);
				assertThat(gauge(context, "warmcache.audit.different", "local")).isOne();
				assertThat(gauge(context, "warmcache.audit.compared", "shared")).isEqualTo(20);
				caches.getCache("cities").evict(7);
				await().atMost(Duration.ofSeconds(30)).until(() -> !audit.report("cities").isDifferent());
				assertThat(health(context)).isEqualTo(Status.UP);
				execute("drop table city");
				await().atMost(Duration.ofSeconds(30)).until(() -> audit.report("cities").failure() != null);
				assertThat(health(context)).isEqualTo(Status.UNKNOWN);
				assertThat(gauge(context, "warmcache.audit.different", "local")).isNaN();
				assertThat(context.getBean(MeterRegistry.class).get("warmcache.audit.failed").gauge().value()).isOne();
			});
	}

	@Test
	void nothingIsComparedByDefault() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(DriftAudit.class)
			.doesNotHaveBean(CacheAuditHealthIndicator.class));
	}

	@Test
	void theIndicatorCanBeSwitchedOff() {
		this.contextRunner
			.withPropertyValues("warmcache.audit.interval=1h", "management.health.cacheaudit.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(DriftAudit.class)
				.doesNotHaveBean(CacheAuditHealthIndicator.class));
	}

	@ParameterizedTest
	@CsvSource({ "0, must be positive", "1001, must be at most 1000" })
	void theSampleIsNeitherEmptyNorHuge(int size, String problem) {
		this.contextRunner.withPropertyValues("warmcache.audit.interval=1h", "warmcache.audit.sample-size=" + size)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("warmcache.audit.sample-size")
				.hasMessageContaining(problem));
	}

	private static Status health(ApplicationContext context) {
		return context.getBean(CacheAuditHealthIndicator.class).health().getStatus();
	}

	private static double gauge(ApplicationContext context, String name, String tier) {
		return context.getBean(MeterRegistry.class).get(name).tag("tier", tier).gauge().value();
	}

	private void execute(String... statements) throws SQLException {
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	record City(int id, String name) {
	}

}
