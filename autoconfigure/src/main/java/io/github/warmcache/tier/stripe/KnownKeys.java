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

package io.github.warmcache.tier.stripe;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.key.KeyWithoutTextException;
import org.jspecify.annotations.Nullable;

/**
 * Keys of one cache, located if other pods can identify them. Logs the type of those that
 * they cannot, once each. Thread-safe.
 */
public final class KnownKeys {

	private static final EventLog logger = EventLog.of(KnownKeys.class);

	/**
	 * Maximum number of logged types: more than a cache has, and few enough for a log.
	 */
	private static final int MOST_TOLD = 20;

	private final String cacheName;

	private final KeySpace keys;

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	public KnownKeys(String cacheName, KeySpace keys) {
		this.cacheName = cacheName;
		this.keys = keys;
	}

	/**
	 * Locate a key.
	 * @return its location, or {@code null} if the key stays in this pod
	 */
	public @Nullable RedisKey locate(Object key) {
		try {
			return this.keys.locate(key);
		}
		catch (RuntimeException ex) {
			tell(key, ex);
			return null;
		}
	}

	/**
	 * Return the stripe of a key. A key without a text gets a stripe of this pod's
	 * choice, because other pods publish changes of such keys on all stripes.
	 */
	public int stripe(Object key) {
		try {
			return this.keys.stripe(key);
		}
		catch (RuntimeException ex) {
			tell(key, ex);
			return key.hashCode() & (SharedTier.STRIPES - 1);
		}
	}

	private void tell(Object key, RuntimeException cause) {
		String type = key.getClass().getName();
		if (this.told.size() >= MOST_TOLD || !this.told.add(type)) {
			return;
		}
		// The message of another exception may contain the key.
		String why = (cause instanceof KeyWithoutTextException) ? String.valueOf(cause.getMessage())
				: "Reading such a key fails with " + cause.getClass().getName();
		logger.warn(LogEvent.SHARED_KEYS_LOCAL)
			.cache(this.cacheName)
			.with(LogField.TIER, "shared")
			.with(LogField.TYPE, type)
			.cause(why)
			.log("Keys local: cache '" + this.cacheName + "' keeps entries with keys of type " + type
					+ " in this pod only. Each put or eviction of such a key clears the cache in all other pods. "
					+ why);
	}

}
