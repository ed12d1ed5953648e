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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * The warm-up of a whole application. It lends the application a pool of connections that
 * is open, as every pool is that something used before.
 */
final class WarmcacheFill implements PostgresFill {

	private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	private final DataSource dataSource;

	private final List<String> properties = new ArrayList<>();

	private final int rows;

	private final boolean bothTiers;

	private boolean first = true;

	WarmcacheFill(DataSource dataSource, String table, int rows, @Nullable Integer redisPort) {
		this.dataSource = dataSource;
		this.rows = rows;
		this.bothTiers = redisPort != null;
		this.properties.addAll(List.of("spring.application.name=benchmark", "logging.level.root=warn",
				"warmcache.caches.cities.time-to-live=10m",
				"warmcache.caches.cities.maximum-size=" + CursorLoop.maximumSize(rows),
				"warmcache.caches.cities.source.jdbc.query=select * from " + table,
				"warmcache.caches.cities.source.jdbc.key-column=id", "warmcache.caches.cities.warmup.from=source",
				"warmcache.caches.cities.warmup.required=true", "warmcache.warmup.deadline=20s"));
		if (redisPort != null) {
			this.properties.add("spring.data.redis.port=" + redisPort);
			this.properties.add("warmcache.caches.cities.shared.time-to-live=10m");
		}
		else {
			this.properties.add("warmcache.shared.enabled=false");
		}
	}

	@Override
	public long fill() throws InterruptedException {
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties(this.properties.toArray(String[]::new))
			.initializers((context) -> ((GenericApplicationContext) context).registerBean(DataSource.class,
					() -> new Connections(this.dataSource)))
			.build();
		application.setRegisterShutdownHook(false);
		if (!this.first) {
			application.addListeners(new CompiledStart());
		}
		this.first = false;
		try (ConfigurableApplicationContext context = application.run()) {
			WarmupState state = context.getBean(WarmupState.class);
			while (!state.isReady() && state.status() != WarmupStatus.FAILED) {
				LockSupport.parkNanos(POLL_NANOS);
			}
			CacheWarmupProgress progress = state.cache("cities");
			if (state.status() != WarmupStatus.WARM || progress == null) {
				throw new IllegalStateException("The warm-up ended as %s: %s".formatted(state.status(), progress));
			}
			CursorLoop.requireAll(
					context.getBean(TieredCacheManager.class).getCache("cities").getNativeCache().estimatedSize(),
					this.rows);
			if (this.bothTiers) {
				requireRedis(context.getBean(StringRedisTemplate.class));
			}
			return progress.elapsed().toNanos();
		}
	}

	private void requireRedis(StringRedisTemplate redis) {
		Long keys = redis.execute((RedisCallback<Long>) (connection) -> connection.serverCommands().dbSize());
		if (keys == null || keys < this.rows) {
			throw new IllegalStateException("%d keys of %d rows are in Redis".formatted(keys, this.rows));
		}
		redis.execute((RedisCallback<Object>) (connection) -> {
			connection.serverCommands().flushAll();
			return null;
		});
	}

	/**
	 * Application with one cached method.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class Application {

		@Bean
		Cities cities() {
			return new Cities();
		}

	}

	/**
	 * Connections of the pool without being one: its metrics would hold the application
	 * with its cache after its end.
	 */
	private static final class Connections extends AbstractDataSource {

		private final DataSource pool;

		Connections(DataSource pool) {
			this.pool = pool;
		}

		@Override
		public Connection getConnection() throws SQLException {
			return this.pool.getConnection();
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return this.pool.getConnection(username, password);
		}

	}

	/**
	 * What is cached.
	 */
	static class Cities {

		@Cacheable("cities")
		public @Nullable BenchmarkCity find(long id) {
			return null;
		}

	}

}
