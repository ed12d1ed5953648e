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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.warmup.RewarmReport;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of a fleet that fills its caches again while it serves, on a real Redis and a
 * real PostgreSQL.
 */
@Tag("servers")
class RewarmOnRealServersTests {

	private static final int PODS = 3;

	private static final long ROWS = 3000;

	private static final RewarmReport IDLE = new RewarmReport(false, 0, 0, null, null);

	private final String application = "spring.application.name=" + UUID.randomUUID();

	private final OwnRedisServer redis = Servers.newRedis();

	private final TestDatabase database = Servers.postgres().newDatabase();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.database.dataSource());

	private final List<Pod> pods = new ArrayList<>();

	@BeforeEach
	void createTable() {
		this.jdbc.execute("create table city (id bigint primary key, name text not null)");
		this.jdbc.execute("insert into city select i, 'city ' || i from generate_series(1, %d) i".formatted(ROWS));
		this.jdbc.execute("vacuum analyze city");
		this.jdbc.execute("select pg_stat_reset()");
	}

	@AfterEach
	void close() {
		this.pods.forEach(Pod::close);
		this.redis.close();
	}

	@Test
	void aScheduleRenewsAllPodsAndReadsTheSourceOnceEachTime() {
		startPods("warmcache.caches.cities.warmup.rewarm.cron=*/2 * * * * *",
				"warmcache.caches.cities.warmup.rewarm.jitter=300ms");
		this.jdbc.update("update city set name = 'new ' || id");
		await().atMost(Duration.ofSeconds(60)).until(() -> this.pods.stream().allMatch((pod) -> pod.rewarms() >= 3));
		for (Pod pod : this.pods) {
			assertThat(LongStream.rangeClosed(1, ROWS))
				.allSatisfy((id) -> assertThat(pod.read(id)).isEqualTo("new " + id));
			assertThat(pod.cities().calls()).as("calls of the method").isZero();
		}
		this.pods.forEach(Pod::close);
		// One may have seen a time that another one did not see any more.
		long times = 1 + this.pods.stream().mapToLong((pod) -> pod.seen).max().orElseThrow();
		// The start and the update read all of them, too.
		assertRowsRead(2 + times);
	}

	@Test
	void aServerThatLostEverythingIsFilledAgainByOnePodAndTheOthersFollow() throws Exception {
		startPods();
		Pod first = this.pods.get(0);
		// A server on which nothing was ever changed looks the same when it lost that.
		LongStream.rangeClosed(1, 100).forEach((id) -> first.cities().change(id));
		this.pods.forEach((pod) -> LongStream.rangeClosed(1, 100).forEach(pod::read));
		await().untilAsserted(() -> assertThat(this.pods).allSatisfy((pod) -> assertThat(pod.held()).isEqualTo(ROWS)));
		this.redis.flush();
		await().atMost(Duration.ofSeconds(60)).until(() -> this.pods.stream().allMatch((pod) -> pod.rewarms() >= 1));
		for (Pod pod : this.pods) {
			assertThat(pod.held()).isEqualTo(ROWS);
			assertThat(pod.state().isReady()).isTrue();
			assertThat(pod.state().status()).isEqualTo(WarmupStatus.WARM);
			assertThat(pod.read(7)).isEqualTo("city 7");
		}
		assertThat(first.shared()).hasSize((int) ROWS);
		this.pods.forEach(Pod::close);
		assertRowsRead(2);
	}

	private void assertRowsRead(long times) {
		await().untilAsserted(() -> assertThat(rowsRead()).isGreaterThanOrEqualTo(2 * ROWS));
		await().during(Duration.ofSeconds(1))
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(rowsRead()).isLessThanOrEqualTo(times * ROWS * 11 / 10));
	}

	private long rowsRead() {
		return Objects.requireNonNull(this.jdbc.queryForObject("select coalesce(seq_tup_read, 0)"
				+ " + coalesce(idx_tup_fetch, 0) from pg_stat_user_tables where relname = 'city'", Long.class));
	}

	private void startPods(String... properties) {
		List<String> all = new ArrayList<>(List.of(Servers.properties(this.redis, this.database)));
		all.addAll(List.of(this.application, "spring.main.banner-mode=off", "warmcache.defaults.time-to-live=1h",
				"warmcache.coherence.check-interval=100ms", "warmcache.caches.cities.warmup.from=shared,source",
				"warmcache.caches.cities.source.jdbc.query=select id, name from city",
				"warmcache.caches.cities.source.jdbc.key-column=id"));
		all.addAll(List.of(properties));
		for (int i = 0; i < PODS; i++) {
			this.pods.add(new Pod(all));
		}
		assertThat(this.pods).allSatisfy((pod) -> assertThat(pod.held()).isEqualTo(ROWS));
	}

	private static final class Pod implements AutoCloseable {

		private final ConfigurableApplicationContext context;

		private long seen;

		Pod(List<String> properties) {
			this.context = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
				.properties(properties.toArray(String[]::new))
				.run();
		}

		Cities cities() {
			return this.context.getBean(Cities.class);
		}

		TieredCache cache() {
			return Objects.requireNonNull(this.context.getBean(TieredCacheManager.class).getCache("cities"));
		}

		WarmupState state() {
			return this.context.getBean(WarmupState.class);
		}

		@Nullable String read(long id) {
			City city = cities().find(id);
			return (city != null) ? city.name() : null;
		}

		long held() {
			return LongStream.rangeClosed(1, ROWS).filter((id) -> cache().localContents().holds(id)).count();
		}

		List<Object> shared() throws Exception {
			List<Object> keys = new ArrayList<>();
			SharedTier shared = Objects.requireNonNull(cache().sharedTier());
			shared.stream(new EntrySink<Object, SharedRead.Hit>() {

				@Override
				public void accept(Object key, SharedRead.Hit hit) {
					keys.add(key);
				}

				@Override
				public void onCancel(Runnable action) {
				}

			});
			return keys;
		}

		long rewarms() {
			RewarmReport report = state().rewarms("cities");
			return (report != null) ? report.succeeded() : 0;
		}

		@Override
		public void close() {
			if (this.context.isActive()) {
				this.seen = rewarms() + (Objects.requireNonNullElse(state().rewarms("cities"), IDLE).running() ? 1 : 0);
				this.context.close();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		Cities cities() {
			return new Cities();
		}

	}

	static class Cities {

		private int calls;

		@Cacheable("cities")
		public @Nullable City find(long id) {
			this.calls++;
			return null;
		}

		public int calls() {
			return this.calls;
		}

		@CacheEvict("cities")
		public void change(long id) {
		}

	}

	record City(long id, String name) {
	}

}
