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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;

/**
 * A running Redis. Safe for use by several threads.
 */
public class RedisServerHandle implements ConnectionProperties {

	private final Backend backend;

	private final @Nullable String password;

	private final boolean cluster;

	private final RedisConfig config;

	RedisServerHandle(Backend backend, RedisConfig config) {
		this.backend = backend;
		this.config = config;
		this.password = config.password();
		this.cluster = config.isCluster();
	}

	public final String host() {
		return this.backend.host();
	}

	public final int port() {
		return this.backend.port();
	}

	/**
	 * The password given by {@code requirepass}.
	 * @return the password, or {@code null} where none is asked for
	 */
	public final @Nullable String password() {
		return this.password;
	}

	/**
	 * Deletes every key of every database.
	 */
	public final void flush() {
		command("FLUSHALL");
	}

	/**
	 * Sends one command over a connection of its own.
	 * @param command the command's name and its arguments
	 * @return a status, a number or a text as text; {@code null} for nil
	 * @throws IllegalStateException if Redis answers with an error or a list, or not
	 * within five seconds
	 */
	public final @Nullable String command(String... command) {
		return RedisWire.command(this.config.sockets(), host(), port(), this.password, command);
	}

	/**
	 * What Spring Boot's auto-configuration takes instead of properties, for an
	 * application under development.
	 * @return the details, to be exposed as a bean
	 */
	public final DataRedisConnectionDetails connectionDetails() {
		return new DataRedisConnectionDetails() {

			@Override
			public @Nullable String getPassword() {
				return RedisServerHandle.this.password;
			}

			@Override
			public @Nullable Standalone getStandalone() {
				return RedisServerHandle.this.cluster ? null : Standalone.of(host(), port());
			}

			@Override
			public @Nullable Cluster getCluster() {
				return RedisServerHandle.this.cluster ? () -> List.of(new Node(host(), port())) : null;
			}

		};
	}

	@Override
	public final Map<String, String> springProperties() {
		Map<String, String> properties = new LinkedHashMap<>();
		if (this.cluster) {
			properties.put("spring.data.redis.cluster.nodes", host() + ":" + port());
		}
		else {
			properties.put("spring.data.redis.host", host());
			properties.put("spring.data.redis.port", Integer.toString(port()));
		}
		if (this.password != null) {
			properties.put("spring.data.redis.password", this.password);
		}
		return properties;
	}

	final Backend backend() {
		return this.backend;
	}

}
