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

package io.github.warmcache.coherence;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.redis.RedisTierConnections;
import io.github.warmcache.redis.RedisTierTimeouts;
import io.github.warmcache.testsupport.RedisServerHandle;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import io.github.warmcache.tier.redis.RedisSharedTierFactory;
import io.github.warmcache.tier.redis.RedisTierSettings;

import org.springframework.core.ResolvableType;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A pod: caches, its part of the shared tier, and what keeps them coherent. All pods load
 * from the same map.
 */
final class TestPod implements AutoCloseable {

	static final RedisTierTimeouts TIMEOUTS = new RedisTierTimeouts(Duration.ofMillis(500), Duration.ofSeconds(2),
			Duration.ofSeconds(1), Duration.ofMillis(200));

	final LettuceConnectionFactory application;

	final RedisTierConnections connections;

	final RedisSharedTierFactory factory;

	final TieredCacheManager caches;

	final Coherence coherence;

	private final Map<Integer, String> database;

	private final ValueVersion version;

	private final LoadPolicy loads;

	private final Ticker ticker;

	TestPod(LettuceConnectionFactory application, String namespace, Map<Integer, String> database,
			Duration checkInterval) {
		this(application, namespace, database, checkInterval, ValueVersion.NONE);
	}

	TestPod(LettuceConnectionFactory application, String namespace, Map<Integer, String> database,
			Duration checkInterval, ValueVersion version) {
		this(application, namespace, database, checkInterval, version, LoadPolicy.defaults(), Ticker.systemTicker());
	}

	TestPod(LettuceConnectionFactory application, String namespace, Map<Integer, String> database,
			Duration checkInterval, ValueVersion version, LoadPolicy loads, Ticker ticker) {
		this.ticker = ticker;
		this.version = version;
		this.loads = loads;
		this.application = application;
		this.database = database;
		this.connections = new RedisTierConnections(application, TIMEOUTS);
		this.factory = new RedisSharedTierFactory(this.connections, namespace, RedisTierSettings.defaults(),
				new JsonValueCodecFactory(JsonValueCodecFactory.mapperBuilder().build()), InstantSource.system(),
				new SecureRandom(), CallBreaker.NONE);
		this.factory.holdOff((cacheName) -> loads.holdOff());
		this.caches = new TieredCacheManager(List::of, this::create);
		this.coherence = new Coherence(this.caches, checkInterval, InstantSource.system());
		this.coherence.join(this.factory.stripes(), this.factory, this.factory.breaker()::tryAgain,
				() -> this.factory.breaker().holdTrials(Duration.ofSeconds(3)));
	}

	static LettuceConnectionFactory application(RedisServerHandle server) {
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration(server.host(), server.port());
		configuration.setPassword(RedisPassword.of(server.password()));
		LettuceConnectionFactory application = new LettuceConnectionFactory(configuration,
				LettuceClientConfiguration.defaultConfiguration());
		application.afterPropertiesSet();
		return application;
	}

	private TieredCache create(String name) {
		ResolvableType keys = ResolvableType.forClass(Integer.class);
		ResolvableType values = ResolvableType.forClass(String.class);
		return TieredCache
			.builder(new CacheDefinition(name, keys, values,
					new LocalTierSettings(10_000L, null, Duration.ofHours(1), 0, Duration.ofHours(1)),
					Duration.ofHours(1), this.loads))
			.sharedTier(this.factory.create(name, keys, values, this.version))
			.version(this.version)
			.ticker(this.ticker)
			.build();
	}

	/**
	 * Start as an application does, which connects first.
	 */
	TestPod start() {
		this.connections.connect(Duration.ofSeconds(2));
		this.coherence.start();
		return this;
	}

	TieredCache cities() {
		return this.caches.getCache("cities");
	}

	String read(int key) {
		return cities().get(key, () -> this.database.get(key));
	}

	/**
	 * Change a value in the database and then in the caches.
	 */
	void write(int key, String value) {
		this.database.put(key, value);
		cities().evict(key);
	}

	boolean holds(int key) {
		return cities().getNativeCache().policy().getIfPresentQuietly(key) != null;
	}

	long count(CoherenceEvent event) {
		return this.coherence.statistics().count(event);
	}

	@Override
	public void close() {
		this.coherence.stop();
		this.connections.destroy();
		this.application.destroy();
	}

}
