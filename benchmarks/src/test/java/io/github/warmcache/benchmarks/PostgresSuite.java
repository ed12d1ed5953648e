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

package io.github.warmcache.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

import io.github.warmcache.testsupport.OwnPostgresServer;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import org.postgresql.PGConnection;

/**
 * Warm-ups from PostgreSQL, and what their entries take in the heap. The rows are the
 * cities of the sample; a million rows are the same ones several times over. Each subject
 * has a process of its own, whose first rounds only warm the just-in-time compiler.
 */
final class PostgresSuite implements Suite {

	static final int CITIES = 135_233;

	static final int MILLION = 1_000_000;

	private static final Path FILE = Path.of("sample-app", "src", "main", "resources", "data", "cities.csv.gz");

	private static final String COLUMNS = """
			(id bigint primary key, name text not null, country_code text not null, admin_code text,
			feature_code text not null, population bigint not null, latitude double precision not null,
			longitude double precision not null)
			""";

	private OwnPostgresServer postgres;

	private OwnRedisServer redis;

	private TestDatabase database;

	@Override
	public String name() {
		return "postgres";
	}

	@Override
	public void prepare(Effort effort) throws Exception {
		this.postgres = Servers.newPostgres();
		this.redis = Servers.newRedis("save \"\"");
		this.database = this.postgres.newDatabase();
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement();
				InputStream csv = new GZIPInputStream(Files.newInputStream(FILE))) {
			statement.execute("create table " + table(CITIES) + COLUMNS);
			connection.unwrap(PGConnection.class)
				.getCopyAPI()
				.copyIn("copy " + table(CITIES) + " from stdin with (format csv, header match)", csv);
			if (!effort.isShort()) {
				statement.execute("create table " + table(MILLION) + COLUMNS);
				statement.execute(
						"""
								insert into %s select id + n * 20000000, name, country_code, admin_code, feature_code, population,
								latitude, longitude from generate_series(0, 7) n, %s order by n, id limit %d
								"""
							.formatted(table(MILLION), table(CITIES), MILLION));
			}
			statement.execute("vacuum analyze");
		}
	}

	static String table(int rows) {
		return "city_" + rows;
	}

	static String warmup(int rows) {
		return String.format(Locale.ROOT, "warm-up from PostgreSQL, %,d rows", rows);
	}

	static String bothTiers(int rows) {
		return String.format(Locale.ROOT, "both tiers from PostgreSQL, %,d rows", rows);
	}

	@Override
	public void measure(Figures figures, Effort effort) throws Exception {
		for (PostgresWarmup warmup : PostgresWarmup.values()) {
			if (!effort.isShort() || warmup.isInShort()) {
				run(figures, warmup, CITIES, effort.isShort() ? 3 : 12, 3, "-Xms512m", "-Xmx512m");
			}
		}
		for (HeapHolder holder : HeapHolder.values()) {
			runHeap(figures, holder);
		}
	}

	@Override
	public void measureLarge(Figures figures) throws Exception {
		for (PostgresWarmup warmup : PostgresWarmup.values()) {
			run(figures, warmup, MILLION, 1, 1, "-Xms2g", "-Xmx2g");
			if (warmup.fillsACache()) {
				// Collected often, so that what is seen after a collection is in use.
				run(figures, warmup, CITIES, 0, 1, "-Xmx512m", "-XX:+UseSerialGC", "-Xmn16m");
				run(figures, warmup, MILLION, 0, 1, "-Xmx2g", "-XX:+UseSerialGC", "-Xmn16m");
			}
		}
	}

	void runHeap(Figures figures, HeapHolder holder) throws IOException, InterruptedException {
		ChildJvm.run(figures, HeapPerEntry.class, List.of("-Xms512m", "-Xmx512m"), holder.name(),
				this.database.jdbcUrl(), this.database.username(), this.database.password());
	}

	void run(Figures figures, PostgresWarmup warmup, int rows, int warmups, int measured, String... options)
			throws IOException, InterruptedException {
		ChildJvm.run(figures, PostgresChild.class, List.of(options), warmup.name(), Integer.toString(rows),
				Integer.toString(warmups), Integer.toString(measured), this.database.jdbcUrl(),
				this.database.username(), this.database.password(), Integer.toString(this.redis.port()));
	}

	@Override
	public List<Target> targets() {
		String limit = PostgresWarmup.CURSOR_LOOP.subject();
		String pipelined = PostgresWarmup.CURSOR_LOOP_AND_REDIS.subject();
		return List.of(Target.atLeast(warmup(CITIES), Figures.OURS, 0.8, limit).inShort(),
				Target.atLeast(warmup(MILLION), Figures.OURS, 0.8, limit),
				Target.atLeast(bothTiers(CITIES), Figures.OURS, 0.8, pipelined).inShort(),
				Target.atLeast(bothTiers(MILLION), Figures.OURS, 0.8, pipelined),
				Target.atMost(HeapPerEntry.ROW, Figures.OURS, 1.15, HeapHolder.CAFFEINE.subject()).inShort());
	}

	@Override
	public void close() {
		if (this.redis != null) {
			this.redis.close();
		}
		if (this.postgres != null) {
			this.postgres.close();
		}
	}

}
