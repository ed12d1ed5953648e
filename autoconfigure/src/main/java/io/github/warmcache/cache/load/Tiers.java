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

package io.github.warmcache.cache.load;

import io.github.warmcache.cache.change.DeferredChanges;
import io.github.warmcache.cache.local.Lifetimes;
import io.github.warmcache.cache.local.LocalTier;
import io.github.warmcache.cache.local.StoredKeys;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;

/**
 * Tiers of one cache, in the order in which a miss asks them.
 *
 * @param local the entries in this pod's heap
 * @param shared the tier that all pods share, or {@code null} if the cache has none
 * @param deferred the changes that the shared tier has not been told of yet
 * @param source where values really come from, or {@code null} if the cache has none
 * @param hasSimpleKeys whether the keys of the cache are Spring's {@link SimpleKey}s
 * @param lifetimes how long entries live in each tier
 * @param stored the keys that the shared tier is known to have
 */
public record Tiers(LocalTier local, @Nullable SharedTier shared, DeferredChanges deferred,
		@Nullable CacheSource<Object, Object> source, boolean hasSimpleKeys, Lifetimes lifetimes, StoredKeys stored) {

	/**
	 * Return the shared tier if it holds values of this cache. If it does not, it is only
	 * told of changes.
	 */
	public @Nullable SharedTier sharedValues() {
		return (this.shared != null && this.shared.sharesValues()) ? this.shared : null;
	}

	/**
	 * Return the source that may know a key.
	 * @return the source, or {@code null} if there is none or it cannot know the key
	 */
	public @Nullable CacheSource<Object, Object> sourceOf(Object key) {
		return isBeyondSource(key) ? null : this.source;
	}

	/**
	 * Return whether the source cannot know a key, for example a wrapped null argument.
	 */
	public boolean isBeyondSource(Object key) {
		return key instanceof SimpleKey && !this.hasSimpleKeys;
	}

	/**
	 * Return whether a miss of the local tier leads straight to the method body.
	 */
	public boolean isLocalOnly() {
		return this.source == null && sharedValues() == null;
	}

}
