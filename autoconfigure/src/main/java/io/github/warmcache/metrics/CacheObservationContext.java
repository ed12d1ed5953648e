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

package io.github.warmcache.metrics;

import java.time.Duration;
import java.util.Locale;

import io.github.warmcache.cache.OperationKind;
import io.github.warmcache.cache.ReadTrace;
import io.github.warmcache.tier.ValueOrigin;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Context of the observation of an operation of a cache. It has neither a key nor a value
 * of the cache.
 *
 * @since 0.1.0
 */
public final class CacheObservationContext extends Observation.Context {

	private static final String UNKNOWN = "unknown";

	private final OperationKind kind;

	private final String cacheName;

	private volatile String outcome = UNKNOWN;

	private volatile String tier = UNKNOWN;

	private volatile String origin = UNKNOWN;

	private volatile @Nullable Duration age;

	CacheObservationContext(OperationKind kind, String cacheName) {
		this.kind = kind;
		this.cacheName = cacheName;
	}

	/**
	 * Return the kind of the operation.
	 * @return the kind
	 */
	public OperationKind getKind() {
		return this.kind;
	}

	/**
	 * Return the name of the cache.
	 * @return the name
	 */
	public String getCacheName() {
		return this.cacheName;
	}

	/**
	 * Return what became of the operation.
	 * @return one of few words, {@code unknown} until the operation ends
	 */
	public String getOutcome() {
		return this.outcome;
	}

	/**
	 * Return the farthest tier that a read used.
	 * @return the tier in lower case, {@code unknown} if nothing was read
	 */
	public String getTier() {
		return this.tier;
	}

	/**
	 * Return where the value was made that was read.
	 * @return the origin in lower case, {@code unknown} if it is not known
	 */
	public String getOrigin() {
		return this.origin;
	}

	/**
	 * Return how long before it was read the value was made.
	 * @return the age, or {@code null} if it is not known
	 */
	public @Nullable Duration getAge() {
		return this.age;
	}

	void outcome(String outcome) {
		this.outcome = outcome;
	}

	void answered(ReadTrace trace) {
		ValueOrigin from = trace.origin();
		if (from != null) {
			this.tier = trace.tier().name().toLowerCase(Locale.ROOT);
			this.origin = from.name().toLowerCase(Locale.ROOT);
			this.age = trace.age();
		}
	}

}
