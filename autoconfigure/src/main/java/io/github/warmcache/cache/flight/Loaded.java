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

package io.github.warmcache.cache.flight;

import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.tier.Provenance;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.support.SimpleValueWrapper;

/**
 * Result of a read that left the local tier.
 *
 * @param value the value
 * @param tier the tier that it came from, or {@code null} if no tier had one
 * @param provenance where the value was made, and how long ago
 */
public record Loaded(@Nullable Object value, @Nullable CacheTier tier, Provenance provenance) {

	/**
	 * Result if no tier, no source and no method body has a value.
	 */
	public static final Loaded ABSENT = new Loaded(null, null, Provenance.UNKNOWN);

	/**
	 * Return the result of a read for which the source was asked.
	 */
	public static Loaded fromSource(@Nullable Object value) {
		return new Loaded(value, CacheTier.SOURCE, Provenance.SOURCE);
	}

	/**
	 * Return the result of a read for which the method body was called.
	 */
	public static Loaded fromMethod(@Nullable Object value) {
		return new Loaded(value, CacheTier.METHOD, Provenance.METHOD);
	}

	/**
	 * Return the value as Spring expects it, {@code null} if nothing was found.
	 */
	public @Nullable ValueWrapper wrapped() {
		return (this != ABSENT) ? new SimpleValueWrapper(this.value) : null;
	}

}
