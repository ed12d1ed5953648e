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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.github.warmcache.testsupport.Guard;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Pods on one real Redis, and what they publish there.
 */
final class Fleet implements AutoCloseable {

	/**
	 * The database, as a bit of a footprint.
	 */
	static final int DATABASE = 1;

	/**
	 * Redis, as a bit of a footprint.
	 */
	static final int SHARED = 2;

	private static final int FIRST_POD = 4;

	private final String namespace = "interleaving-" + UUID.randomUUID();

	private final byte[] channel = ("{" + this.namespace + "}:changes:v1").getBytes(StandardCharsets.UTF_8);

	private final LettuceConnectionFactory redis;

	private final RedisConnection subscription;

	private final RedisConnection publisher;

	private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

	private final UnaryOperator<SharedTier> weakening;

	private final AgingClock clock = new AgingClock();

	private final List<Pod> pods = new ArrayList<>();

	private final Pod observer;

	private final Guard joins;

	private int writes;

	private int markers;

	private @Nullable Run race;

	/**
	 * Start two pods.
	 * @param weakening takes a guard away from the shared tier, or returns it as it is
	 */
	Fleet(UnaryOperator<SharedTier> weakening) {
		this(weakening, 2);
	}

	/**
	 * Start pods.
	 * @param weakening takes a guard away from the shared tier, or returns it as it is
	 * @param size how many pods
	 */
	Fleet(UnaryOperator<SharedTier> weakening, int size) {
		this.weakening = weakening;
		RedisStandaloneConfiguration server = new RedisStandaloneConfiguration(Servers.redis().host(),
				Servers.redis().port());
		this.redis = new LettuceConnectionFactory(server, LettuceClientConfiguration.defaultConfiguration());
		this.redis.afterPropertiesSet();
		this.subscription = this.redis.getConnection();
		this.subscription.subscribe(
				(message, pattern) -> this.messages.add(new String(message.getBody(), StandardCharsets.UTF_8)),
				this.channel);
		this.publisher = this.redis.getConnection();
		for (int pod = 0; pod < size; pod++) {
			this.pods.add(new Pod(String.valueOf((char) ('A' + pod)), FIRST_POD << (2 * pod), this, this.redis));
		}
		this.observer = new Pod("observer", 0, this, this.redis);
		// Nobody hears how the pods began to count.
		published();
		// A thread that waits for another one's flight is an actor that cannot go on.
		this.joins = Guard.watched(Guard.type("cache.load.SingleFlight"), "join", (arguments) -> {
			Actor actor = Actor.current();
			for (Object argument : arguments) {
				if (actor != null && argument instanceof CompletableFuture<?> flight) {
					Actor.pause("join a flight", actor.home(), flight::isDone);
				}
			}
		});
	}

	String namespace() {
		return this.namespace;
	}

	SharedTier weaken(SharedTier tier) {
		return this.weakening.apply(tier);
	}

	AgingClock clock() {
		return this.clock;
	}

	List<Pod> pods() {
		return this.pods;
	}

	/**
	 * Return the pod that writes.
	 */
	Pod writer() {
		return this.pods.get(0);
	}

	Pod other() {
		return this.pods.get(1);
	}

	/**
	 * Return a pod by its name.
	 */
	Pod pod(String name) {
		return this.pods.stream().filter((pod) -> pod.name().equals(name)).findFirst().orElseThrow();
	}

	/**
	 * Return the race that is being run.
	 */
	Run race() {
		Run race = this.race;
		if (race == null) {
			throw new IllegalStateException("No race is under way");
		}
		return race;
	}

	void begin(Run race) {
		this.race = race;
	}

	/**
	 * Look at what the server has of a key, as no pod does: without a step, and telling
	 * nothing.
	 */
	SharedRead look(String cacheName, Object key) {
		return this.observer.rawTier(cacheName).read(key);
	}

	/**
	 * Return how often the shared tier was written to.
	 */
	int writes() {
		return this.writes;
	}

	void wrote() {
		this.writes++;
	}

	/**
	 * Send what a pod has just published on its way to the others.
	 */
	void told(Pod from) {
		List<String> published = published();
		if (!published.isEmpty()) {
			race().published(from, published);
		}
	}

	private List<String> published() {
		String marker = "marker " + this.markers++;
		this.publisher.publish(this.channel, marker.getBytes(StandardCharsets.UTF_8));
		List<String> published = new ArrayList<>();
		String message = next();
		while (!message.equals(marker)) {
			published.add(message);
			message = next();
		}
		return published;
	}

	private String next() {
		try {
			String message = this.messages.poll(20, TimeUnit.SECONDS);
			if (message == null) {
				throw new IllegalStateException("Redis does not deliver messages");
			}
			return message;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.joins.close();
		this.pods.forEach(Pod::close);
		this.observer.close();
		this.subscription.close();
		this.publisher.close();
		this.redis.destroy();
	}

}
