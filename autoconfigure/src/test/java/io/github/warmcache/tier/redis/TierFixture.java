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

package io.github.warmcache.tier.redis;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.redis.RedisTierConnections;
import io.github.warmcache.redis.RedisTierTimeouts;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.testsupport.RedisServerHandle;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueCodec;
import io.github.warmcache.tier.ValueCodecFactory;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import io.github.warmcache.tier.codec.StoredValues;

import org.springframework.core.ResolvableType;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * What an application and its shared tier need, each with a namespace of its own.
 */
public final class TierFixture implements AutoCloseable {

	public static final RedisTierTimeouts PATIENT = new RedisTierTimeouts(Duration.ofSeconds(20),
			Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofMillis(50));

	static final RedisTierSettings SMALL = new RedisTierSettings(Duration.ofSeconds(30), 7, 10, 4096, 10_000);

	final MutableClock clock = new MutableClock();

	final String namespace = "test " + UUID.randomUUID();

	final RedisConnectionFactory application;

	final List<RedisTierConnections> connections = new ArrayList<>();

	TierFixture(RedisServerHandle server) {
		this(application(server));
	}

	TierFixture(RedisConnectionFactory application) {
		this.application = application;
	}

	public static LettuceConnectionFactory application(RedisServerHandle server) {
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration(server.host(), server.port());
		configuration.setPassword(RedisPassword.of(server.password()));
		LettuceConnectionFactory application = new LettuceConnectionFactory(configuration,
				LettuceClientConfiguration.defaultConfiguration());
		application.afterPropertiesSet();
		return application;
	}

	/**
	 * One pod's factory of shared tiers.
	 */
	RedisSharedTierFactory pod() {
		return pod(this.application, PATIENT, SMALL);
	}

	RedisSharedTierFactory pod(RedisConnectionFactory connectionFactory, RedisTierTimeouts timeouts,
			RedisTierSettings settings) {
		return pod(connectionFactory, timeouts, settings, CallBreaker.NONE);
	}

	RedisSharedTierFactory pod(RedisConnectionFactory connectionFactory, RedisTierTimeouts timeouts,
			RedisTierSettings settings, CallBreaker breaker) {
		return pod(connectionFactory, timeouts, settings, breaker,
				new JsonValueCodecFactory(JsonValueCodecFactory.mapperBuilder().build()));
	}

	/**
	 * Create the factory of a pod with another format of values.
	 */
	RedisSharedTierFactory pod(ValueCodecFactory codecs) {
		return pod(this.application, PATIENT, SMALL, CallBreaker.NONE, codecs);
	}

	private RedisSharedTierFactory pod(RedisConnectionFactory connectionFactory, RedisTierTimeouts timeouts,
			RedisTierSettings settings, CallBreaker breaker, ValueCodecFactory codecs) {
		RedisTierConnections derived = new RedisTierConnections(connectionFactory, timeouts);
		this.connections.add(derived);
		return new RedisSharedTierFactory(derived, this.namespace, settings, codecs, this.clock, new SecureRandom(),
				breaker);
	}

	/**
	 * Return the id that the names of values have.
	 */
	static String schema(Class<?> type, ValueVersion version) {
		ValueCodec codec = new JsonValueCodecFactory(JsonValueCodecFactory.mapperBuilder().build()).create("any",
				ResolvableType.forClass(type));
		return new StoredValues(codec, SMALL.longestValue()).schema(version.scheme());
	}

	static SharedTier cities(RedisSharedTierFactory pod) {
		return pod.create("cities", ResolvableType.forClass(Integer.class), ResolvableType.forClass(City.class),
				ValueVersion.NONE);
	}

	static Map<Object, SharedRead.Hit> stream(SharedTier tier) throws Exception {
		Map<Object, SharedRead.Hit> found = new LinkedHashMap<>();
		tier.stream(new EntrySink<>() {

			@Override
			public void accept(Object key, SharedRead.Hit value) {
				found.put(key, value);
			}

			@Override
			public void onCancel(Runnable action) {
			}

		});
		return found;
	}

	@Override
	public void close() {
		this.connections.forEach(RedisTierConnections::destroy);
		if (this.application instanceof LettuceConnectionFactory lettuce) {
			lettuce.destroy();
		}
	}

	/**
	 * A value.
	 */
	record City(String name, long population) {
	}

}
