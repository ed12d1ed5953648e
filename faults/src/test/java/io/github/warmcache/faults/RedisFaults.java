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

package io.github.warmcache.faults;

import java.time.Duration;
import java.util.List;

import io.github.warmcache.faults.Fault.Limits;
import io.github.warmcache.faults.Fault.Load;
import io.github.warmcache.faults.Stage.Window;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.tier.SharedTier;

/**
 * What happens to a Redis that pods reach directly.
 */
final class RedisFaults {

	/** A little less than what the pods keep there. */
	private static final int MEMORY = 1_000_000;

	private final double seconds;

	/**
	 * Creates them.
	 * @param seconds how long each lasts
	 */
	RedisFaults(double seconds) {
		this.seconds = seconds;
	}

	List<Fault> all() {
		return List.of(new Fault("no fault", Load.HEAVY, Limits.NONE, (stage) -> stage.hold(this.seconds)),
				new Fault("redis killed (-9) and restarted", Load.USUAL, Limits.REDIS, this::kill),
				new Fault("redis stopped and restarted", Load.HEAVY, Limits.NONE, this::shutDown),
				new Fault("redis frozen (SIGSTOP)", Load.USUAL, Limits.REDIS, this::freeze),
				new Fault("redis frozen, many writes", Load.HEAVY, Limits.NONE, this::freeze),
				new Fault("redis paused (CLIENT PAUSE)", Load.USUAL, Limits.REDIS, this::pauseClients),
				new Fault("redis restarted at once", Load.HEAVY, Limits.NONE, this::restart),
				new Fault("subscriptions killed", Load.HEAVY, Limits.NONE, this::killSubscriptions),
				new Fault("all connections killed", Load.HEAVY, Limits.NONE, this::killConnections),
				new Fault("FLUSHALL", Load.HEAVY, Limits.NONE, this::flush),
				new Fault("metas evicted", Load.HEAVY, Limits.NONE, this::evictMetas),
				new Fault("restarted with an older dump", Load.HEAVY, Limits.NONE, this::olderDump),
				new Fault("out of memory (noeviction)", Load.HEAVY, Limits.NONE, (stage) -> full(stage, "noeviction")),
				new Fault("out of memory (allkeys-lru)", Load.HEAVY, Limits.NONE,
						(stage) -> full(stage, "allkeys-lru")));
	}

	void kill(Stage stage) {
		OwnRedisServer redis = stage.redis().redis();
		Window window = stage.redisFails(true);
		redis.kill();
		stage.hold(this.seconds);
		redis.start();
		window.heals();
	}

	private void shutDown(Stage stage) {
		OwnRedisServer redis = stage.redis().redis();
		Window window = stage.redisFails(true);
		redis.stop();
		stage.hold(this.seconds);
		redis.start();
		window.heals();
	}

	void restart(Stage stage) {
		OwnRedisServer redis = stage.redis().redis();
		for (int i = 0; i < 3; i++) {
			Window window = stage.redisFails(true);
			redis.kill();
			redis.start();
			window.heals();
			stage.hold(this.seconds / 3);
		}
	}

	void freeze(Stage stage) {
		OwnRedisServer redis = stage.redis().redis();
		Window window = stage.redisFails(false);
		redis.pause();
		try {
			stage.hold(this.seconds);
		}
		finally {
			redis.resume();
			window.heals();
		}
	}

	void pauseClients(Stage stage) {
		Window window = stage.redisFails(false);
		stage.redis().command("CLIENT", "PAUSE", Integer.toString((int) (this.seconds * 1000)), "ALL");
		stage.hold(this.seconds);
		window.heals();
	}

	void killSubscriptions(Stage stage) {
		for (int i = 0; i < 4; i++) {
			stage.redis().command("CLIENT", "KILL", "TYPE", "pubsub");
			stage.hold(this.seconds / 4);
		}
	}

	void killConnections(Stage stage) {
		Window window = stage.redisFails(false);
		for (int i = 0; i < 2; i++) {
			stage.redis().command("CLIENT", "KILL", "TYPE", "pubsub");
			stage.redis().command("CLIENT", "KILL", "TYPE", "normal");
			stage.hold(0.2);
		}
		window.heals();
		stage.hold(this.seconds);
	}

	void flush(Stage stage) {
		for (int i = 0; i < 3; i++) {
			// The server never was away, but what it forgot may take until it is noticed.
			Window window = stage.redisFails(false);
			stage.redis().command("FLUSHALL");
			window.heals();
			stage.hold(this.seconds / 3 + 2);
		}
	}

	/**
	 * What is known of half of the stripes is gone, as a server of policy
	 * {@code allkeys-lru} may have it, now and then while nobody listens.
	 */
	private void evictMetas(Stage stage) {
		for (int i = 0; i < 3; i++) {
			Window window = stage.redisFails(false);
			stage.random()
				.ints(SharedTier.STRIPES / 2, 0, SharedTier.STRIPES)
				.forEach(
						(stripe) -> stage.redis().command("DEL", "{" + stage.fleet().name() + ":" + stripe + "}:meta"));
			if (i == 1) {
				stage.redis().command("CLIENT", "KILL", "TYPE", "pubsub");
			}
			window.heals();
			stage.hold(this.seconds / 3 + 2);
		}
	}

	void olderDump(Stage stage) {
		OwnRedisServer redis = stage.redis().redis();
		stage.redis().command("SAVE");
		stage.hold(this.seconds);
		Window window = stage.redisFails(true);
		redis.kill();
		redis.start();
		window.heals();
		stage.hold(this.seconds);
		// Later restarts shall begin with nothing again.
		stage.redis().command("CONFIG", "SET", "dbfilename", "none.rdb");
	}

	private void full(Stage stage, String policy) {
		OwnRedisServer redis = stage.redis().redis();
		redis.command("CONFIG", "SET", "maxmemory-policy", policy);
		redis.command("CONFIG", "RESETSTAT");
		Window window = stage.redisFails(true);
		redis.command("CONFIG", "SET", "maxmemory", Integer.toString(MEMORY));
		try {
			stage.hold(this.seconds);
		}
		finally {
			long used = info(redis, "memory", "used_memory");
			long evicted = info(redis, "stats", "evicted_keys");
			redis.command("CONFIG", "SET", "maxmemory", "0");
			window.heals();
			stage.note("%d of %d bytes used, %d keys evicted".formatted(used, MEMORY, evicted));
			if (used < MEMORY && evicted == 0) {
				stage.problem("memory was not short, so that nothing is shown");
			}
		}
	}

	private static long info(OwnRedisServer redis, String section, String field) {
		return String.valueOf(redis.command("INFO", section))
			.lines()
			.filter((line) -> line.startsWith(field + ":"))
			.mapToLong((line) -> Long.parseLong(line.substring(field.length() + 1).strip()))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * How long a pod may need to find out by itself that nobody talks to it.
	 */
	static Duration detection() {
		return Duration.ofSeconds(5);
	}

}
