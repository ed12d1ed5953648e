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

package io.github.warmcache.redis.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.github.warmcache.redis.RedisTierConnections;
import io.github.warmcache.redis.RedisTierTimeouts;
import io.github.warmcache.testsupport.RedisServerHandle;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A pod that watches a server, or reads what another one reports.
 */
final class WatchingPod implements AutoCloseable {

	static final Duration INTERVAL = Duration.ofMillis(200);

	private static final RedisTierTimeouts TIMEOUTS = new RedisTierTimeouts(Duration.ofSeconds(1),
			Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMillis(100));

	/**
	 * Time that has passed for this pod only.
	 */
	private volatile Duration passed = Duration.ZERO;

	final RedisWatch watch = new RedisWatch(() -> Instant.now().plus(this.passed));

	final RedisWatcher watcher = new RedisWatcher(this.watch, INTERVAL);

	private final LettuceConnectionFactory application;

	private final RedisTierConnections connections;

	WatchingPod(LettuceConnectionFactory application, String namespace, String name) {
		this(application, namespace, name, Map.of());
	}

	/**
	 * Create a pod with caches.
	 * @param caches their names, and the life of their values
	 */
	WatchingPod(LettuceConnectionFactory application, String namespace, String name, Map<String, Duration> caches) {
		this.application = application;
		this.connections = new RedisTierConnections(application, TIMEOUTS);
		this.connections.connect(Duration.ofSeconds(2));
		this.watcher.join(this.connections, namespace, name, () -> caches);
		this.watcher.start();
	}

	static LettuceConnectionFactory application(RedisServerHandle server, @Nullable String user,
			@Nullable String password) {
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration(server.host(), server.port());
		configuration.setUsername(user);
		configuration.setPassword(RedisPassword.of(password));
		LettuceConnectionFactory application = new LettuceConnectionFactory(configuration,
				LettuceClientConfiguration.defaultConfiguration());
		application.afterPropertiesSet();
		return application;
	}

	RedisWatchStatus status() {
		return this.watch.current();
	}

	RedisWatchState state() {
		return status().state();
	}

	/**
	 * Let time pass for this pod.
	 */
	void pass(Duration time) {
		this.passed = this.passed.plus(time);
	}

	/**
	 * Cut the pod off the server, as if it had died.
	 */
	void cutOff() {
		this.connections.destroy();
	}

	@Override
	public void close() {
		this.watcher.stop();
		this.connections.destroy();
		this.application.destroy();
	}

}
