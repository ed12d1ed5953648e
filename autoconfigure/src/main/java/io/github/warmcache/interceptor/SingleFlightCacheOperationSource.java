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
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.StringUtils;

/**
 * Reads cache annotations as Spring does, but reads a plain {@code @Cacheable} as if it
 * had {@code sync = true}.
 * <p>
 * A {@code @Cacheable} is plain if it is the method's only cache operation, names one
 * cache and has no {@code unless}, cache manager or resolver of its own. Spring requires
 * the same of a synchronized one. Methods that return a reactive type stay as they are,
 * because Spring subscribes to a synchronized one without the context of its caller.
 * <p>
 * Any other {@code @Cacheable} of the default cache manager looks up its key first and
 * puts later. It gets a {@link FencedCacheResolver}, so that its put is not older than
 * the cache by then.
 */
final class SingleFlightCacheOperationSource extends AnnotationCacheOperationSource {

	SingleFlightCacheOperationSource() {
		super(false);
	}

	@Override
	protected @Nullable Collection<CacheOperation> findCacheOperations(Method method) {
		Collection<CacheOperation> operations = super.findCacheOperations(method);
		CacheableOperation plain = findPlain(operations);
		return (plain != null && !isReactive(method)) ? List.of(synchronize(plain)) : fence(operations);
	}

	@Override
	protected @Nullable Collection<CacheOperation> findCacheOperations(Class<?> type) {
		Collection<CacheOperation> operations = super.findCacheOperations(type);
		CacheableOperation plain = findPlain(operations);
		return (plain != null && Arrays.stream(type.getMethods()).noneMatch(this::isReactive))
				? List.of(synchronize(plain)) : fence(operations);
	}

	private static @Nullable CacheableOperation findPlain(@Nullable Collection<CacheOperation> operations) {
		if (operations == null || operations.size() != 1
				|| !(operations.iterator().next() instanceof CacheableOperation operation)) {
			return null;
		}
		boolean plain = isDefault(operation) && operation.getCacheNames().size() == 1
				&& !StringUtils.hasText(operation.getUnless());
		return plain ? operation : null;
	}

	private static boolean isDefault(CacheableOperation operation) {
		return !operation.isSync() && !StringUtils.hasText(operation.getCacheManager())
				&& !StringUtils.hasText(operation.getCacheResolver());
	}

	private boolean isReactive(Method method) {
		Class<?> type = method.getReturnType();
		return KotlinDetector.isSuspendingFunction(method) || (!CompletableFuture.class.isAssignableFrom(type)
				&& ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null);
	}

	private static @Nullable Collection<CacheOperation> fence(@Nullable Collection<CacheOperation> operations) {
		return (operations != null) ? operations.stream()
			.map((operation) -> (operation instanceof CacheableOperation cacheable && isDefault(cacheable))
					? fence(cacheable) : operation)
			.toList() : null;
	}

	private static CacheOperation fence(CacheableOperation operation) {
		CacheableOperation.Builder builder = copy(operation);
		String unless = operation.getUnless();
		if (unless != null) {
			builder.setUnless(unless);
		}
		builder.setCacheResolver(FencedCacheResolver.BEAN_NAME);
		return builder.build();
	}

	private static CacheableOperation synchronize(CacheableOperation operation) {
		CacheableOperation.Builder builder = copy(operation);
		builder.setUnless("");
		builder.setSync(true);
		return builder.build();
	}

	private static CacheableOperation.Builder copy(CacheableOperation operation) {
		CacheableOperation.Builder builder = new CacheableOperation.Builder();
		builder.setName(operation.getName());
		builder.setCacheNames(operation.getCacheNames().toArray(String[]::new));
		builder.setKey(operation.getKey());
		builder.setKeyGenerator(operation.getKeyGenerator());
		builder.setCondition(operation.getCondition());
		return builder;
	}

}
