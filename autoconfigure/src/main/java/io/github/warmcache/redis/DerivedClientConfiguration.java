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

package io.github.warmcache.redis;

import java.time.Duration;
import java.util.Optional;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.ClientResources;

import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/**
 * Client configuration of the application, with the timeouts of the shared tier. Leaves
 * out the application's pool, because all our commands share a connection, and its choice
 * of nodes to read from, because a replica may hold data older than an invalidation.
 */
final class DerivedClientConfiguration implements LettuceClientConfiguration {

	/**
	 * Maximum number of commands that wait for an answer. They pile up if a server
	 * freezes.
	 */
	private static final int LONGEST_QUEUE = 50_000;

	private final LettuceClientConfiguration application;

	private final ClientResources resources;

	private final Duration commandTimeout;

	private final Duration connectTimeout;

	private final String role;

	/**
	 * Create a configuration.
	 * @param application that of the application
	 * @param resources client resources of ours
	 * @param commandTimeout how long commands may take
	 * @param connectTimeout how long a connection may take
	 * @param role what the connection is for, as operators see it in the list of clients
	 */
	DerivedClientConfiguration(LettuceClientConfiguration application, ClientResources resources,
			Duration commandTimeout, Duration connectTimeout, String role) {
		this.application = application;
		this.resources = resources;
		this.commandTimeout = commandTimeout;
		this.connectTimeout = connectTimeout;
		this.role = role;
	}

	@Override
	public Optional<ClientOptions> getClientOptions() {
		ClientOptions options = this.application.getClientOptions().orElseGet(ClientOptions::create);
		return Optional.of(options.mutate()
			.autoReconnect(true)
			.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
			.requestQueueSize(Math.min(options.getRequestQueueSize(), LONGEST_QUEUE))
			.socketOptions(options.getSocketOptions().mutate().connectTimeout(this.connectTimeout).build())
			.timeoutOptions(TimeoutOptions.enabled(this.commandTimeout))
			.build());
	}

	@Override
	public Optional<ClientResources> getClientResources() {
		return Optional.of(this.resources);
	}

	@Override
	public Optional<ReadFrom> getReadFrom() {
		return Optional.empty();
	}

	@Override
	public Duration getCommandTimeout() {
		return this.commandTimeout;
	}

	@Override
	public boolean isUseSsl() {
		return this.application.isUseSsl();
	}

	@Override
	@Deprecated
	public boolean isVerifyPeer() {
		return this.application.getVerifyMode() != SslVerifyMode.NONE;
	}

	@Override
	public SslVerifyMode getVerifyMode() {
		return this.application.getVerifyMode();
	}

	@Override
	public boolean isStartTls() {
		return this.application.isStartTls();
	}

	@Override
	public Optional<String> getClientName() {
		return Optional.of(this.application.getClientName().map((name) -> name + ":" + this.role).orElse(this.role));
	}

	@Override
	public Optional<RedisCredentialsProviderFactory> getRedisCredentialsProviderFactory() {
		return this.application.getRedisCredentialsProviderFactory();
	}

	@Override
	public Duration getShutdownTimeout() {
		return this.application.getShutdownTimeout();
	}

	@Override
	public Duration getShutdownQuietPeriod() {
		return Duration.ZERO;
	}

}
