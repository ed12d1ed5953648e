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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for applications that have not got everything, on class paths that really lack
 * it.
 */
@Tag("servers")
class OptionalPartsTests {

	private static final String[] REDIS = { "spring-data-", "spring-boot-data-", "lettuce-" };

	private static final String[] JDBC = { "spring-jdbc", "spring-boot-jdbc", "spring-boot-sql",
			"spring-boot-transaction", "HikariCP", "postgresql" };

	private static final String[] TRANSACTIONS = { "spring-tx" };

	private static final String[] JACKSON = { "jackson-", "spring-boot-jackson" };

	private static final String[] ACTUATOR = { "spring-boot-actuator", "spring-boot-health", "micrometer-",
			"spring-boot-micrometer" };

	private static final String[] RESILIENCE = { "resilience4j-" };

	private static final String[] WEB = { "spring-web", "spring-boot-web", "spring-boot-tomcat", "tomcat-", "reactor-",
			"netty-", "spring-boot-reactor", "spring-boot-netty", "spring-boot-http", "spring-boot-servlet" };

	private final List<String> args = new ArrayList<>(List.of("--spring.application.name=" + UUID.randomUUID(),
			"--spring.main.banner-mode=off", "--warmcache.shared.command-timeout=5s"));

	@Test
	void applicationWithNothingElseKeepsItsValuesInThisPod() {
		assertThat(run(REDIS, JDBC, TRANSACTIONS, JACKSON, ACTUATOR, WEB)).isEqualTo("METHOD LOCAL METHOD");
	}

	@Test
	void applicationWithRedisSharesItsValues() {
		connectRedis();
		assertThat(run(JDBC, ACTUATOR)).isEqualTo("METHOD LOCAL SHARED warmcacheCoherence warmcacheRedisWatcher");
	}

	@Test
	void applicationWithoutResilience4jHasAllTiersAndMeters() {
		connectRedis();
		connectDatabase();
		assertThat(run(RESILIENCE)).isEqualTo(
				"LOCAL LOCAL SHARED cacheWarmupHealthIndicator tieredCacheMeterBinderProvider warmcacheCoherence warmcacheRedisWatcher");
	}

	@Test
	void applicationWithRedisAndNoJacksonKeepsItsValuesInThisPod() {
		connectRedis();
		assertThat(run(JDBC, JACKSON, ACTUATOR)).isEqualTo("METHOD LOCAL METHOD");
	}

	@Test
	void applicationWithACodecOfItsOwnNeedsNoJackson() {
		connectRedis();
		this.args.add("--own-codec=true");
		assertThat(run(JDBC, JACKSON, ACTUATOR))
			.isEqualTo("METHOD LOCAL SHARED warmcacheCoherence warmcacheRedisWatcher");
	}

	@Test
	void applicationWithRedisAndNoJacksonReadsText() {
		connectRedis();
		this.args.add("--warmcache.caches.cities.source.redis-keys.pattern=city:" + UUID.randomUUID() + ":*");
		this.args.add("--warmcache.caches.cities.source.redis-keys.format=string");
		this.args.add("--warmcache.caches.cities.warmup.enabled=false");
		assertThat(run(JDBC, JACKSON, ACTUATOR)).isEqualTo("METHOD LOCAL METHOD");
	}

	@Test
	void applicationWithRedisAndNoJacksonCannotReadJson() {
		connectRedis();
		this.args.add("--warmcache.caches.cities.source.redis-hash.key=cities");
		assertThatException().isThrownBy(() -> run(JDBC, JACKSON, ACTUATOR))
			.withStackTraceContaining("Property 'warmcache.caches.cities.source.redis-hash.format' is json, but there "
					+ "is no Jackson. Add the dependency org.springframework.boot:spring-boot-starter-jackson, or "
					+ "write string.");
	}

	@Test
	void applicationWithADatabaseLoadsItsValuesFromThere() {
		connectDatabase();
		assertThat(run(REDIS, JACKSON, ACTUATOR, WEB)).isEqualTo("LOCAL LOCAL SOURCE");
	}

	@Test
	void applicationWithActuatorOnlyHasItsHealthAndMeters() {
		assertThat(run(REDIS, JDBC, WEB))
			.isEqualTo("METHOD LOCAL METHOD cacheWarmupHealthIndicator tieredCacheMeterBinderProvider");
	}

	@Test
	void applicationWithoutActuatorHasAllTiers() {
		connectRedis();
		connectDatabase();
		assertThat(run(ACTUATOR)).isEqualTo("LOCAL LOCAL SHARED warmcacheCoherence warmcacheRedisWatcher");
	}

	private void connectRedis() {
		addArguments(Servers.properties(Servers.redis()));
	}

	private void connectDatabase() {
		TestDatabase database = Servers.postgres().newDatabase();
		JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
		jdbc.execute("create table city (id bigint primary key, name text)");
		jdbc.execute("insert into city values (7, 'Rome')");
		addArguments(Servers.properties(database));
		this.args.add("--warmcache.caches.cities.source.jdbc.query=select id, name from city");
		this.args.add("--warmcache.caches.cities.source.jdbc.key-column=id");
	}

	private void addArguments(String... properties) {
		Arrays.stream(properties).forEach((property) -> this.args.add("--" + property));
	}

	private String run(String[]... without) {
		// Jedis is here for the embedded server only.
		String[] jars = Stream.concat(Stream.of("jedis"), Arrays.stream(without).flatMap(Arrays::stream))
			.toArray(String[]::new);
		return new IsolatedClassPath(jars).run("io.github.warmcache.autoconfigure.OptionalPartsApplication",
				this.args.toArray(String[]::new));
	}

}
