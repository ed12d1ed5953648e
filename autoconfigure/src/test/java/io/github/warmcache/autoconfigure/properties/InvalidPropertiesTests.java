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

package io.github.warmcache.autoconfigure.properties;

import java.util.Map;
import java.util.stream.Stream;

import io.github.warmcache.autoconfigure.FailureReport;
import io.github.warmcache.autoconfigure.audit.WarmcacheAuditAutoConfiguration;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.jdbc.WarmcacheJdbcAutoConfiguration;
import io.github.warmcache.autoconfigure.redis.WarmcacheRedisAutoConfiguration;
import io.github.warmcache.autoconfigure.warmup.WarmcacheWarmupAutoConfiguration;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.warmup.CacheWarmer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for what users read when a property is wrong. No server runs: a wrong property
 * stops the start before one is asked.
 */
class InvalidPropertiesTests {

	private static final String JDBC = "warmcache.caches.cities.source.jdbc.";

	private final FailureReport report = new FailureReport();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class,
				WarmcacheAuditAutoConfiguration.class, WarmcacheRedisAutoConfiguration.class,
				WarmcacheJdbcAutoConfiguration.class, WarmcacheWarmupAutoConfiguration.class,
				DataRedisAutoConfiguration.class, DataSourceAutoConfiguration.class))
		.withPropertyValues("spring.application.name=test", "spring.datasource.url=jdbc:postgresql://localhost:1/none")
		.withInitializer(this.report)
		.withUserConfiguration(Application.class);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					warmcache.defaults.time-to-live        | -5s   | must be positive, but is -5000ms         | Write a duration such as 10m.
					warmcache.defaults.time-to-live        | 0s    | must be positive, but is 0ms             | Write a duration such as 10m.
					warmcache.defaults.time-to-live        | 99999999d | is longer than a hundred years       | Write a duration such as 10m.
					warmcache.defaults.null-time-to-live   | -1m   | must be positive, but is -60000ms        | Write a duration such as 1m.
					warmcache.defaults.time-to-live-jitter | 1     | must be from 0 to below 1, but is 1.0    | Write a share such as 0.1, or 0 for none.
					warmcache.defaults.time-to-live-jitter | NaN   | must be from 0 to below 1, but is NaN    | Write a share such as 0.1, or 0 for none.
					warmcache.defaults.maximum-size        | 0     | must be positive, but is 0               | Write a number such as 10000.
					warmcache.defaults.maximum-weight      | -1MB  | must be positive, but is -1048576B       | Write a size such as 64MB.
					warmcache.warmup.coordination.lease-duration | 0s | must be positive, but is 0ms       | Write a duration such as 10s.
					warmcache.warmup.coordination.lease-duration | 200ms | must be at least 1s, but is 200ms | Write a duration such as 10s: a pod that loads is replaced if it is silent for that long.
					warmcache.caches.cities.warmup.partitions | 0  | must be positive, but is 0               | Write a number such as 4.
					warmcache.caches.cities.warmup.partitions | 65 | must be at most 64, but is 65            | Write a number such as 4: each part uses a connection to the database.
					warmcache.defaults.shared.time-to-live | -1h   | must be positive, but is -3600000ms      | Write a duration such as 1h.
					warmcache.caches.cities.time-to-live   | -5s   | must be positive, but is -5000ms         | Write a duration such as 10m.
					warmcache.caches.cities.time-to-live-jitter | -0.1 | must be from 0 to below 1, but is -0.1 | Write a share such as 0.1, or 0 for none.
					warmcache.caches.cities.null-time-to-live | 0s | must be positive, but is 0ms             | Write a duration such as 1m.
					warmcache.caches.cities.max-absent-ratio | 1.1 | must be from 0 to 1, but is 1.1         | Write a share such as 0.2, or 1 to report none.
					warmcache.caches.cities.maximum-size   | -7    | must be positive, but is -7              | Write a number such as 10000.
					warmcache.caches.cities.maximum-weight | 0B    | must be positive, but is 0B              | Write a size such as 64MB.
					warmcache.caches[my.cities].shared.time-to-live | 0s | must be positive, but is 0ms        | Write a duration such as 1h.
					warmcache.shared.command-timeout       | 0s    | must be positive, but is 0ms             | Write a duration such as 200ms.
					warmcache.shared.bulk-timeout          | 0s    | must be positive, but is 0ms             | Write a duration such as 2s.
					warmcache.shared.connect-timeout       | 0s    | must be positive, but is 0ms             | Write a duration such as 250ms.
					warmcache.shared.reconnect-delay       | -1s   | must be positive, but is -1000ms         | Write a duration such as 500ms.
					warmcache.shared.lease-duration        | 0s    | must be positive, but is 0ms             | Write a duration such as 10s.
					warmcache.defaults.load-timeout        | 0s    | must be positive, but is 0ms             | Write a duration such as 10s.
					warmcache.caches.cities.load-timeout   | 11s   | must not be longer than 'warmcache.shared.lease-duration', but is 11000ms and the other is 10000ms | Shorten it, or raise 'warmcache.shared.lease-duration': otherwise another pod begins the same load before this one ends.
					warmcache.defaults.max-concurrent-loads | 0    | must be positive, but is 0               | Write a number such as 64.
					warmcache.caches.cities.max-concurrent-loads | -1 | must be positive, but is -1           | Write a number such as 64.
					warmcache.defaults.stale-if-error      | 0s    | must be positive, but is 0ms             | Write a duration such as 2h.
					warmcache.caches.cities.stale-if-error | -1h   | must be positive, but is -3600000ms      | Write a duration such as 2h.
					warmcache.caches.cities.source.hold-off | 0s   | must be positive, but is 0ms             | Write a duration such as 5s.
					warmcache.defaults.refresh-ahead       | 1     | must be above 0 and below 1, but is 1.0  | Write a share such as 0.8, or remove the property.
					warmcache.caches.cities.refresh-ahead  | 0     | must be above 0 and below 1, but is 0.0  | Write a share such as 0.8, or remove the property.
					warmcache.defaults.circuit-breaker.failure-threshold | 0 | must be positive, but is 0     | Write a number such as 5.
					warmcache.caches.cities.circuit-breaker.wait-duration | 0s | must be positive, but is 0ms | Write a duration such as 60s.
					warmcache.shared.circuit-breaker.failure-threshold | -1 | must be positive, but is -1     | Write a number such as 5.
					warmcache.shared.circuit-breaker.wait-duration | 0s | must be positive, but is 0ms        | Write a duration such as 60s.
					warmcache.coherence.check-interval     | 0s    | must be positive, but is 0ms             | Write a duration such as 1s.
					warmcache.coherence.journal-size       | 0     | must be positive, but is 0               | Write a number such as 10000.
					warmcache.redis-watch.interval         | 0s    | must be positive, but is 0ms             | Write a duration such as 10s.
					warmcache.audit.interval               | 0s    | must be positive, but is 0ms             | Write a duration such as 5m.
					warmcache.shared.maximum-value-size    | 5GB   | must be from 128B to below 2GB, but is 5368709120B | Write a size such as 1MB.
					warmcache.dynamic-caches.maximum       | 0     | must be positive, but is 0               | Write a number such as 1000.
					warmcache.caches[tenant-*].time-to-live | 0s   | must be positive, but is 0ms             | Write a duration such as 10m.
					warmcache.caches[tenant-*].source.bean | tenants | applies to a single cache, but 'tenant-*' stands for all caches whose names match | Remove it, or write it for one cache by its name, such as 'warmcache.caches.tenant-1.source.bean'.
					warmcache.caches[tenant-*].complete    | true  | applies to a single cache, but 'tenant-*' stands for all caches whose names match | Remove it, or write it for one cache by its name, such as 'warmcache.caches.tenant-1.complete'.
					warmcache.caches[tenant-*].warmup.from | snapshot | applies to a single cache, but 'tenant-*' stands for all caches whose names match | Remove it, or write it for one cache by its name, such as 'warmcache.caches.tenant-1.warmup.from'.
					warmcache.caches[tenant-*].warmup.rewarm.cron | 0 0 * * * * | applies to a single cache, but 'tenant-*' stands for all caches whose names match | Remove it, or write it for one cache by its name, such as 'warmcache.caches.tenant-1.warmup.rewarm.cron'.
					warmcache.caches[tenant-*].circuit-breaker.enabled | false | applies to a single cache, but 'tenant-*' stands for all caches whose names match | Remove it, or write it for one cache by its name, such as 'warmcache.caches.tenant-1.circuit-breaker.enabled'.
					warmcache.warmup.deadline              | 0s    | must be positive, but is 0ms             | Write a duration such as 60s.
					warmcache.warmup.good-loads.table      | a b   | must be a plain name of a table, but is 'a b' | Write letters, digits and '_', with the schema before a dot if needed, such as warmcache_good_load.
					warmcache.warmup.parallelism           | 0     | must be positive, but is 0               | Write a number such as 2.
					warmcache.warmup.progress-interval     | 0s    | must be positive, but is 0ms             | Write a duration such as 5s.
					warmcache.warmup.retry.initial-delay   | 0s    | must be positive, but is 0ms             | Write a duration such as 500ms.
					warmcache.warmup.retry.max-delay       | -1s   | must be positive, but is -1000ms         | Write a duration such as 10s.
					warmcache.warmup.retry.max-delay       | 1ms   | is below 'warmcache.warmup.retry.initial-delay', which is 500ms | Write a longer max-delay or a shorter initial-delay.
					warmcache.warmup.retry.max-attempts    | 0     | must be positive, but is 0               | Write a number such as 10.
					warmcache.warmup.retry.multiplier      | 0.5   | must be at least 1, but is 0.5           | Write a number such as 2.
					warmcache.warmup.memory-watermark      | 1.1   | must be above 0 and up to 1, but is 1.1  | Write a share such as 0.9.
					warmcache.warmup.rehearsal.deadline    | 0s    | must be positive, but is 0ms             | Write a duration such as 30s.
					warmcache.warmup.rehearsal.parallelism | 0     | must be positive, but is 0               | Write a number such as 2.
					""")
	void valueOutOfItsRangeIsNamedWithWhatToWrite(String property, String value, String problem, String remedy) {
		assertReport(problem(property, problem) + written(property, value), remedy, property + "=" + value);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					warmcache.defaults.time-to-live          | ten   | is not a duration       | Write a number and its unit, such as 500ms, 10s, 5m or 1h.
					warmcache.caches.cities.time-to-live     | 5 min | is not a duration       | Write a number and its unit, such as 500ms, 10s, 5m or 1h.
					warmcache.caches.cities.maximum-weight   | big   | is not a size           | Write a number and its unit, such as 512KB or 64MB.
					warmcache.caches.cities.maximum-size     | many  | is not a number         | Write a whole number.
					warmcache.caches.cities.time-to-live-jitter | some | is not a number       | Write a number such as 0.1.
					warmcache.caches.cities.shared.enabled   | maybe | is not true or false    | Write true or false.
					warmcache.caches.cities.source.redis-hash.format | xml | is not one of its values | Write one of: json, string.
					warmcache.warmup.on-deadline             | panic | is not one of its values | Write one of: refuse-traffic, accept-traffic, fail-startup.
					warmcache.warmup.mode                    | later | is not one of its values | Write one of: blocking, background.
					warmcache.warmup.parallelism             | two   | is not a number         | Write a whole number.
					warmcache.warmup.retry                   | 5     | is not a value itself   | Write one of the properties below it: initial-delay, multiplier, max-delay, max-attempts.
					warmcache.caches.cities.source.jdbc      | select | is not a value itself  | Write one of the properties below it: query, key-column, key-columns, key-query, keys-query, count-query, fetch-size, chunk-size, batch-size, query-timeout, data-source, time-zone, read-only.
					""")
	void valueOfAnotherTypeIsNamedWithWhatToWrite(String property, String value, String problem, String remedy) {
		assertReport(problem(property, problem) + written(property, value), remedy, property + "=" + value);
	}

	@ParameterizedTest
	@MethodSource
	void unknownPropertyIsNamedWithTheKnownOnes(String property, String expected) {
		assertReport(problem(property, "is unknown") + origin(property), expected, property + "=5m");
	}

	static Stream<String[]> unknownPropertyIsNamedWithTheKnownOnes() {
		String cache = "key-type, value-type, version, load-timeout, max-concurrent-loads, stale-if-error, refresh-ahead, circuit-breaker, complete, shared, source, warmup.";
		return Stream.of(new String[][] {
				{ "warmcache.caches.cities.time-to-liv",
						"Did you mean 'warmcache.caches.cities.time-to-live'? These are the properties below "
								+ "'warmcache.caches.cities': time-to-live, time-to-live-jitter, null-time-to-live, "
								+ "absent-when, max-absent-ratio, maximum-size, maximum-weight, " + cache },
				{ "warmcache.cashes", "Did you mean 'warmcache.caches'? These are the properties below 'warmcache': "
						+ "enabled, namespace, signing-keys, defaults, caches, dynamic-caches, shared, coherence, "
						+ "redis-watch, warmup, snapshots, audit, advice, observations." },
				{ "warmcache.caches.cities.source.mongo.collection",
						"These are the properties below 'warmcache.caches.cities.source': jdbc, redis-hash, redis-keys, "
								+ "bean, custom, order, hold-off." },
				{ "warmcache.caches.my.cache.time-to-live",
						"If the name of the cache has dots, write it in brackets: warmcache.caches[my.cache]. These are "
								+ "the properties below 'warmcache.caches.my': time-to-live, time-to-live-jitter, "
								+ "null-time-to-live, absent-when, max-absent-ratio, maximum-size, maximum-weight, "
								+ cache },
				{ "warmcache.warmup.deadline.soft",
						"Write 'warmcache.warmup.deadline', which has nothing below it." } });
	}

	@Test
	void bothBoundsAtOnceAreRefused() {
		String[] both = { "warmcache.caches.cities.maximum-size=5", "warmcache.caches.cities.maximum-weight=5MB" };
		assertReport("Property 'warmcache.caches.cities.maximum-weight' is set together with "
				+ "'warmcache.caches.cities.maximum-size'." + written("warmcache.caches.cities.maximum-weight", "5MB"),
				"Write one of them: a cache is bounded by the number of its entries or by their weight.", both);
	}

	@Test
	void bothBoundsAtOnceAreRefusedAsDefaults() {
		assertReport(
				"Property 'warmcache.defaults.maximum-weight' is set together with "
						+ "'warmcache.defaults.maximum-size'." + written("warmcache.defaults.maximum-weight", "5MB"),
				"Write one of them: a cache is bounded by the number of its entries or by their weight.",
				"warmcache.defaults.maximum-size=5", "warmcache.defaults.maximum-weight=5MB");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					value-type | com.example.Missing        | names the class 'com.example.Missing', which is not on the class path
					key-type   | Integers                   | names the class 'Integers', which is not on the class path
					key-type   | void                       | names the class 'void', which is not on the class path
					value-type | java.util.List<String      | has a '<' without its '>'
					value-type | java.util.Map<String>      | gives java.util.Map 1 type arguments instead of 2
					value-type | java.util.Map<A>,B>        | has a '>' without its '<'
					""")
	void typeThatThereIsNotIsNamed(String property, String value, String problem) {
		String name = "warmcache.caches.cities." + property;
		assertReport(problem(name, problem) + written(name, value),
				"Write the full name of a class, such as com.example.City or java.util.List<com.example.City>.",
				name + "=" + value);
	}

	@Test
	void twoKindsOfSourcesAtOnceAreRefused() {
		assertReport(
				"Property 'warmcache.caches.cities.source.redis-hash' is set together with "
						+ "'warmcache.caches.cities.source.jdbc'.",
				"Write one of them, or also 'warmcache.caches.cities.source.order' with the order in which they are asked.",
				JDBC + "query=select 1", "warmcache.caches.cities.source.redis-hash.key=cities");
	}

	@Test
	void anOrderThatDoesNotNameEachSourceOnceIsRefused() {
		for (String order : new String[] { "jdbc", "jdbc, redis-keys", "jdbc, jdbc", "jdbc, redis-hash, bean" }) {
			assertReport(
					"Property 'warmcache.caches.cities.source.order' names %s, but the sources are jdbc, redis-hash."
						.formatted(order) + written("warmcache.caches.cities.source.order", order),
					"Name each kind of source that is written, once, the last one being that which warm-ups read.",
					JDBC + "query=select 1", "warmcache.caches.cities.source.redis-hash.key=cities",
					"warmcache.caches.cities.source.order=" + order);
		}
	}

	@Test
	void sourceWithoutTheTypeOfItsValuesIsRefused() {
		assertReport(
				"Property 'warmcache.caches.untyped.value-type' is missing: no method declares the type of the values "
						+ "of 'warmcache.caches.untyped.source.jdbc'.",
				"Write the class of the values, such as com.example.City.",
				"warmcache.caches.untyped.source.jdbc.key-query=select 1 where 1 = :key",
				"warmcache.caches.untyped.key-type=Long");
	}

	@Test
	void sourceWithoutTheTypeOfItsKeysIsRefused() {
		assertReport(
				"Property 'warmcache.caches.untyped.key-type' is missing: no method declares the type of the keys of "
						+ "'warmcache.caches.untyped.source.redis-hash'.",
				"Write the class of the keys, such as java.lang.Long.",
				"warmcache.caches.untyped.source.redis-hash.key=cities", "warmcache.caches.untyped.value-type=String");
	}

	@Test
	void keyColumnThatIsMissingIsNamed() {
		assertReport("Property '" + JDBC + "key-column' is missing.",
				"Write the name of the column of the query's result that holds the key, such as 'id'.",
				JDBC + "query=select id, name from city");
	}

	@Test
	void sqlForOneKeyWithoutTheKeyIsRefused() {
		assertReport(
				problem(JDBC + "key-query", "does not contain ':key'")
						+ written(JDBC + "key-query", "select name from city where id = 7"),
				"Compare the key with it, as in 'where id = :key'.",
				JDBC + "key-query=select name from city where id = 7");
	}

	@Test
	void sqlForManyKeysWithoutTheKeysIsRefused() {
		assertReport(
				problem(JDBC + "keys-query", "does not contain ':keys'")
						+ written(JDBC + "keys-query", "select name from city"),
				"Compare the key with it, as in 'where id in (:keys)'.", JDBC + "keys-query=select name from city",
				JDBC + "key-column=id");
	}

	@Test
	void jdbcSourceNeedsADataSource() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.jdbc"))
			.withPropertyValues(JDBC + "query=select 1", JDBC + "key-column=id")
			.run((context) -> assertReport(this.report.of(context),
					"Property 'warmcache.caches.cities.source.jdbc' reads a database, but there is no DataSource.",
					"Add the dependency org.springframework.boot:spring-boot-starter-jdbc and set "
							+ "'spring.datasource.url', or remove the source."));
	}

	@Test
	void jdbcSourceNamesADataSourceThatThereIsNot() {
		assertReport(
				problem(JDBC + "data-source", "names 'other', but there is no such bean")
						+ written(JDBC + "data-source", "other"),
				"Write the name of a bean of type javax.sql.DataSource.", JDBC + "query=select 1",
				JDBC + "key-column=id", JDBC + "data-source=other");
	}

	@ParameterizedTest
	@CsvSource({ "redis-hash, key", "redis-keys, pattern" })
	void redisSourceNeedsRedis(String kind, String property) {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.data.redis"))
			.withPropertyValues("warmcache.caches.cities.source." + kind + "." + property + "=city:*")
			.run((context) -> assertReport(this.report.of(context),
					"Property 'warmcache.caches.cities.source." + kind
							+ "' reads Redis, but there is no RedisConnectionFactory.",
					"Add the dependency org.springframework.boot:spring-boot-starter-data-redis, or remove the "
							+ "source."));
	}

	@Test
	void redisHashWithoutItsKeyIsNamed() {
		assertReport("Property 'warmcache.caches.cities.source.redis-hash.key' is missing.",
				"Write the key of a Redis hash, such as 'catalog'.",
				"warmcache.caches.cities.source.redis-hash.format=string");
	}

	@Test
	void redisHashOfTextWithValuesThatAreNoneIsNamed() {
		assertReport(
				"Property 'warmcache.caches.cities.value-type' is " + City.class.getName()
						+ ", which has no text form.",
				"Store JSON and configure that format, or declare a String, a number, a date or an enum.",
				"warmcache.caches.cities.source.redis-hash.format=string",
				"warmcache.caches.cities.source.redis-hash.key=cities");
	}

	@Test
	void redisPatternWithoutItsAsteriskIsNamed() {
		String property = "warmcache.caches.cities.source.redis-keys.pattern";
		assertReport(problem(property, "must contain exactly one '*'") + written(property, "city"),
				"Write it where the key belongs, such as 'catalog:*'.", property + "=city");
	}

	@Test
	void redisPatternThatIsMissingIsNamed() {
		assertReport("Property 'warmcache.caches.cities.source.redis-keys.pattern' is missing.",
				"Write the keys with one '*' in the place of the cache's key, such as 'catalog:*'.",
				"warmcache.caches.cities.source.redis-keys.format=string");
	}

	@Test
	void sourceBeanThatThereIsNotIsNamed() {
		String property = "warmcache.caches.cities.source.bean";
		assertReport(problem(property, "names 'missing', but there is no such bean") + written(property, "missing"),
				"Write the name of a bean of type " + CacheSource.class.getName() + ".", property + "=missing");
	}

	@Test
	void sourceBeanOfAnotherTypeIsNamed() {
		String property = "warmcache.caches.cities.source.bean";
		assertReport(
				problem(property, "names 'service', but that bean is of type " + Service.class.getName())
						+ written(property, "service"),
				"Write the name of a bean of type " + CacheSource.class.getName() + ".", property + "=service");
	}

	@ParameterizedTest
	@MethodSource
	void warmupThatCannotBeIsNamed(String problem, String remedy, String[] properties) {
		assertReport(problem, remedy, properties);
	}

	static Stream<Object[]> warmupThatCannotBeIsNamed() {
		String from = "warmcache.caches.cities.warmup.from";
		String dependsOn = "warmcache.caches.cities.warmup.depends-on";
		String any = "the name of a bean of type " + CacheWarmer.class.getName() + ".";
		return Stream.of(new Object[][] {
				{ problem(from, "names 'source', but the cache has no source") + written(from, "source"),
						"Remove 'source', or write what the cache has: shared, or " + any,
						new String[] { from + "=source" } },
				{ problem(from, "names 'shared', but the cache does not use the shared tier") + written(from, "shared"),
						"Remove 'shared', or write " + any,
						new String[] { from + "=shared", "warmcache.caches.cities.shared.enabled=false" } },
				{ problem(from, "names 'shared', but 'warmcache.shared.enabled' is false") + written(from, "shared"),
						"Remove 'shared', or write what the cache has: source, or " + any,
						new String[] { from + "=shared", "warmcache.shared.enabled=false",
								JDBC + "query=select id, name from city", JDBC + "key-column=id" } },
				{ problem(from, "names 'missing', but there is no such bean") + written(from, "missing"),
						"Write the name of a bean of type " + CacheWarmer.class.getName() + ".",
						new String[] { from + "=missing" } },
				{ problem(from, "is empty") + written(from, ""),
						"Write what fills the cache: hottest, shared, source, method, or the name of a bean of type "
								+ CacheWarmer.class.getName() + ".",
						new String[] { from + "=" } },
				{ problem(from, "is missing, and the cache has neither a shared tier nor a source"),
						"Write what fills the cache: hottest, shared, source, method, or the name of a bean of type "
								+ CacheWarmer.class.getName() + ".",
						new String[] { "warmcache.caches.cities.warmup.enabled=true",
								"warmcache.defaults.shared.enabled=false" } },
				{ problem(JDBC + "query", "is missing, but the cache is warmed from its source"),
						"Write the SQL that selects all rows, or remove 'source' from '" + from + "'.",
						new String[] { from + "=source", JDBC + "key-query=select name from city where id = :key" } },
				{ problem(dependsOn, "names 'countries', which is not below 'warmcache.caches'")
						+ written(dependsOn, "countries"),
						"Write the name of a cache that is warmed, or remove 'countries'.",
						new String[] { dependsOn + "=countries" } },
				{ problem(dependsOn, "names 'countries', which is not warmed") + written(dependsOn, "countries"),
						"Write the name of a cache that is warmed, or remove 'countries'.",
						new String[] { dependsOn + "=countries", "warmcache.caches.countries.maximum-size=5" } },
				{ problem(dependsOn, "names 'countries', which is not required, although this cache is")
						+ written(dependsOn, "countries"),
						"Set 'warmcache.caches.countries.warmup.required' to true, or "
								+ "'warmcache.caches.cities.warmup.required' to false.",
						new String[] { dependsOn + "=countries", "warmcache.caches.countries.warmup.required=false",
								"warmcache.caches.countries.warmup.from=warmer" } },
				{ problem(dependsOn, "makes caches wait for each other: cities -> countries -> cities")
						+ written(dependsOn, "countries"),
						"Remove one of these names from the 'depends-on' of the cache before it.",
						new String[] { dependsOn + "=countries", "warmcache.caches.countries.warmup.depends-on=cities",
								"warmcache.caches.countries.warmup.from=warmer" } },
				{ problem("warmcache.warmup.on-deadline",
						"is fail-startup, but a warm-up in the background cannot fail the start")
						+ written("warmcache.warmup.on-deadline", "fail-startup"),
						"Write refuse-traffic or accept-traffic, or set 'warmcache.warmup.mode' to blocking.",
						new String[] { "warmcache.warmup.on-deadline=fail-startup",
								"warmcache.warmup.mode=background" } } });
	}

	@Test
	void patternsAreRefusedIfNeitherIsTheBetterOneForANameOfBoth() {
		assertReport(
				"Property 'warmcache.caches[tenant-*]' matches some of the same names as "
						+ "'warmcache.caches[*-things*]', and both have as many literal characters.",
				"Give one of the two more characters other than '*': it then wins for the names that both match.",
				"warmcache.caches[*-things*].time-to-live=1m", "warmcache.caches[tenant-*].time-to-live=1m");
	}

	@Test
	void sharedTierOfAPatternWithoutATypeIsRefusedBeforeACacheIsMade() {
		assertReport(
				"Property 'warmcache.caches[tenant-*].value-type' is missing: no method declares the type of the "
						+ "values, which the shared tier must know.",
				"Write the class of the values, such as com.example.City.",
				"warmcache.caches[tenant-*].shared.time-to-live=5m");
	}

	@Test
	void sharedTierOfACacheWithoutATypeIsRefusedWhereItWasAskedFor() {
		assertReport(
				"Property 'warmcache.caches.untyped.value-type' is missing: no method declares the type of the values, "
						+ "which the shared tier must know.",
				"Write the class of the values, such as com.example.City.",
				"warmcache.caches.untyped.shared.time-to-live=5m");
	}

	@Test
	void sharedTierOfACacheWhoseTypeItCannotKeepIsRefusedWhereItWasAskedFor() {
		this.contextRunner
			.withPropertyValues("warmcache.caches.untyped.shared.enabled=true",
					"warmcache.caches.untyped.value-type=java.lang.Runnable")
			.run((context) -> {
				FailureAnalysis analysis = this.report.of(context);
				assertThat(analysis.getDescription())
					.startsWith("Property 'warmcache.caches.untyped.shared.enabled' cannot be true. Cache 'untyped': ")
					.contains("java.lang.Runnable");
				assertThat(analysis.getAction()).isEqualTo(
						"Remove 'warmcache.caches.untyped.shared.enabled' to share invalidations but no values, or change the type.");
			});
	}

	@Test
	void sharedTierNeedsANameOfTheApplication() {
		assertReport(
				"Property 'warmcache.namespace' is missing, and so is 'spring.application.name': pods could not "
						+ "tell the values of this application from those of others in the same Redis.",
				"Set 'spring.application.name', or 'warmcache.shared.enabled' to false to keep values out of Redis.",
				"spring.application.name=");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', textBlock = """
			user/cities, usercities, user/cities
			tenant-*, tenant-, tenant-*
			*-users, -users, *-users
			'tenant-*', tenant-, tenant-*
			städte, stdte, städte
			-cities, cities, -cities
			""")
	void cacheNameThatLosesCharactersIsRefused(String written, String bound, String name) {
		String property = "warmcache.caches." + written + ".maximum-size";
		assertReport(
				problem(property,
						"configures the cache '" + bound + "', because outside of brackets Spring Boot keeps only "
								+ "letters, digits, '-' and '_'")
						+ written(property, "5"),
				"Write the name in brackets: warmcache.caches[" + name + "], or in YAML \"[" + name + "]\".",
				property + "=5");
	}

	@ParameterizedTest
	@ValueSource(strings = { "warmcache.caches[tenant-*].maximum-size", "warmcache.caches.[tenant.*].maximum-size",
			"warmcache.caches.\"[tenant-*]\".maximum-size", "warmcache.caches[a.b.c].warmup.from[0]",
			"warmcache.caches.user_Details.maximum-size", "WarmCache.CACHES.cities.maximum-size",
			"warmcache.caches[städte].shared.time-to-live", "other.caches.tenant-*.maximum-size" })
	void cacheNameThatKeepsItsCharactersIsNot(String property) {
		MapPropertySource source = new MapPropertySource("test", Map.of(property, "5"));
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(source);
		assertThatNoException().isThrownBy(() -> WrittenNames.check(environment));
	}

	@Test
	void cacheNameInAnotherFormThanMethodsUseIsFound() {
		assertReport(
				"Property 'warmcache.caches.user-cities' configures a cache that no method uses, while methods "
						+ "use 'user/cities'.",
				"Write the name in brackets: warmcache.caches[user/cities], or in YAML \"[user/cities]\".",
				"warmcache.caches.user-cities.maximum-size=5");
	}

	@Test
	void methodsThatDisagreeAreNamed() {
		String description = "The methods of cache 'cities' disagree about the type of its values:\n\n    "
				+ OtherService.class.getName() + ".name(long): java.lang.String\n    " + Service.class.getName()
				+ ".city(long): " + City.class.getName() + ".";
		this.contextRunner.withBean(OtherService.class)
			.run((context) -> assertReport(this.report.of(context), description,
					"Give one of the methods a cache of its own, or set 'warmcache.caches.cities.value-type' to the "
							+ "type that they have in common."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "warmcache.signing-keys[0]=short-secret",
			"warmcache.signing-keys[1]=a-secret-of-some-length",
			"warmcache.signing-keys.primary=a-secret-of-some-length",
			"warmcache.signing-keys[0].a=a-secret-of-some-length", "warmcache.signing-key=a-secret-of-some-length",
			"warmcache.singing-keys[0]=a-secret-of-some-length",
			"warmcache.caches.cities.source.custom.password=a-secret-of-some-length" })
	void secretsAreNotTold(String property) {
		this.contextRunner.withPropertyValues(property).run((context) -> {
			FailureAnalysis analysis = this.report.of(context);
			assertThat(analysis.getDescription()).contains("warmcache.").doesNotContain("secret");
			assertThat(analysis.getAction()).doesNotContain("-secret");
		});
	}

	@Test
	void propertiesOfOthersAreLeftToOthers() {
		this.contextRunner.withPropertyValues("spring.data.redis.timeout=soon").run((context) -> {
			FailureAnalysis analysis = this.report.of(context);
			assertThat(analysis.getAction()).isEqualTo("Update your application's configuration");
		});
	}

	@ExtendWith(OutputCaptureExtension.class)
	@Test
	void startThatFailsPrintsItsAnalysis(CapturedOutput output) {
		assertThatException().isThrownBy(() -> new SpringApplication(LocalApplication.class)
			.run("--warmcache.caches.cities.time-to-live=-5m", "--spring.main.web-application-type=none"));
		assertThat(output).contains("APPLICATION FAILED TO START").contains("""
				Description:

				Property 'warmcache.caches.cities.time-to-live' must be positive, but is -300000ms.

				    Value: "-5m"
				    Origin: "warmcache.caches.cities.time-to-live" from property source "commandLineArgs"

				Action:

				Write a duration such as 10m.
				""");
	}

	private void assertReport(String description, String action, String... properties) {
		this.contextRunner.withPropertyValues(properties)
			.run((context) -> assertReport(this.report.of(context), description, action));
	}

	private static void assertReport(FailureAnalysis analysis, String description, String action) {
		assertThat(analysis.getDescription()).isEqualToNormalizingNewlines(description);
		assertThat(analysis.getAction()).isEqualTo(action);
	}

	private static String problem(String property, String problem) {
		return "Property '" + property + "' " + problem + ".";
	}

	private static String written(String property, String value) {
		return "\n\n    Value: \"%s\"%s".formatted(value, origin(property).substring(1));
	}

	private static String origin(String property) {
		return "\n\n    Origin: \"%s\" from property source \"test\"".formatted(property);
	}

	record City(long id, String name) {

	}

	static class Service {

		@Cacheable("cities")
		public City city(long id) {
			return new City(id, "");
		}

		@Cacheable("user/cities")
		public City userCity(long id) {
			return new City(id, "");
		}

	}

	static class OtherService {

		@Cacheable("cities")
		public String name(long id) {
			return "";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Service service() {
			return new Service();
		}

		@Bean
		CacheWarmer warmer() {
			return (context) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(WarmcacheAutoConfiguration.class)
	static class LocalApplication {

	}

}
