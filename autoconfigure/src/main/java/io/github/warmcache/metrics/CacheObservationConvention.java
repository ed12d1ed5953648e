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
import java.util.Arrays;
import java.util.stream.Stream;

import io.github.warmcache.cache.OperationKind;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Default names and keys of the observations of caches. A bean that extends it and
 * implements {@code GlobalObservationConvention} replaces it.
 *
 * @since 0.1.0
 */
public class CacheObservationConvention implements ObservationConvention<CacheObservationContext> {

	/**
	 * Key of the simple name of the class of the exception, or {@code none}.
	 */
	static final String EXCEPTION = "exception";

	private final OperationKind kind;

	/**
	 * Create a convention.
	 * @param kind the kind that {@link #getName()} is about
	 */
	public CacheObservationConvention(OperationKind kind) {
		this.kind = kind;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof CacheObservationContext observed && name(observed.getKind()).equals(name(this.kind));
	}

	@Override
	public String getName() {
		return name(this.kind);
	}

	/**
	 * Return the names of all observations.
	 */
	static Stream<String> names() {
		return Arrays.stream(OperationKind.values()).map(CacheObservationConvention::name).distinct();
	}

	static String name(OperationKind kind) {
		return switch (kind) {
			case READ -> "warmcache.read";
			case LOAD_BY_SOURCE, LOAD_BY_METHOD -> "warmcache.loads";
			case PUT, EVICT, CLEAR -> "warmcache.change";
			case WARMUP -> "warmcache.warmup";
			case REWARM -> "warmcache.rewarm";
		};
	}

	@Override
	public String getContextualName(CacheObservationContext context) {
		return verb(context.getKind()) + " " + context.getCacheName();
	}

	private static String verb(OperationKind kind) {
		return switch (kind) {
			case READ -> "read";
			case LOAD_BY_SOURCE, LOAD_BY_METHOD -> "load";
			case PUT -> "put";
			case EVICT -> "evict";
			case CLEAR -> "clear";
			case WARMUP -> "warm";
			case REWARM -> "re-warm";
		};
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(CacheObservationContext context) {
		KeyValues values = KeyValues.of("cache", context.getCacheName(), "outcome", context.getOutcome(), EXCEPTION,
				CacheOperationFailure.exception(context.getError()));
		return switch (context.getKind()) {
			case READ -> values.and("tier", context.getTier(), "origin", context.getOrigin());
			case LOAD_BY_SOURCE -> values.and("by", "source");
			case LOAD_BY_METHOD -> values.and("by", "method");
			case PUT, EVICT, CLEAR -> values.and("operation", verb(context.getKind()));
			case WARMUP, REWARM -> values;
		};
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(CacheObservationContext context) {
		Duration age = context.getAge();
		return (age != null) ? KeyValues.of("age_ms", Long.toString(age.toMillis())) : KeyValues.empty();
	}

}
