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

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.interceptor.CallKeys.CallKey;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.TargetClassAware;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.cache.interceptor.SimpleCacheResolver;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.StringUtils;

/**
 * Direct calls among all calls of cached methods, each recognized when it is first made.
 * Thread-safe.
 * <p>
 * A call is direct if the method's only cache operation is a synchronized
 * {@code @Cacheable} of one cache, with no condition or anything else of its own except a
 * key. The cache must be a {@link io.github.warmcache.cache.tiered.TieredCache} of the
 * application's cache manager, and the method must return its value itself, not a future
 * or a reactive type.
 */
final class DirectCalls {

	private final CacheInterceptor interceptor;

	private final CallKeys keys = new CallKeys();

	private final ConcurrentMap<Method, ConcurrentMap<Class<?>, Optional<DirectCall>>> calls = new ConcurrentHashMap<>();

	DirectCalls(CacheInterceptor interceptor) {
		this.interceptor = interceptor;
	}

	/**
	 * Return the direct call of a method, or {@code null} if Spring has to handle it.
	 */
	@Nullable DirectCall find(Method method, Object target) {
		ConcurrentMap<Class<?>, Optional<DirectCall>> ofMethod = this.calls.get(method);
		Optional<DirectCall> found = (ofMethod != null) ? ofMethod.get(target.getClass()) : null;
		return ((found != null) ? found : recognize(method, target)).orElse(null);
	}

	private Optional<DirectCall> recognize(Method method, Object target) {
		Optional<DirectCall> call;
		try {
			call = Optional.ofNullable(resolve(method, target));
		}
		catch (RuntimeException ex) {
			// Spring fails in the same way, and reports it.
			return Optional.empty();
		}
		this.calls.computeIfAbsent(method, (key) -> new ConcurrentHashMap<>()).put(target.getClass(), call);
		return call;
	}

	private @Nullable DirectCall resolve(Method method, Object target) {
		CacheOperationSource source = this.interceptor.getCacheOperationSource();
		if (source == null || target instanceof TargetClassAware || method.isVarArgs() || isAsynchronous(method)) {
			return null;
		}
		Class<?> targetClass = AopProxyUtils.ultimateTargetClass(target);
		CacheableOperation operation = findPlain(source.getCacheOperations(method, targetClass));
		TieredCacheManager cacheManager = cacheManager();
		CallKey key = (operation != null && cacheManager != null)
				? this.keys.find(operation, this.interceptor.getKeyGenerator(), method, targetClass) : null;
		return (operation != null && cacheManager != null && key != null)
				? new DirectCall(cacheManager.getCache(operation.getCacheNames().iterator().next()), key,
						method.getReturnType() == Optional.class)
				: null;
	}

	/**
	 * Return the names of the caches that a method reads before it returns, separated by
	 * commas, or {@code null} if there are none.
	 */
	@Nullable String readBy(Method method, Object target) {
		CacheOperationSource source = this.interceptor.getCacheOperationSource();
		Collection<CacheOperation> operations = (source != null && !isAsynchronous(method))
				? source.getCacheOperations(method, AopProxyUtils.ultimateTargetClass(target)) : null;
		String names = (operations != null) ? operations.stream()
			.filter(CacheableOperation.class::isInstance)
			.flatMap((operation) -> operation.getCacheNames().stream())
			.collect(Collectors.joining(",")) : "";
		return names.isEmpty() ? null : names;
	}

	private static boolean isAsynchronous(Method method) {
		Class<?> type = method.getReturnType();
		return KotlinDetector.isSuspendingFunction(method) || CompletableFuture.class.isAssignableFrom(type)
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
	}

	private static @Nullable CacheableOperation findPlain(@Nullable Collection<CacheOperation> operations) {
		if (operations == null || operations.size() != 1
				|| !(operations.iterator().next() instanceof CacheableOperation operation)) {
			return null;
		}
		boolean plain = operation.isSync() && operation.getCacheNames().size() == 1
				&& !StringUtils.hasText(operation.getCondition()) && !StringUtils.hasText(operation.getUnless())
				&& !StringUtils.hasText(operation.getKeyGenerator())
				&& !StringUtils.hasText(operation.getCacheManager())
				&& !StringUtils.hasText(operation.getCacheResolver());
		return plain ? operation : null;
	}

	private @Nullable TieredCacheManager cacheManager() {
		return (this.interceptor.getCacheResolver() instanceof SimpleCacheResolver resolver
				&& resolver.getClass() == SimpleCacheResolver.class
				&& resolver.getCacheManager() instanceof TieredCacheManager cacheManager) ? cacheManager : null;
	}

	/**
	 * Cached method whose calls need only a key and a cache.
	 *
	 * @param cache the cache of its values
	 * @param key makes the key of a call
	 * @param isOptional whether the method returns an {@link java.util.Optional}, whose
	 * content is cached
	 */
	record DirectCall(TieredCache cache, CallKey key, boolean isOptional) {

	}

}
