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

package io.github.warmcache.autoconfigure.warmup;

import java.time.Duration;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.CacheProperties;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.PropertyChecks;
import io.github.warmcache.autoconfigure.properties.SourceKind;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import io.github.warmcache.warmup.CoordinationSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * Validated settings of how pods share the loads of caches.
 */
final class FleetSettings {

	private static final String LEASE_DURATION = "warmcache.warmup.coordination.lease-duration";

	/**
	 * Shortest lease. A pod gives a sign of life every third of it, which must also get
	 * through to a busy server.
	 */
	private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

	private static final int MOST_PARTITIONS = 64;

	private final @Nullable Duration leaseDuration;

	FleetSettings(WarmcacheProperties.Coordination properties) {
		PropertyChecks.positive(LEASE_DURATION, properties.leaseDuration(), "10s");
		if (properties.leaseDuration().compareTo(SHORTEST_LEASE) < 0) {
			throw new InvalidCacheConfigurationException(LEASE_DURATION,
					"must be at least 1s, but is " + DurationStyle.SIMPLE.print(properties.leaseDuration()),
					"Write a duration such as 10s: a pod that loads is replaced if it is silent for that long");
		}
		this.leaseDuration = properties.enabled() ? properties.leaseDuration() : null;
	}

	/**
	 * Return how pods share the load of a cache.
	 * @throws InvalidCacheConfigurationException if a property of the cache is invalid
	 */
	CoordinationSettings of(CacheSettings cache) {
		String property = cache.property("warmup.partitions");
		Integer partitions = cache.warmup().partitions();
		PropertyChecks.positive(property, partitions, "4");
		if (partitions != null && partitions > MOST_PARTITIONS) {
			throw new InvalidCacheConfigurationException(property,
					"must be at most %d, but is %d".formatted(MOST_PARTITIONS, partitions),
					"Write a number such as 4: each part uses a connection to the database");
		}
		PropertyChecks.partOfAll(cache.property("warmup.minimum-coverage"), cache.warmup().minimumCoverage());
		return new CoordinationSettings(this.leaseDuration, (partitions != null) ? partitions : 1,
				this.leaseDuration == null || countsCheaply(cache), cache.warmup().minimumCoverage());
	}

	/**
	 * Return whether the source can count without reading all rows. The pods of a fleet
	 * should read all rows only once.
	 */
	private static boolean countsCheaply(CacheSettings cache) {
		CacheProperties.Jdbc jdbc = cache.source().jdbc();
		return SourceKind.of(cache) != SourceKind.JDBC || (jdbc != null && jdbc.countQuery() != null);
	}

}
