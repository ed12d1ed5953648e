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

package io.github.warmcache.sample.lab;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

import io.github.warmcache.testsupport.OwnPostgresServer;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;

/**
 * PostgreSQL with the cities, and Redis with what somebody else keeps there.
 */
final class LabServers implements AutoCloseable {

	private final OwnRedisServer redis = Servers.newRedis();

	private final OwnPostgresServer postgres = Servers.newPostgres();

	private final TestDatabase database = this.postgres.newDatabase();

	private final LatencyProxy proxy;

	private final Duration delay;

	private final AtlasImage image;

	LabServers(AtlasImage image, Duration delay) {
		this.image = image;
		this.delay = delay;
		this.proxy = new LatencyProxy(this.postgres.host(), this.postgres.port(), delay);
	}

	/**
	 * Have a pod create the table and fill it, as the first one of a release does, and
	 * write the archive of the classes that pods load.
	 */
	void migrate(Path log) {
		emptyRedis();
		List<String> properties = new ArrayList<>(Variant.WARMCACHE.properties());
		properties.addAll(properties());
		try (Pod pod = Pod.launch(this.image, 0, Ports.free(), log, List.of("-XX:+UseSerialGC", this.image.archiving()),
				properties)) {
			pod.awaitReady(Duration.ofMinutes(5));
			pod.terminate(Duration.ofSeconds(60));
		}
		execute("vacuum analyze city");
	}

	AtlasImage image() {
		return this.image;
	}

	OwnRedisServer redis() {
		return this.redis;
	}

	OwnPostgresServer postgres() {
		return this.postgres;
	}

	/**
	 * Return what leads a pod here.
	 */
	List<String> properties() {
		List<String> properties = new ArrayList<>(nearProperties());
		if (!this.delay.isZero()) {
			String near = this.postgres.host() + ":" + this.postgres.port() + "/";
			properties.replaceAll((property) -> property.replace(near, "localhost:" + this.proxy.port() + "/"));
		}
		return properties;
	}

	/**
	 * Return what leads a pod here that is as near to the database as can be.
	 */
	List<String> nearProperties() {
		return List.of(Servers.properties(this.redis, this.database));
	}

	/**
	 * Leave nothing in Redis but what is not the atlas' own.
	 */
	void emptyRedis() {
		this.redis.flush();
		List<String> command = new ArrayList<>(List.of("HSET", "atlas:countries"));
		for (String code : Locale.getISOCountries()) {
			command.add(code);
			command.add("{\"code\":\"%s\",\"name\":\"%s\",\"cities\":0,\"population\":0}".formatted(code, code));
		}
		this.redis.command(command.toArray(String[]::new));
	}

	long[] cityIds() {
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("select id from city order by id")) {
			LongStream.Builder ids = LongStream.builder();
			while (rows.next()) {
				ids.add(rows.getLong(1));
			}
			return ids.build().toArray();
		}
		catch (SQLException ex) {
			throw new IllegalStateException("PostgreSQL does not tell the cities", ex);
		}
	}

	/**
	 * Return what the servers had to do. PostgreSQL tells of a connection that idles
	 * after ten seconds at most, and of one that is closed at once.
	 */
	ServerFigures figures() {
		String info = String.valueOf(this.redis.command("INFO", "stats"));
		long commands = info.lines()
			.filter((line) -> line.startsWith("total_commands_processed:"))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
			.sum();
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("""
						select seq_scan + coalesce(idx_scan, 0), seq_tup_read + coalesce(idx_tup_fetch, 0)
						from pg_stat_user_tables where relname = 'city'""")) {
			row.next();
			return new ServerFigures(row.getLong(1), row.getLong(2), commands);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("PostgreSQL does not tell its figures", ex);
		}
	}

	/**
	 * Return the figures of the servers once those of pods that have ended are in.
	 */
	ServerFigures settledFigures() {
		ServerFigures last = figures();
		while (true) {
			Pauses.of(Duration.ofMillis(1500));
			ServerFigures now = figures();
			if (now.rows() == last.rows()) {
				return now;
			}
			last = now;
		}
	}

	/**
	 * Whether one of the connections with a name last asked for cities.
	 */
	boolean askedForCities(String application) {
		try (Connection connection = this.database.dataSource().getConnection();
				PreparedStatement statement = connection.prepareStatement("""
						select 1 from pg_stat_activity where application_name = ? and query ilike '%city%'
						and pid <> pg_backend_pid()""")) {
			statement.setString(1, application);
			return statement.executeQuery().next();
		}
		catch (SQLException ex) {
			throw new IllegalStateException("PostgreSQL does not tell who asks", ex);
		}
	}

	void execute(String sql) {
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("PostgreSQL refused: " + sql, ex);
		}
	}

	@Override
	public void close() {
		this.proxy.close();
		this.redis.close();
		this.postgres.close();
	}

}
