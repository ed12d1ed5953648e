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

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.SourceKind;
import io.github.warmcache.autoconfigure.properties.WarmerNames;
import io.github.warmcache.autoconfigure.source.BeanSourceFactory;
import io.github.warmcache.autoconfigure.source.CustomSourceFactory;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.warmer.CacheWarmers;
import org.jspecify.annotations.Nullable;

/**
 * Factory of warmers that stream the source of a cache.
 */
final class SourceWarmerFactory extends WarmerFactory {

	static final int ORDER = 300;

	private final BeanSourceFactory beans;

	private final CustomSourceFactory customs;

	private final FleetSettings fleet;

	SourceWarmerFactory(BeanSourceFactory beans, CustomSourceFactory customs, FleetSettings fleet) {
		super(WarmerNames.SOURCE, ORDER);
		this.beans = beans;
		this.customs = customs;
		this.fleet = fleet;
	}

	@Override
	public @Nullable String whyUnavailable(CacheSettings cache) {
		return (SourceKind.of(cache) == null) ? "the cache has no source" : null;
	}

	@Override
	public boolean isDefault(CacheSettings cache) {
		SourceKind kind = SourceKind.of(cache);
		return kind != null && (kind != SourceKind.CUSTOM || this.customs.lists(cache));
	}

	/**
	 * Return whether the cache has a source that lists all entries. Such a source is
	 * meant to warm the cache.
	 */
	@Override
	public boolean isReasonToWarm(CacheSettings cache) {
		SourceKind kind = SourceKind.of(cache);
		if (kind == null) {
			return false;
		}
		return switch (kind) {
			case JDBC -> cache.source().jdbc() != null && cache.source().jdbc().query() != null;
			case REDIS_HASH, REDIS_KEYS -> true;
			case BEAN -> this.beans.lists(cache);
			case CUSTOM -> this.customs.lists(cache);
		};
	}

	@Override
	public CacheWarmer create(CacheSettings cache) {
		SourceKind kind = SourceKind.of(cache);
		if (kind == SourceKind.JDBC && !isReasonToWarm(cache)) {
			throw new InvalidCacheConfigurationException(kind.property(cache) + ".query",
					"is missing, but the cache is warmed from its source",
					"Write the SQL that selects all rows, or remove 'source' from '%s'"
						.formatted(cache.property("warmup.from")));
		}
		if (kind == SourceKind.CUSTOM && !isReasonToWarm(cache)) {
			throw new InvalidCacheConfigurationException(kind.property(cache),
					"does not list its entries, but the cache is warmed from it",
					"Remove 'source' from '%s'".formatted(cache.property("warmup.from")));
		}
		return CacheWarmers.fromSource(this.fleet.of(cache));
	}

}
