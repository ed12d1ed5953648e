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

package io.github.warmcache.warmup.fleet;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.source.jdbc.query.JdbcCacheSource;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import io.github.warmcache.warmup.CoordinationSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of loads and copies that are compared with a {@code count-query}.
 */
@Tag("servers")
@ExtendWith(OutputCaptureExtension.class)
class CountedLoadsOnPostgresTests {

	private static final int ROWS = 20_000;

	private static final CoordinationSettings SETTINGS = new CoordinationSettings(Duration.ofMinutes(10), 1, true,
			null);

	private static OwnRedisServer redis;

	private final String namespace = UUID.randomUUID().toString();

	private final TestDatabase database = Servers.postgres().newDatabase();

	private final List<FleetPod> pods = new ArrayList<>();

	@BeforeAll
	static void startRedis() {
		redis = Servers.newRedis();
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	@AfterEach
	void closePods() {
		this.pods.forEach(FleetPod::close);
	}

	@Test
	void nineKeysOfTwentyThousandAndNoMemoryOfALoad() throws Exception {
		createTable(ROWS);
		FleetPod other = pod("select count(*) from city");
		for (long key = 1; key <= 9; key++) {
			other.cache().put(key, "city " + key);
		}
		assertThat(other.loads().lastFinished()).isNull();
		FleetPod pod = start("select count(*) from city");
		assertThat(pod.isWarm()).isTrue();
		assertThat(pod.held(ROWS)).isEqualTo(ROWS);
	}

	@Test
	void nineKeysThatAreAllOfALoadThatTheTableHasOutgrown(CapturedOutput output) throws Exception {
		createTable(9);
		assertThat(start("select count(*) from city").isWarm()).isTrue();
		grow(10, ROWS);
		FleetPod pod = start("select count(*) from city");
		assertThat(output).contains("9 of the 20,000 entries came that the source counts");
		assertThat(pod.isWarm()).isTrue();
		assertThat(pod.progress().warmer()).isEqualTo("source");
		assertThat(pod.held(ROWS)).isEqualTo(ROWS);
	}

	@Test
	void aCountThatFailsDoesNotFailTheLoad(CapturedOutput output) throws Exception {
		createTable(100);
		FleetPod pod = start("select count(*) from no_such_table");
		assertThat(pod.isWarm()).isTrue();
		assertThat(output).contains("its source did not say how many entries it has");
	}

	@Test
	void aSlowCountIsCancelledAndTheLoadGoesOn(CapturedOutput output) throws Exception {
		createTable(100);
		FleetPod pod = start("select 100 from pg_sleep(120)");
		assertThat(pod.isWarm()).isTrue();
		assertThat(output).contains("it did not count its entries within 2.00 s");
		assertThat(pod.held(100)).isEqualTo(100);
	}

	@Test
	void aCountOfMoreThanTheQueryBringsDegrades(CapturedOutput output) throws Exception {
		createTable(100);
		execute("create view some_city as select * from city where id <= 80");
		FleetPod pod = start("select id, name from some_city", "select count(*) from city");
		assertThat(pod.progress().lastError()).contains("80 of the 100 entries came that the source counts");
		assertThat(pod.isWarm()).isFalse();
		assertThat(output).contains("Cache 'cities' may lack entries");
	}

	@Test
	void aViewThatIsCountedByItselfIsWarm() throws Exception {
		createTable(100);
		execute("create view some_city as select * from city where id <= 80");
		assertThat(start("select id, name from some_city", "select count(*) from some_city").isWarm()).isTrue();
	}

	private FleetPod start(String countQuery) throws Exception {
		return start("select id, name from city", countQuery);
	}

	private FleetPod start(String query, String countQuery) throws Exception {
		FleetPod pod = pod(query, countQuery);
		pod.start().get(60, TimeUnit.SECONDS);
		return pod;
	}

	private FleetPod pod(String countQuery) {
		return pod("select id, name from city", countQuery);
	}

	private FleetPod pod(String query, String countQuery) {
		JdbcSourceSettings jdbc = JdbcSourceSettings.query(query, "id")
			.withChunkSize(2000)
			.withCountQuery(countQuery)
			.build();
		FleetPod pod = new FleetPod(redis, this.namespace, new JdbcCacheSource<>(this.database.dataSource(), null, jdbc,
				ResolvableType.forClass(Long.class), ResolvableType.forClass(String.class)), SETTINGS);
		this.pods.add(pod);
		return pod;
	}

	private void createTable(int rows) throws SQLException {
		execute("create table city (id bigint primary key, name text not null)");
		grow(1, rows);
	}

	private void grow(int from, int to) throws SQLException {
		execute("insert into city select i, 'city ' || i from generate_series(%d, %d) i".formatted(from, to));
	}

	private void execute(String sql) throws SQLException {
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
