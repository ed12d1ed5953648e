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

import io.github.warmcache.cache.OperationKind;
import io.micrometer.observation.Observation;

/**
 * Context of the observation of an operation of a cache. It has neither a key nor a value
 * of the cache.
 *
 * @since 0.1.0
 */
public final class CacheObservationContext extends Observation.Context {

	private final OperationKind kind;

	private final String cacheName;

	private volatile String outcome = "unknown";

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

	void outcome(String outcome) {
		this.outcome = outcome;
	}

}
