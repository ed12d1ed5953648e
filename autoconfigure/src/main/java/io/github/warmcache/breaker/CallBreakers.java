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

package io.github.warmcache.breaker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * All breakers of an application. Thread-safe.
 *
 * @since 0.1.0
 */
public final class CallBreakers {

	private final CallBreakerFactory factory;

	private final List<Guard> guards = new ArrayList<>();

	private final List<Consumer<Guard>> observers = new ArrayList<>();

	/**
	 * Create the breakers, with none at first.
	 * @param factory creates each breaker
	 */
	public CallBreakers(CallBreakerFactory factory) {
		this.factory = factory;
	}

	/**
	 * Create the breaker in front of Redis.
	 * @param settings when the breaker opens, or {@code null} for never
	 * @return the breaker
	 */
	public CallBreaker redis(@Nullable BreakerSettings settings) {
		return create("warmcache-redis", "redis", null, settings);
	}

	/**
	 * Create the breaker in front of the source of a cache.
	 * @param cacheName the name of the cache
	 * @param settings when the breaker opens, or {@code null} for never
	 * @return the breaker
	 */
	public CallBreaker source(String cacheName, @Nullable BreakerSettings settings) {
		return create("warmcache-source-" + cacheName, "source", cacheName, settings);
	}

	/**
	 * Create the breaker in front of a source of a cache that is asked before its last
	 * one. It is told to no observer: a cache has one breaker that they know.
	 * @param cacheName the name of the cache
	 * @param settings when the breaker opens, or {@code null} for never
	 * @return the breaker
	 */
	public CallBreaker earlierSource(String cacheName, @Nullable BreakerSettings settings) {
		return (settings != null) ? this.factory.create("warmcache-source-" + cacheName + "-earlier", settings)
				: CallBreaker.NONE;
	}

	private CallBreaker create(String name, String before, @Nullable String cacheName,
			@Nullable BreakerSettings settings) {
		CallBreaker breaker = (settings != null) ? this.factory.create(name, settings) : CallBreaker.NONE;
		if (breaker != CallBreaker.NONE) {
			add(new Guard(before, cacheName, breaker));
		}
		return breaker;
	}

	private synchronized void add(Guard guard) {
		this.guards.add(guard);
		this.observers.forEach((observer) -> observer.accept(guard));
	}

	/**
	 * Hand each breaker to an observer: existing ones now, later ones when they are
	 * created, on the creating thread.
	 * @param observer receives the breakers
	 */
	public synchronized void observe(Consumer<Guard> observer) {
		this.guards.forEach(observer);
		this.observers.add(observer);
	}

	/**
	 * Breaker and its target.
	 *
	 * @param before the target, {@code redis} or {@code source}
	 * @param cacheName the name of the cache whose source it is, or {@code null} for
	 * Redis
	 * @param breaker the breaker
	 */
	public record Guard(String before, @Nullable String cacheName, CallBreaker breaker) {
	}

}
