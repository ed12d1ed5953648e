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

package io.github.warmcache.testsupport;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.sql.DataSource;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link Servers}, on whichever kind of server this run has.
 */
@Tag("servers")
class ServersTests {

	private final ApplicationContextRunner redisApplication = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class));

	private final ApplicationContextRunner application = this.redisApplication
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class));

	@Test
	void sharedRedisIsTheSameForEverybodyAndCanBeFlushed() {
		RedisServerHandle redis = Servers.redis();
		assertThat(redis.command("SET", "key", "a b\u00e9")).isEqualTo("OK");
		assertThat(Servers.redis().command("GET", "key")).isEqualTo("a b\u00e9");
		redis.flush();
		assertThat(redis.command("GET", "key")).isNull();
	}

	@Test
	void redisTakesConfiguration() {
		try (OwnRedisServer redis = Servers.newRedis("maxmemory 10mb", "requirepass secret", "save \"\"")) {
			assertThat(redis.command("INFO", "memory")).contains("maxmemory:10485760");
			assertThat(redis.password()).isEqualTo("secret");
			assertThatIllegalStateException()
				.isThrownBy(() -> RedisWire.command(redis.host(), redis.port(), null, "PING"))
				.withMessageContaining("NOAUTH");
			this.redisApplication.withPropertyValues(Servers.properties(redis)).run((context) -> {
				StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
				template.opsForValue().set("key", "value");
				assertThat(redis.command("GET", "key")).isEqualTo("value");
			});
		}
	}

	@Test
	void redisCanBeAClusterOfOneNode() {
		try (OwnRedisServer redis = Servers.newRedis("cluster-enabled yes")) {
			assertThatIllegalStateException().isThrownBy(() -> redis.command("DEL", "one", "other"))
				.withMessageContaining("CROSSSLOT");
			this.redisApplication.withPropertyValues(Servers.properties(redis)).run((context) -> {
				assertThat(context.getBean(RedisConnectionFactory.class).getClusterConnection()).isNotNull();
				context.getBean(StringRedisTemplate.class).opsForValue().set("key", "value");
				assertThat(redis.command("GET", "key")).isEqualTo("value");
			});
			this.redisApplication.withBean(DataRedisConnectionDetails.class, redis::connectionDetails)
				.run((context) -> assertThat(context.getBean(StringRedisTemplate.class).opsForValue().get("key"))
					.isEqualTo("value"));
		}
	}

	@Test
	void redisComesBackOnItsPortAfterStopAndKill() {
		try (OwnRedisServer redis = Servers.newRedis()) {
			int port = redis.port();
			redis.stop();
			redis.stop();
			assertThatRefuses(redis);
			redis.start();
			redis.start();
			assertThat(redis.command("PING")).isEqualTo("PONG");
			redis.kill();
			assertThatRefuses(redis);
			redis.start();
			assertThat(redis.command("PING")).isEqualTo("PONG");
			assertThat(redis.port()).isEqualTo(port);
		}
	}

	@Test
	void frozenRedisAnswersOnlyOnceItIsResumed() throws Exception {
		try (OwnRedisServer redis = Servers.newRedis()) {
			redis.pause();
			CompletableFuture<String> answer = CompletableFuture
				.supplyAsync(() -> Objects.requireNonNull(redis.command("PING")));
			assertThatStaysSilent(answer);
			redis.resume();
			assertThat(answer.get(5, TimeUnit.SECONDS)).isEqualTo("PONG");
		}
	}

	@Test
	void frozenRedisCanBeClosed() {
		OwnRedisServer redis = Servers.newRedis();
		redis.pause();
		redis.close();
		redis.close();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> redis.command("PING"));
	}

	@Test
	void databasesOfSharedPostgresAreSeparate() throws SQLException {
		TestDatabase one = Servers.postgres().newDatabase();
		TestDatabase other = Servers.postgres().newDatabase();
		execute(one.dataSource(), "create table only_here (id int)");
		execute(one.dataSource(), "select * from only_here");
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> execute(other.dataSource(), "select * from only_here"));
	}

	@Test
	void postgresKeepsItsPortAndItsDataThroughStopAndKill() throws SQLException {
		try (OwnPostgresServer postgres = Servers.newPostgres()) {
			DataSource database = postgres.newDatabase().dataSource();
			execute(database, "create table kept (id int)");
			postgres.stop();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(database, "select 1"));
			postgres.start();
			execute(database, "select * from kept");
			postgres.kill();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(database, "select 1"));
			postgres.start();
			execute(database, "select * from kept");
		}
	}

	@Test
	void frozenPostgresAnswersOnlyOnceItIsResumed() throws Exception {
		try (OwnPostgresServer postgres = Servers.newPostgres()) {
			DataSource database = postgres.newDatabase().dataSource();
			postgres.pause();
			CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(() -> answers(database));
			assertThatStaysSilent(answer);
			postgres.resume();
			assertThat(answer.get(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void frozenPostgresCanBeClosed() {
		OwnPostgresServer postgres = Servers.newPostgres();
		DataSource database = postgres.newDatabase().dataSource();
		postgres.pause();
		postgres.close();
		assertThat(answers(database)).isFalse();
	}

	@Test
	void propertiesLeadAnApplicationToTheServers() {
		TestDatabase database = Servers.postgres().newDatabase();
		this.application.withPropertyValues(Servers.properties(Servers.redis(), database)).run((context) -> {
			assertThat(context.getBean(StringRedisTemplate.class).hasKey("nothing")).isFalse();
			assertThat(answers(context.getBean(DataSource.class))).isTrue();
		});
	}

	@Test
	void connectionDetailsLeadAnApplicationToTheServers() {
		TestDatabase database = Servers.postgres().newDatabase();
		this.application.withBean(DataRedisConnectionDetails.class, () -> Servers.redis().connectionDetails())
			.withBean(JdbcConnectionDetails.class, database::connectionDetails)
			.run((context) -> {
				assertThat(context.getBean(StringRedisTemplate.class).hasKey("nothing")).isFalse();
				assertThat(answers(context.getBean(DataSource.class))).isTrue();
			});
	}

	private static void assertThatRefuses(RedisServerHandle redis) {
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> redis.command("PING"));
	}

	private static void assertThatStaysSilent(CompletableFuture<?> answer) {
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> answer.get(300, TimeUnit.MILLISECONDS));
	}

	private static boolean answers(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection()) {
			return connection.isValid(5);
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private static void execute(DataSource dataSource, String sql) throws SQLException {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
