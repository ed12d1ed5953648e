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

import io.github.warmcache.autoconfigure.cache.CacheAssembly;
import io.github.warmcache.autoconfigure.cache.SharedTiers;
import io.github.warmcache.autoconfigure.methods.WarmedMethods;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.SourceKind;
import io.github.warmcache.autoconfigure.properties.WarmerNames;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.warmer.CacheWarmers;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Factory of warmers that copy the shared tier.
 */
final class SharedTierWarmerFactory extends WarmerFactory {

	static final int ORDER = 200;

	private final CacheAssembly assembly;

	private final SharedTiers sharedTiers;

	private final WarmedMethods methods;

	private final FleetSettings fleet;

	SharedTierWarmerFactory(CacheAssembly assembly, SharedTiers sharedTiers, WarmedMethods methods,
			FleetSettings fleet) {
		super(WarmerNames.SHARED, ORDER);
		this.assembly = assembly;
		this.sharedTiers = sharedTiers;
		this.methods = methods;
		this.fleet = fleet;
	}

	@Override
	public @Nullable String whyUnavailable(CacheSettings cache) {
		return (cache.sharedTimeToLive() == null) ? "the cache does not use the shared tier"
				: this.sharedTiers.whyUnavailable();
	}

	/**
	 * Return whether the cache is warmed from the shared tier by default. If only methods
	 * define which keys to warm, nothing could tell that the shared tier lacks some. The
	 * calls of the methods read the shared tier anyway.
	 */
	@Override
	public boolean isDefault(CacheSettings cache) {
		if (SourceKind.of(cache) == null && !this.methods.of(cache.name()).isEmpty()) {
			return false;
		}
		return whyUnavailable(cache) == null && this.assembly.types(cache.name()).valueType() != ResolvableType.NONE;
	}

	@Override
	public CacheWarmer create(CacheSettings cache) {
		return CacheWarmers.fromSharedTier(this.fleet.of(cache));
	}

}
