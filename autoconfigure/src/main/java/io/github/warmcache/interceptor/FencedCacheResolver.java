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

package io.github.warmcache.interceptor;

import java.util.Collection;

import io.github.warmcache.cache.tiered.CachedCall;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.SimpleCacheResolver;

/**
 * Resolves the same caches as the original resolver, but as views for one call. Spring
 * resolves them once per call, and uses them for the lookup and the put.
 */
public final class FencedCacheResolver implements CacheResolver {

	/**
	 * Name of the bean.
	 */
	public static final String BEAN_NAME = "warmcacheFencedCacheResolver";

	private final ObjectProvider<CacheInterceptor> interceptor;

	private final TieredCacheManager cacheManager;

	private volatile @Nullable CacheResolver original;

	public FencedCacheResolver(ObjectProvider<CacheInterceptor> interceptor, TieredCacheManager cacheManager) {
		this.interceptor = interceptor;
		this.cacheManager = cacheManager;
	}

	@Override
	public Collection<? extends Cache> resolveCaches(CacheOperationInvocationContext<?> context) {
		return CachedCall.views(original().resolveCaches(context));
	}

	private CacheResolver original() {
		CacheResolver result = this.original;
		if (result == null) {
			CacheInterceptor unique = this.interceptor.getIfUnique();
			result = (unique != null) ? unique.getCacheResolver() : null;
			if (result == null) {
				result = new SimpleCacheResolver(this.cacheManager);
			}
			this.original = result;
		}
		return result;
	}

}
