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

package io.github.warmcache.autoconfigure.cache;

import java.util.Locale;
import java.util.Set;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.ConfiguredCaches;
import io.github.warmcache.autoconfigure.types.CacheTypes;
import io.github.warmcache.autoconfigure.types.CachedMethods;
import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.tier.PropertyNames;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Check of all known caches after all beans exist. It creates them, so that a wrong
 * configuration fails the start and not the first call. Caches with a lazy bean as their
 * source are not created.
 */
final class CacheStartupChecks implements SmartInitializingSingleton {

	private static final EventLog logger = EventLog.of(CacheStartupChecks.class);

	private final TieredCacheManager cacheManager;

	private final CacheAssembly assembly;

	private final ConfiguredCaches configured;

	private final CachedMethods methods;

	CacheStartupChecks(TieredCacheManager cacheManager, CacheAssembly assembly, ConfiguredCaches configured,
			CachedMethods methods) {
		this.cacheManager = cacheManager;
		this.assembly = assembly;
		this.configured = configured;
		this.methods = methods;
	}

	@Override
	public void afterSingletonsInstantiated() {
		checkNames(this.methods.cacheNames());
		this.assembly.checkPatterns();
		this.assembly.knownNames().forEach(this::check);
	}

	/**
	 * Reject a name that lost its special characters because it was written without
	 * brackets.
	 */
	private void checkNames(Set<String> usedNames) {
		for (String name : this.configured.names()) {
			if (usedNames.contains(name)) {
				continue;
			}
			for (String used : usedNames) {
				if (plain(used).equals(plain(name)) && !this.configured.names().contains(used)) {
					throw new InvalidCacheConfigurationException(PropertyNames.cache(name),
							"configures a cache that no method uses, while methods use '" + used + "'",
							"Write the name in brackets: warmcache.caches[%s], or in YAML \"[%s]\"".formatted(used,
									used));
				}
			}
		}
	}

	private static String plain(String name) {
		return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
	}

	private void check(String name) {
		CacheTypes types = this.assembly.types(name);
		if (this.assembly.isLazy(name)) {
			return;
		}
		CacheDefinition definition = this.cacheManager.getCache(name).definition();
		if (!types.toString().equals(new CacheTypes(definition.keyType(), definition.valueType()).toString())) {
			logger.warn(LogEvent.CACHE_TYPES_UNKNOWN)
				.cache(name)
				.log(("Cache '%s' was used before the bean existed whose methods declare its types, so it has "
						+ "keys of type %s and values of type %s: set '%s.key-type' and '%s.value-type' to %s and %s")
					.formatted(name, definition.keyType(), definition.valueType(), PropertyNames.cache(name),
							PropertyNames.cache(name), types.keyType(), types.valueType()));
		}
	}

}
