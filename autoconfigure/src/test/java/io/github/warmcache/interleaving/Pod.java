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

package io.github.warmcache.interleaving;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.stream.IntStream;

import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.local.CallMarks;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.coherence.SteppedCoherence;
import io.github.warmcache.redis.RedisTierConnections;
import io.github.warmcache.redis.RedisTierTimeouts;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import io.github.warmcache.tier.redis.RedisSharedTierFactory;
import io.github.warmcache.tier.redis.RedisTierSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * One pod of a fleet: its caches and its connections, all of them real.
 */
final class Pod implements AutoCloseable {

	static final String PLAIN = "plain";

	static final String SOURCED = "sourced";

	static final String REFRESHING = "refreshing";

	static final String VERSIONED = "versioned";

	static final String VERSIONED_REFRESHING = "versioned refreshing";

	private static final Duration HOUR = Duration.ofHours(1);

	private static final ResolvableType TEXT = ResolvableType.forClass(String.class);

	private final String name;

	private final Footprint local;

	private final Footprint marks;

	private final Footprint beginning;

	private final CallMarks callMarks;

	private final FaultyLink link;

	private final RedisTierConnections connections;

	private final RedisSharedTierFactory factory;

	private final TieredCacheManager caches;

	private final SteppedCoherence coherence;

	/**
	 * What was published and is still on its way here.
	 */
	private final Queue<Sent> incoming = new ArrayDeque<>();

	private final Map<String, SharedTier> rawTiers = new HashMap<>();

	private boolean lostMessages;

	Pod(String name, int bit, Fleet fleet, RedisConnectionFactory redis) {
		this.name = name;
		this.local = Footprint.writes(bit);
		this.marks = Footprint.writes(2 * bit);
		this.beginning = Footprint.reads(bit | (2 * bit));
		this.callMarks = new CallMarks(fleet.clock()::nanos);
		this.link = new FaultyLink(redis);
		Duration patience = Duration.ofSeconds(20);
		this.connections = new RedisTierConnections(this.link.factory(),
				new RedisTierTimeouts(patience, patience, patience, Duration.ofMillis(50)));
		this.factory = new RedisSharedTierFactory(this.connections, fleet.namespace(), RedisTierSettings.defaults(),
				new JsonValueCodecFactory(JsonValueCodecFactory.mapperBuilder().build()), fleet.clock(),
				new SecureRandom(), CallBreaker.NONE);
		this.caches = new TieredCacheManager(List::of, (cacheName) -> create(cacheName, fleet,
				SOURCED.equals(cacheName) ? (key) -> fleet.race().load() : null));
		// As a pod does that begins to listen: no stripe is without a history.
		this.factory.stripes().anchor(IntStream.range(0, SharedTier.STRIPES).boxed().toList());
		this.coherence = new SteppedCoherence(this.caches, this.factory.stripes());
	}

	private SharedTier newTier(String name) {
		return this.factory.create(name, TEXT, TEXT, version(name));
	}

	private static ValueVersion version(String name) {
		return isVersioned(name) ? new NumberAtTheEnd() : ValueVersion.NONE;
	}

	/**
	 * Return the shared tier of a cache without steps.
	 */
	SharedTier rawTier(String cacheName) {
		return this.rawTiers.computeIfAbsent(cacheName, this::newTier);
	}

	private TieredCache create(String name, Fleet fleet, @Nullable CacheSource<String, String> source) {
		SharedTier tier = new SteppingTier(fleet.weaken(newTier(name)), fleet, this);
		CacheDefinition definition = new CacheDefinition(name, TEXT, TEXT,
				new LocalTierSettings(1000L, null, HOUR, 0, HOUR), HOUR,
				new LoadPolicy(HOUR, 64, null, isRefreshing(name) ? 0.5 : null));
		return TieredCache.builder(definition)
			.sharedTier(tier)
			.source(source)
			.version(version(name))
			.marks(this.callMarks)
			.ticker(fleet.clock()::nanos)
			.executor((task) -> fleet.race().execute(task))
			.sourceExecutor(Runnable::run)
			.build();
	}

	/**
	 * Return whether the values of a cache have versions.
	 */
	static boolean isVersioned(String cacheName) {
		return cacheName.startsWith(VERSIONED);
	}

	private static boolean isRefreshing(String cacheName) {
		return cacheName.equals(REFRESHING) || cacheName.equals(VERSIONED_REFRESHING);
	}

	String name() {
		return this.name;
	}

	/**
	 * Return what a step touches that works on this pod's heap.
	 */
	Footprint local() {
		return this.local;
	}

	/**
	 * Return what a step touches that learns how far the changes on the server have come.
	 * It only ever learns of later ones, so the order of two such steps does not matter.
	 */
	Footprint marks() {
		return this.marks;
	}

	/**
	 * Return what a step touches that begins a call.
	 */
	Footprint beginning() {
		return this.beginning;
	}

	/**
	 * Return where the calls of this pod take their marks.
	 */
	CallMarks callMarks() {
		return this.callMarks;
	}

	FaultyLink link() {
		return this.link;
	}

	TieredCache cache(String cacheName) {
		return this.caches.getCache(cacheName);
	}

	SharedTier tier(String cacheName) {
		return Objects.requireNonNull(cache(cacheName).sharedTier());
	}

	/**
	 * Have messages sent here.
	 * @param own whether this pod itself published them
	 */
	void send(List<String> messages, boolean own) {
		this.incoming.add(new Sent(messages, own));
		hearOwn();
	}

	/**
	 * Hear the next messages of another pod, and those of this one around them: what it
	 * hears of itself changes nothing.
	 */
	void hear() {
		hearOwn();
		hear(this.incoming.poll());
		hearOwn();
	}

	private void hearOwn() {
		while (!this.incoming.isEmpty() && this.incoming.element().own()) {
			hear(this.incoming.remove());
		}
	}

	private void hear(@Nullable Sent sent) {
		if (sent != null) {
			sent.messages().forEach(this.coherence::hear);
		}
	}

	/**
	 * Lose the messages of another pod.
	 */
	void lose() {
		this.lostMessages = true;
	}

	/**
	 * Find out whether messages were lost.
	 */
	void beat(Runnable between) {
		this.coherence.beat(between);
		this.lostMessages = false;
	}

	/**
	 * Hear all that is still on its way, so that the next race begins in order.
	 */
	void settle() {
		while (!this.incoming.isEmpty()) {
			hear(this.incoming.remove());
		}
		if (this.lostMessages || !this.coherence.isSettled()) {
			beat(() -> {
			});
		}
	}

	/**
	 * Tell the server what it did not take before.
	 */
	void tellPending() {
		this.factory.tellPending();
	}

	@Override
	public void close() {
		this.connections.destroy();
	}

	/**
	 * Version of a text that ends with a number.
	 */
	private static final class NumberAtTheEnd implements ValueVersion {

		@Override
		public long of(@Nullable Object value) {
			String text = (String) value;
			return (text != null) ? Long.parseLong(text.substring(text.lastIndexOf(' ') + 1)) : UNVERSIONED;
		}

		@Override
		public String scheme() {
			return "number";
		}

	}

	/**
	 * Messages that were published together.
	 */
	private record Sent(List<String> messages, boolean own) {
	}

}
