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
 * How pods share the loads of caches, validated.
 */
final class FleetSettings {

	private static final String LEASE_DURATION = "warmcache.warmup.coordination.lease-duration";

	/**
	 * A sign of life each third of it has to get through a server that is busy.
	 */
	private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

	private static final int MOST_PARTITIONS = 64;

	private final @Nullable Duration leaseDuration;

	FleetSettings(WarmcacheProperties.Coordination properties) {
		PropertyChecks.positive(LEASE_DURATION, properties.leaseDuration(), "10s");
		if (properties.leaseDuration().compareTo(SHORTEST_LEASE) < 0) {
			throw new InvalidCacheConfigurationException(LEASE_DURATION,
					"must be at least 1s, but is " + DurationStyle.SIMPLE.print(properties.leaseDuration()),
					"Write a duration such as 10s: a pod that loads is replaced when it is silent for so long");
		}
		this.leaseDuration = properties.enabled() ? properties.leaseDuration() : null;
	}

	/**
	 * Return how pods share the load of a cache.
	 * @throws InvalidCacheConfigurationException if a property of the cache cannot be
	 * followed
	 */
	CoordinationSettings of(CacheSettings cache) {
		String property = cache.property("warmup.partitions");
		Integer partitions = cache.warmup().partitions();
		PropertyChecks.positive(property, partitions, "4");
		if (partitions != null && partitions > MOST_PARTITIONS) {
			throw new InvalidCacheConfigurationException(property,
					"must be at most %d, but is %d".formatted(MOST_PARTITIONS, partitions),
					"Write a number such as 4: each part takes a connection to the database");
		}
		PropertyChecks.partOfAll(cache.property("warmup.minimum-coverage"), cache.warmup().minimumCoverage());
		return new CoordinationSettings(this.leaseDuration, (partitions != null) ? partitions : 1,
				this.leaseDuration == null || countsCheaply(cache), cache.warmup().minimumCoverage());
	}

	/**
	 * Whether the source can count without reading all rows, which is what the pods of a
	 * fleet want to do once.
	 */
	private static boolean countsCheaply(CacheSettings cache) {
		CacheProperties.Jdbc jdbc = cache.source().jdbc();
		return SourceKind.of(cache) != SourceKind.JDBC || (jdbc != null && jdbc.countQuery() != null);
	}

}
