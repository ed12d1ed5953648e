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

import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cache.CacheManager;
import org.springframework.core.env.Environment;

/**
 * Startup log of the user's settings that have no effect.
 */
final class CacheManagerReport implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(CacheManagerReport.class);

	private final ObjectProvider<CacheManager> cacheManagers;

	private final WarmcacheProperties properties;

	private final Environment environment;

	CacheManagerReport(ObjectProvider<CacheManager> cacheManagers, WarmcacheProperties properties,
			Environment environment) {
		this.cacheManagers = cacheManagers;
		this.properties = properties;
		this.environment = environment;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.cacheManagers.stream().noneMatch(TieredCacheManager.class::isInstance)) {
			reportOtherCacheManager();
			return;
		}
		if (this.environment.containsProperty("spring.cache.type")) {
			logger
				.warn("'spring.cache.type' is set and has no effect, because Warmcache manages the caches: remove it, "
						+ "or set 'warmcache.enabled' to false");
		}
		if (Binder.get(this.environment).bind("spring.cache.cache-names", Bindable.listOf(String.class)).isBound()) {
			logger.warn("'spring.cache.cache-names' is set and has no effect, because Warmcache manages the caches: "
					+ "remove it, or write the caches below 'warmcache.caches'");
		}
	}

	private void reportOtherCacheManager() {
		String message = "The application has a cache manager or resolver of its own, so Warmcache provides no caches";
		if (this.properties.caches().isEmpty()) {
			logger.info(message);
		}
		else {
			logger
				.warn(message + ", and the properties below 'warmcache.caches' have no effect: remove one of the two");
		}
	}

}
