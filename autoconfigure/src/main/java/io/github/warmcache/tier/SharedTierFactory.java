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

package io.github.warmcache.tier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Factory of shared tiers. Not an extension point: coherence between pods, the journal of
 * changes and the loads of a fleet belong to the one for Redis.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SharedTierFactory {

	/**
	 * Create the shared tier of one cache. Does no I/O: the server may be down.
	 * @param cacheName the name of the cache
	 * @param keyType the type of its keys, {@link ResolvableType#NONE} if unknown
	 * @param valueType the declared type of its values
	 * @param version tells which of two values of a key is newer,
	 * {@link ValueVersion#NONE} if nothing does
	 * @return the tier
	 * @throws IllegalArgumentException if the tier cannot keep keys or values of these
	 * types
	 */
	SharedTier create(String cacheName, ResolvableType keyType, ResolvableType valueType, ValueVersion version);

	/**
	 * Create the shared tier of a cache whose values cannot be kept there: other pods
	 * hear of its changes, but do not see its values. Does no I/O.
	 * @param cacheName the name of the cache
	 * @param keyType the type of its keys, {@link ResolvableType#NONE} if unknown
	 * @param version tells which of two values of a key is newer,
	 * {@link ValueVersion#NONE} if nothing does
	 * @return a tier that {@linkplain SharedTier#sharesValues() shares no values}, or
	 * {@code null}, the default, if there is no such tier
	 */
	default @Nullable SharedTier createForChanges(String cacheName, ResolvableType keyType, ValueVersion version) {
		return null;
	}

}
