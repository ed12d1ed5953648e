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

package io.github.warmcache.autoconfigure.health;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import io.github.warmcache.autoconfigure.health.RunningApplication.Response;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import io.github.warmcache.warmup.WarmupFailedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what makes a pod with a required cache ready, on PostgreSQL and Redis.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("servers")
class ReadyMeansReadyTests {

	private static final String READINESS = "/actuator/health/readiness";

	/**
	 * What something may take on a machine that is busy.
	 */
	private static final Duration LONG = Duration.ofSeconds(90);

	private static final int ROWS = 1500;

	private final TestDatabase database = Servers.postgres().newDatabase();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.database.dataSource());

	@BeforeEach
	void createTable() {
		this.jdbc.execute("create table city (id bigint primary key, name text, status text)");
	}

	private void insert(int rows) {
		this.jdbc.update("insert into city select i, 'city ' || i, 'OPEN' from generate_series(1, ?) i", rows);
	}

	@Test
	void oneReadOfOneKeyDoesNotMakeAPodReady() throws Exception {
		insert(ROWS);
		try (RunningApplication application = start("warmcache.warmup.deadline=1s",
				"warmcache.caches.cities.source.jdbc.query=select id, name, status, nonsense from city")) {
			application.awaitStarted();
			awaitFailed(application);
			assertThat(application.context().getBean(Cities.class).find(7))
				.isEqualTo(new City(7, "method", Status.OPEN));
			assertStaysUnready(application);
			assertThat(application.get(READINESS).detail("caches.cities.state")).isEqualTo("FAILED");
		}
		// The next pod finds in Redis what that read left.
		try (RunningApplication application = start("warmcache.warmup.deadline=1s",
				"warmcache.caches.cities.source.jdbc.query=select id, name, status, nonsense from city")) {
			application.awaitStarted();
			awaitFailed(application);
			assertStaysUnready(application);
		}
	}

	@Test
	void wrongSqlFailsAtOnceWithTheWordsOfTheServer(CapturedOutput output) throws Exception {
		insert(ROWS);
		try (RunningApplication application = start(
				"warmcache.caches.cities.source.jdbc.query=select id, name, status, nonsense from city")) {
			application.awaitStarted();
			Response failed = application.get(READINESS);
			assertThat(failed.status()).isEqualTo(503);
			assertThat(failed.detail("state")).isEqualTo("FAILED");
			assertThat(failed.detail("caches.cities.lastError")).asString()
				.contains("SQL state 42703", "column \"nonsense\" does not exist", "Correct the SQL");
			assertThat(failed.detail("reason")).asString().contains("column \"nonsense\" does not exist");
			assertStaysUnready(application);
			assertThat(application.get(READINESS).detail("caches.cities.attempts")).isEqualTo(1);
			assertThat(output).contains("retries will not fix this");
		}
	}

	@Test
	void aTableThatIsMissingFailsTheStartAtOnceWhereThatIsAskedFor() throws Exception {
		try (RunningApplication application = start("warmcache.warmup.on-deadline=fail-startup",
				"warmcache.caches.cities.source.jdbc.query=select id, name, status from village")) {
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(application::awaitStarted)
				.havingCause()
				.isInstanceOf(WarmupFailedException.class)
				.withMessageContaining("relation \"village\" does not exist");
		}
	}

	@Test
	void aRunnerThatSeedsTheTableIsNotLockedOut() throws Exception {
		try (RunningApplication application = start(SeededApplication.class)) {
			application.awaitStarted();
			await().atMost(LONG).until(() -> application.get(READINESS).status() == 200);
			assertThat(application.get(READINESS).detail("state")).isEqualTo("WARM");
			assertThat(application.get(READINESS).detail("caches.cities.entries")).isEqualTo(3);
		}
	}

	@Test
	void anEmptyTableIsNamedWithItsRemedyAndWarmOnceTheApplicationFillsIt() throws Exception {
		try (RunningApplication application = start()) {
			application.awaitStarted();
			Response empty = application.get(READINESS);
			assertThat(empty.status()).isEqualTo(503);
			assertThat(empty.detail("caches.cities.lastError")).asString()
				.contains("set warmcache.caches.cities.warmup.allow-empty to true");
			insert(5);
			await().atMost(LONG).until(() -> application.get(READINESS).status() == 200);
		}
	}

	@Test
	void anEmptyTableIsReadyWhereThatIsAllowed() throws Exception {
		try (RunningApplication application = start("warmcache.caches.cities.warmup.allow-empty=true")) {
			application.awaitStarted();
			Response ready = application.get(READINESS);
			assertThat(ready.status()).isEqualTo(200);
			assertThat(ready.detail("state")).isEqualTo("WARM");
			assertThat(ready.detail("caches.cities.entries")).isEqualTo(0);
		}
	}

	@Test
	void aRowThatCannotBeReadIsLeftOutAndItsReadsGoOnToTheMethod(CapturedOutput output) throws Exception {
		insert(ROWS);
		this.jdbc.update("update city set status = 'RAZED' where id = 700");
		try (RunningApplication application = start()) {
			application.awaitStarted();
			Response ready = application.get(READINESS);
			assertThat(ready.status()).isEqualTo(200);
			assertThat(ready.detail("state")).isEqualTo("DEGRADED");
			assertThat(ready.detail("caches.cities.badRows")).isEqualTo(1);
			assertThat(ready.detail("caches.cities.entries")).isEqualTo(ROWS - 1);
			assertThat(ready.detail("caches.cities.lastError")).asString().contains("1 of 1,500 rows", "'status'");
			Cities cities = application.context().getBean(Cities.class);
			assertThat(cities.find(700)).isEqualTo(new City(700, "method", Status.OPEN));
			assertThat(cities.find(701)).isEqualTo(new City(701, "city 701", Status.OPEN));
			assertThat(output).doesNotContain("RAZED");
			try (RunningApplication next = start()) {
				next.awaitStarted();
				Response copied = next.get(READINESS);
				assertThat(copied.detail("state")).isEqualTo("DEGRADED");
				assertThat(copied.detail("caches.cities.from")).isEqualTo("shared");
				assertThat(copied.detail("caches.cities.badRows")).isEqualTo(1);
			}
		}
	}

	@Test
	void tooManyRowsThatCannotBeReadKeepThePodFromTraffic() throws Exception {
		insert(ROWS);
		this.jdbc.update("update city set status = 'RAZED' where id <= 100");
		try (RunningApplication application = start("warmcache.warmup.deadline=1s")) {
			application.awaitStarted();
			awaitFailed(application);
			assertThat(application.get(READINESS).status()).isEqualTo(503);
			assertThat(application.get(READINESS).detail("caches.cities.lastError")).asString()
				.contains("warmcache.caches.cities.warmup.bad-rows", "100 of 1,500 rows", "'status'");
			assertStaysUnready(application);
			this.jdbc.update("update city set status = 'CLOSED' where id < 100");
			await().atMost(LONG).until(() -> application.get(READINESS).status() == 200);
			assertThat(application.get(READINESS).detail("caches.cities.badRows")).isEqualTo(1);
		}
	}

	@Test
	void withoutAShareNoRowMayBeUnreadable() throws Exception {
		insert(ROWS);
		this.jdbc.update("update city set status = 'RAZED' where id = 700");
		try (RunningApplication application = start("warmcache.warmup.deadline=1s", "warmcache.warmup.bad-rows=0")) {
			application.awaitStarted();
			awaitFailed(application);
			assertThat(application.get(READINESS).status()).isEqualTo(503);
		}
	}

	@Test
	void aJoinThatMultipliesRowsIsToldAndNotLoadedByEachPod(CapturedOutput output) throws Exception {
		insert(ROWS);
		String join = "warmcache.caches.cities.source.jdbc.query=select c.id, c.name, c.status from city c "
				+ "cross join (values (1), (2)) v(n) order by v.n";
		try (RunningApplication first = start(join)) {
			first.awaitStarted();
			Response ready = first.get(READINESS);
			assertThat(ready.detail("state")).isEqualTo("WARM");
			assertThat(ready.detail("caches.cities.entries")).isEqualTo(ROWS);
			assertThat(ready.detail("caches.cities.repeatedKeys")).isEqualTo(ROWS);
			assertThat(output).contains("1,500 of 3,000 rows have the key of another row");
			try (RunningApplication next = start(join)) {
				next.awaitStarted();
				assertThat(next.get(READINESS).detail("caches.cities.from")).isEqualTo("shared");
				assertThat(next.get(READINESS).detail("state")).isEqualTo("WARM");
			}
		}
	}

	@Test
	void aSourceThatLostMostOfItsRowsIsNoticedThoughRedisForgotHowManyThereWere() throws Exception {
		insert(ROWS);
		try (OwnRedisServer redis = Servers.newRedis()) {
			String[] properties = Servers.properties(redis);
			String key = "{%s:0}:good-loads".formatted(application());
			try (RunningApplication old = start(properties)) {
				old.awaitStarted();
				assertThat(old.get(READINESS).status()).isEqualTo(200);
				await().atMost(LONG).until(() -> "1".equals(redis.command("EXISTS", key)));
				this.jdbc.update("delete from city where id > 9");
				redis.flush();
				await().atMost(LONG).until(() -> "1".equals(redis.command("EXISTS", key)));
				assertNothingIsWarm(with(properties, "warmcache.warmup.deadline=1s"));
				// The load of nine is no measure for the next pod, either.
				assertNothingIsWarm(with(properties, "warmcache.warmup.deadline=1s"));
				assertThat(old.get(READINESS).status()).isEqualTo(200);
				try (RunningApplication told = start(
						with(properties, "warmcache.caches.cities.warmup.minimum-coverage=0.001"))) {
					told.awaitStarted();
					assertThat(told.get(READINESS).detail("state")).isEqualTo("WARM");
					await().atMost(LONG).until(() -> redis.command("HGET", key, "cities").startsWith("9:"));
				}
				// From now on nine are good.
				try (RunningApplication next = start(properties)) {
					next.awaitStarted();
					assertThat(next.get(READINESS).detail("state")).isEqualTo("WARM");
				}
			}
		}
	}

	@Test
	void aTableRemembersHowManyThereWereWhenNoPodIsLeft() throws Exception {
		insert(ROWS);
		new ResourceDatabasePopulator(new ClassPathResource("documentation/good-loads.sql"))
			.execute(this.database.dataSource());
		try (OwnRedisServer redis = Servers.newRedis()) {
			String[] properties = with(Servers.properties(redis),
					"warmcache.warmup.good-loads.table=warmcache_good_load", "warmcache.warmup.deadline=1s");
			try (RunningApplication old = start(properties)) {
				old.awaitStarted();
				assertThat(old.get(READINESS).status()).isEqualTo(200);
				await().atMost(LONG)
					.until(() -> this.jdbc.queryForList("select entries from warmcache_good_load", Long.class)
						.equals(List.of((long) ROWS)));
			}
			this.jdbc.update("delete from city where id > 9");
			redis.flush();
			assertNothingIsWarm(properties);
		}
	}

	private void assertNothingIsWarm(String... properties) throws Exception {
		try (RunningApplication application = start(properties)) {
			application.awaitStarted();
			awaitFailed(application);
			assertThat(application.get(READINESS).status()).isEqualTo(503);
			assertThat(application.get(READINESS).detail("caches.cities.lastError")).asString()
				.contains("9 entries loaded, less than half of the 1,500 of the last good load (source, ",
						"warmcache.caches.cities.warmup.minimum-coverage");
			assertStaysUnready(application);
		}
	}

	@Test
	void aReleaseThatCannotReadTheSourceIsNotReadyThoughRedisHasItAll() throws Exception {
		insert(ROWS);
		try (RunningApplication old = start()) {
			old.awaitStarted();
			assertThat(old.get(READINESS).status()).isEqualTo(200);
			try (RunningApplication broken = start("warmcache.warmup.deadline=3s", "spring.datasource.username=nobody",
					"spring.datasource.hikari.connection-timeout=1000")) {
				broken.awaitStarted();
				awaitFailed(broken);
				assertThat(broken.get(READINESS).status()).isEqualTo(503);
				assertStaysUnready(broken);
			}
			String broken = "warmcache.caches.cities.source.jdbc.key-query=select id, nonsense from city where id = :key";
			try (RunningApplication application = start("warmcache.warmup.deadline=3s", broken)) {
				application.awaitStarted();
				awaitFailed(application);
				assertThat(application.get(READINESS).detail("caches.cities.lastError")).asString()
					.contains("cannot load a key", "SQL state 42703");
				assertStaysUnready(application);
			}
			try (RunningApplication application = start("warmcache.warmup.probe-sources=false", broken)) {
				application.awaitStarted();
				assertThat(application.get(READINESS).detail("state")).isEqualTo("WARM");
			}
		}
	}

	private static String[] with(String[] properties, String... more) {
		return Stream.of(properties, more).flatMap(Stream::of).toArray(String[]::new);
	}

	private static void awaitFailed(RunningApplication application) {
		await().atMost(LONG).until(() -> "FAILED".equals(application.get(READINESS).detail("caches.cities.state")));
	}

	private static void assertStaysUnready(RunningApplication application) {
		await().atMost(LONG).during(Duration.ofSeconds(2)).until(() -> application.get(READINESS).status() == 503);
	}

	private String application() {
		return "atlas-" + this.database.springProperties().hashCode();
	}

	private RunningApplication start(String... properties) {
		return start(CityApplication.class, properties);
	}

	private RunningApplication start(Class<?> application, String... properties) {
		return RunningApplication.start(application,
				Stream
					.of(List.of(Servers.properties(Servers.redis(), this.database)),
							List.of("management.endpoint.health.show-details=always",
									"spring.application.name=" + application(),
									"warmcache.caches.cities.source.jdbc.query=select id, name, status from city",
									"warmcache.caches.cities.source.jdbc.key-column=id"),
							List.of(properties))
					.flatMap(List::stream)
					.toArray(String[]::new));
	}

	enum Status {

		OPEN, CLOSED

	}

	record City(long id, String name, Status status) {
	}

	static class Cities {

		@Cacheable("cities")
		public City find(long id) {
			return new City(id, "method", Status.OPEN);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class SeededApplication {

		@Bean
		Cities cities() {
			return new Cities();
		}

		@Bean
		CommandLineRunner seeding(JdbcTemplate jdbc) {
			return (args) -> jdbc
				.update("insert into city values (1, 'Rome', 'OPEN'), (2, 'Bari', 'OPEN'), (3, 'Troy', 'CLOSED')");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class CityApplication {

		@Bean
		Cities cities() {
			return new Cities();
		}

	}

}
