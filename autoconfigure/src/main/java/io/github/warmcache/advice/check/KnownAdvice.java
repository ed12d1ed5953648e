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

package io.github.warmcache.advice.check;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.warmcache.advice.Advice;
import io.github.warmcache.advice.Advice.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Advice that Warmcache gives. The page about it has a section for each.
 */
public enum KnownAdvice {

	/**
	 * Redis evicts values once its memory is full.
	 */
	REDIS_MAY_EVICT(Severity.WARN),

	/**
	 * The memory of Redis is almost full. The watch of Redis logs it.
	 */
	REDIS_NEAR_LIMIT(Severity.WARN, true),

	/**
	 * The clocks of Redis and this pod differ.
	 */
	REDIS_CLOCK_DIFFERS(Severity.WARN),

	/**
	 * All caches together may need more heap than there is.
	 */
	HEAP_TOO_SMALL(Severity.WARN),

	/**
	 * A bound is so high that the heap is full long before.
	 */
	BOUND_WITHOUT_EFFECT(Severity.WARN),

	/**
	 * Entries expire before they are of use.
	 */
	TIME_TO_LIVE_TOO_SHORT(Severity.INFO),

	/**
	 * Entries as good as never expire.
	 */
	TIME_TO_LIVE_TOO_LONG(Severity.INFO),

	/**
	 * A warmed cache has no room for all of its entries. The warm-up logs it.
	 */
	SMALLER_THAN_SOURCE(Severity.WARN, true),

	/**
	 * The warm-up uses more connections than the pool has.
	 */
	POOL_SMALLER_THAN_WARMUP(Severity.WARN),

	/**
	 * The loads of a cache may use more connections than the pool has.
	 */
	POOL_SMALLER_THAN_LOADS(Severity.WARN),

	/**
	 * The start took longer than the startup probe allows.
	 */
	START_EXCEEDS_PROBE(Severity.WARN),

	/**
	 * Timestamps without a zone are taken for UTC. The source logs it.
	 */
	TIME_ZONE_ASSUMED(Severity.WARN, true),

	/**
	 * Anybody may clear the caches.
	 */
	CACHES_ENDPOINT_OPEN(Severity.WARN),

	/**
	 * Anybody may warm caches.
	 */
	CACHEWARMUP_ENDPOINT_OPEN(Severity.WARN),

	/**
	 * Anybody may see keys and values of caches.
	 */
	CACHEWARMUP_VALUES_OPEN(Severity.WARN),

	/**
	 * Anybody may see the details of health.
	 */
	HEALTH_DETAILS_OPEN(Severity.INFO);

	private final Severity severity;

	private final boolean loggedElsewhere;

	KnownAdvice(Severity severity) {
		this(severity, false);
	}

	KnownAdvice(Severity severity, boolean loggedElsewhere) {
		this.severity = severity;
		this.loggedElsewhere = loggedElsewhere;
	}

	/**
	 * Return the id.
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Return how much the advice matters.
	 */
	public Severity severity() {
		return this.severity;
	}

	/**
	 * Return the ids of the advice that another part of Warmcache logs when it begins.
	 */
	public static Set<String> loggedElsewhere() {
		return Arrays.stream(values())
			.filter((known) -> known.loggedElsewhere)
			.map(KnownAdvice::id)
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Return the ids of some advice.
	 */
	public static Set<String> ids(KnownAdvice... some) {
		return Arrays.stream(some).map(KnownAdvice::id).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Give this advice.
	 * @param cache the name of the only cache that it is about, or {@code null}
	 * @param cause what is wrong
	 * @param remedy what to write instead
	 * @return the advice
	 */
	public Advice of(@Nullable String cache, String cause, String remedy) {
		return new Advice(id(), this.severity, cache, cause, remedy);
	}

}
