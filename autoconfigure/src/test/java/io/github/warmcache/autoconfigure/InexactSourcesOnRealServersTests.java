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

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

import io.github.warmcache.health.CacheWarmupHealthIndicator;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Status;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of pods, with a real PostgreSQL and Redis, whose tables have keys that the
 * database compares in ways of its own, or none.
 */
@Tag("servers")
class InexactSourcesOnRealServersTests {

	private final TestDatabase database = Servers.postgres().newDatabase();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.database.dataSource());

	@BeforeEach
	void createTables() {
		this.jdbc.execute("create table price (code numeric(10, 2) primary key, name text)");
		this.jdbc.execute("insert into price values (1.50, 'row')");
		this.jdbc.execute("create table slot (code timestamptz primary key, name text)");
		this.jdbc.execute("insert into slot values ('2026-01-02 03:04:05+00', 'row')");
		this.jdbc.execute("create table city (id bigint, name text)");
		this.jdbc.execute("insert into city select null, 'city ' || i from generate_series(1, 1500) i");
	}

	@Test
	void aCompleteCacheDoesNotTakeADecimalOfAnotherScaleForAbsent() {
		try (ConfigurableApplicationContext context = start("warmcache.caches.prices.complete=true",
				"warmcache.caches.prices.source.jdbc.query=select * from price",
				"warmcache.caches.prices.source.jdbc.key-column=code")) {
			Service service = context.getBean(Service.class);
			assertThat(service.price(new BigDecimal("1.50"))).isEqualTo("row");
			assertThat(service.price(new BigDecimal("1.5"))).isEqualTo("row");
		}
	}

	@Test
	void aCompleteCacheDoesNotTakeATimeOfAnotherOffsetForAbsent() {
		try (ConfigurableApplicationContext context = start("warmcache.caches.slots.complete=true",
				"warmcache.caches.slots.source.jdbc.query=select * from slot",
				"warmcache.caches.slots.source.jdbc.key-column=code")) {
			Service service = context.getBean(Service.class);
			assertThat(service.slot(OffsetDateTime.parse("2026-01-02T03:04:05Z"))).isEqualTo("row");
			assertThat(service.slot(OffsetDateTime.parse("2026-01-02T04:04:05+01:00"))).isEqualTo("row");
		}
	}

	@Test
	void rowsWithoutAKeyAreNoEmptyTable() {
		try (ConfigurableApplicationContext context = start("warmcache.caches.cities.warmup.allow-empty=true",
				"warmcache.caches.cities.source.jdbc.query=select id, name from city",
				"warmcache.caches.cities.source.jdbc.key-column=id")) {
			assertThat(context.getBean(CacheWarmupHealthIndicator.class).health().getStatus()).isNotEqualTo(Status.UP);
		}
	}

	private ConfigurableApplicationContext start(String... properties) {
		List<String> all = new ArrayList<>(List.of(Servers.properties(Servers.redis(), this.database)));
		all.addAll(List.of("spring.main.banner-mode=off", "warmcache.warmup.deadline=20s",
				"spring.application.name=inexact-" + this.database.springProperties().hashCode()));
		all.addAll(List.of(properties));
		return new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties(all.toArray(String[]::new))
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Service.class)
	static class App {

	}

	static class Service {

		private final JdbcTemplate jdbc;

		Service(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Cacheable("prices")
		public @Nullable String price(BigDecimal code) {
			return this.jdbc.queryForList("select name from price where code = ?", String.class, code)
				.stream()
				.findFirst()
				.orElse(null);
		}

		@Cacheable("slots")
		public @Nullable String slot(OffsetDateTime code) {
			return this.jdbc.queryForList("select name from slot where code = ?", String.class, code)
				.stream()
				.findFirst()
				.orElse(null);
		}

		@Cacheable("cities")
		public String city(long id) {
			return "method";
		}

	}

}
