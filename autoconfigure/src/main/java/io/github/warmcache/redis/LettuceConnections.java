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

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.event.DefaultEventPublisherOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.ReflectionUtils;

/**
 * Two connection factories derived from the application's, with our timeouts: one for
 * calls that requests wait for, one for the data of a warm-up, so that neither waits
 * behind the other's bytes. Only loaded if Lettuce is present.
 */
final class LettuceConnections {

	private static final String TYPE = "org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory";

	private static final NettyCustomizer NO_CUSTOMIZER = new NettyCustomizer() {

	};

	private final ClientResources resources;

	private final LettuceConnectionFactory commands;

	private final LettuceConnectionFactory bulk;

	private final LettuceLink commandLink;

	private final LettuceLink bulkLink;

	private final RedisTierTimeouts timeouts;

	private final MisledConnections misled;

	private LettuceConnections(LettuceConnectionFactory application, RedisConfiguration server,
			RedisTierTimeouts timeouts) {
		LettuceClientConfiguration client = application.getClientConfiguration();
		this.timeouts = timeouts;
		this.resources = resources(client.getClientResources().orElse(null), timeouts);
		this.commands = factory(server, client, timeouts.command(), "warmcache");
		this.bulk = factory(server, client, timeouts.bulk(), "warmcache:bulk");
		this.commandLink = new LettuceLink(this.commands, timeouts.reconnect());
		this.bulkLink = new LettuceLink(this.bulk, timeouts.reconnect());
		this.misled = new MisledConnections(this::renew, System::nanoTime);
	}

	/**
	 * Derive connections from those of the application. Does not connect.
	 * @param application the application's factory
	 * @param timeouts our timeouts
	 * @return the connections, or {@code null} if it is unknown where this factory leads
	 * to
	 */
	static @Nullable LettuceConnections derive(RedisConnectionFactory application, RedisTierTimeouts timeouts) {
		Object target = AopProxyUtils.getSingletonTarget(application);
		Object original = (target != null) ? target : application;
		// Compare by name: without Lettuce, the class itself cannot be loaded.
		if (!original.getClass().getName().equals(TYPE)) {
			return null;
		}
		LettuceConnectionFactory factory = (LettuceConnectionFactory) original;
		RedisConfiguration server = server(factory);
		return (server != null) ? new LettuceConnections(factory, server, timeouts) : null;
	}

	/**
	 * Return the configuration of the server, read from its field. A static master with
	 * replicas is the only configuration without an accessor; through the other
	 * accessors, such a factory claims to lead to this host.
	 */
	static @Nullable RedisConfiguration server(LettuceConnectionFactory factory) {
		Field field = ReflectionUtils.findField(LettuceConnectionFactory.class, "configuration",
				RedisConfiguration.class);
		if (field == null || !field.trySetAccessible()) {
			return null;
		}
		return (RedisConfiguration) ReflectionUtils.getField(field, factory);
	}

	private static ClientResources resources(@Nullable ClientResources application, RedisTierTimeouts timeouts) {
		Delay delay = Delay.constant(timeouts.reconnect());
		// No command of ours waits longer than that.
		Duration patience = (timeouts.bulk().compareTo(timeouts.command()) > 0) ? timeouts.bulk() : timeouts.command();
		if (application == null) {
			return DefaultClientResources.builder()
				.nettyCustomizer(customizer(NO_CUSTOMIZER, patience))
				.reconnectDelay(delay)
				.build();
		}
		// Naming these parts marks them as shared, so closing ours leaves them running.
		return application.mutate()
			.eventLoopGroupProvider(application.eventLoopGroupProvider())
			.eventExecutorGroup(application.eventExecutorGroup())
			.timer(application.timer())
			.commandLatencyRecorder(application.commandLatencyRecorder())
			.commandLatencyPublisherOptions(DefaultEventPublisherOptions.disabled())
			.nettyCustomizer(customizer(application.nettyCustomizer(), patience))
			.reconnectDelay(delay)
			.tracing(CallersTracing.of(application.tracing()))
			.build();
	}

	private static NettyCustomizer customizer(NettyCustomizer application, Duration patience) {
		return new NettyCustomizer() {

			@Override
			public void afterBootstrapInitialized(Bootstrap bootstrap) {
				application.afterBootstrapInitialized(bootstrap);
			}

			@Override
			public void afterChannelInitialized(Channel channel) {
				application.afterChannelInitialized(channel);
				channel.pipeline().addFirst(new SilentChannelHandler(patience));
			}

		};
	}

	private LettuceConnectionFactory factory(RedisConfiguration server, LettuceClientConfiguration client,
			Duration commandTimeout, String role) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(server,
				new DerivedClientConfiguration(client, this.resources, commandTimeout, this.timeouts.connect(), role));
		factory.afterPropertiesSet();
		return factory;
	}

	LettuceConnectionFactory factory() {
		return this.commands;
	}

	ScriptRunner commands() {
		return new LettuceScriptRunner(this.commandLink, this.timeouts.command(), this.misled);
	}

	ScriptRunner bulk() {
		return new LettuceScriptRunner(this.bulkLink, this.timeouts.bulk(), this.misled);
	}

	/**
	 * Renew both connections, even one without a refusal: it may have been used only for
	 * reads.
	 */
	private void renew() {
		this.commandLink.renew();
		this.bulkLink.renew();
	}

	boolean connect(Duration wait) {
		long deadline = System.nanoTime() + wait.toNanos();
		return this.commandLink.connect(deadline) && this.bulkLink.connect(deadline);
	}

	void close() {
		this.commands.destroy();
		this.bulk.destroy();
		this.resources.shutdown(0, 2, TimeUnit.SECONDS);
	}

}
