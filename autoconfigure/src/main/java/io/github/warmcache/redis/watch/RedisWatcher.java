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
import java.util.Map;
import java.util.function.Supplier;

import io.github.warmcache.redis.RedisTierConnections;
import io.github.warmcache.thread.RepeatedTask;
import io.github.warmcache.tier.stripe.WatchNames;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Watcher of the Redis server. Of all pods of an application one asks the server for its
 * figures and reports them, and the others read its report.
 * <p>
 * Does nothing before it knows a server. Runs between {@link #start()} and
 * {@link #stop()}, which may be repeated, on a thread of its own. Thread-safe. The state
 * of the server never makes a method fail, and no method but {@link #stop()} waits for
 * it.
 *
 * @since 0.1.0
 */
public final class RedisWatcher implements SmartLifecycle {

	/**
	 * Lifecycle phase: starts after the connections of the application, and stops before
	 * them.
	 */
	public static final int PHASE = 1000;

	private static final Duration STOP_AT_MOST = Duration.ofSeconds(2);

	private final RedisWatch watch;

	private final Duration interval;

	private @Nullable RepeatedTask rounds;

	private boolean running;

	/**
	 * Create a watcher.
	 * @param watch learns what is seen
	 * @param interval the time between two looks, positive; the same for all pods
	 */
	public RedisWatcher(RedisWatch watch, Duration interval) {
		if (interval.isNegative() || interval.isZero()) {
			throw new IllegalArgumentException("The interval is " + interval + " and must be positive");
		}
		this.watch = watch;
		this.interval = interval;
	}

	/**
	 * Watch a server, from now on if this watcher was started. Only the first call
	 * counts.
	 * @param connections the connections to the server, which are not closed here
	 * @param namespace the namespace that all pods of the application share
	 * @param pod the name of this pod, which no other pod has
	 * @param caches gives the names of the caches that share values by now, and how long
	 * each lets them live; asked again in each round, on the thread that watches
	 */
	public synchronized void join(RedisTierConnections connections, String namespace, String pod,
			Supplier<Map<String, Duration>> caches) {
		if (this.rounds == null) {
			WatchRound round = new WatchRound(connections, new WatchNames(namespace), pod, this.interval, caches,
					this.watch);
			// Redis could not be asked to let another pod take over by an interrupted
			// thread.
			this.rounds = RepeatedTask.atFixedRate("warmcache-redis-watch", this.interval, round::run, round::leave);
			if (this.running) {
				this.rounds.start();
			}
		}
	}

	@Override
	public synchronized void start() {
		this.running = true;
		if (this.rounds != null) {
			this.rounds.start();
		}
	}

	/**
	 * Stop watching, and let another pod take over at once.
	 */
	@Override
	public synchronized void stop() {
		this.running = false;
		if (this.rounds != null) {
			this.rounds.stop(STOP_AT_MOST);
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
