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

package io.github.warmcache.autoconfigure.advice;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import io.github.warmcache.advice.Advice;
import io.github.warmcache.advice.AdviceProvider;
import io.github.warmcache.advice.check.KnownAdvice;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.source.jdbc.query.JdbcCacheSource;

/**
 * Advice on sources that take timestamps without a zone for UTC, while the JVM, whose
 * zone drivers and mappers write them in, has another one.
 */
final class TimeZoneAdvice implements AdviceProvider {

	private final TieredCacheManager caches;

	private final Supplier<ZoneId> zone;

	private final BiFunction<String, String, String> properties;

	/**
	 * Create the advice.
	 * @param caches holds the caches
	 * @param zone returns the zone of the JVM
	 * @param properties returns the full name of a property of a cache
	 */
	TimeZoneAdvice(TieredCacheManager caches, Supplier<ZoneId> zone, BiFunction<String, String, String> properties) {
		this.caches = caches;
		this.zone = zone;
		this.properties = properties;
	}

	@Override
	public Set<String> ids() {
		return KnownAdvice.ids(KnownAdvice.TIME_ZONE_ASSUMED);
	}

	@Override
	public List<Advice> advice() {
		ZoneId own = this.zone.get();
		if (own.getRules().isFixedOffset() && own.getRules().getOffset(Instant.EPOCH).equals(ZoneOffset.UTC)) {
			return List.of();
		}
		List<Advice> advice = new ArrayList<>();
		for (TieredCache cache : this.caches.getCachesPresent()) {
			if (JdbcSources.of(cache).stream().anyMatch(JdbcCacheSource::isZoneAssumed)) {
				advice.add(KnownAdvice.TIME_ZONE_ASSUMED.of(cache.getName(),
						"Its source has timestamps without a zone, which are taken for UTC, while the zone of this JVM is "
								+ own,
						"Set %s to the zone that the table is written in, %s or UTC for example"
							.formatted(this.properties.apply(cache.getName(), "source.jdbc.time-zone"), own)));
			}
		}
		return advice;
	}

}
