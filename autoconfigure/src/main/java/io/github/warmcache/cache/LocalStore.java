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

package io.github.warmcache.cache;

import java.time.Duration;
import java.util.concurrent.Executor;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Makes the Caffeine cache of a local tier.
 */
final class LocalStore {

	/**
	 * Caffeine does not move the end of an entry that is replaced within a second. What a
	 * load brought must be there as long as the load says that nothing else exists.
	 */
	private static final Duration TOLERANCE = Duration.ofSeconds(2);

	private LocalStore() {
	}

	static Cache<Object, LocalEntry> create(LocalTierSettings settings, long staleNanos, Ticker ticker,
			Executor maintenance, Absences absences, VersionFloors floors) {
		Duration kept = longest(settings);
		if (staleNanos > 0) {
			// Caffeine rounds by a nanosecond; how long a stale value is served is exact.
			kept = kept.plusNanos(staleNanos).plusMillis(1);
		}
		if (absences.areEnabled()) {
			kept = kept.plus(TOLERANCE);
		}
		Caffeine<Object, Object> builder = Caffeine.newBuilder()
			.ticker(ticker)
			.executor(maintenance)
			.expireAfterWrite(kept)
			.recordStats();
		if (!absences.areEnabled() && !floors.areEnabled()) {
			return bound(builder, settings);
		}
		// Within the removal, so that no read comes between the two.
		return bound(builder.evictionListener((key, entry, cause) -> lost(key, entry, absences, floors)), settings);
	}

	private static void lost(@Nullable Object key, @Nullable Object entry, Absences absences, VersionFloors floors) {
		if (key != null) {
			absences.lost(key);
			if (entry instanceof LocalEntry lost && !lost.isInvalidated()) {
				floors.raise(key, lost.version());
			}
		}
	}

	private static Duration longest(LocalTierSettings settings) {
		return (settings.timeToLive().compareTo(settings.nullTimeToLive()) >= 0) ? settings.timeToLive()
				: settings.nullTimeToLive();
	}

	private static Cache<Object, LocalEntry> bound(Caffeine<Object, Object> builder, LocalTierSettings settings) {
		if (settings.maximumSize() != null) {
			return builder.maximumSize(settings.maximumSize()).build();
		}
		if (settings.maximumWeight() != null) {
			return builder.maximumWeight(settings.maximumWeight().toBytes())
				.<Object, LocalEntry>weigher((key, entry) -> entry.weight())
				.build();
		}
		throw new IllegalStateException("No bound");
	}

}
