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

package io.github.warmcache.autoconfigure.types;

import java.lang.reflect.Method;
import java.util.List;

import io.github.warmcache.annotation.CacheWarmup;

import org.springframework.cache.interceptor.CacheOperation;

/**
 * Method that is called to warm a cache.
 *
 * @param beanName the name of the bean that has the method
 * @param beanClass the class of the bean
 * @param method the method
 * @param warmup the annotation, which says what to call the method with
 * @param operations the cache operations of its annotations
 * @param ours whether all operations use the default cache manager
 * @since 0.1.0
 */
public record WarmedMethod(String beanName, Class<?> beanClass, Method method, CacheWarmup warmup,
		List<CacheOperation> operations, boolean ours) {

	/**
	 * Return whether the method uses a cache.
	 * @param cacheName the name of the cache
	 * @return {@code true} if one of its annotations names it
	 */
	public boolean uses(String cacheName) {
		return this.operations.stream().anyMatch((operation) -> operation.getCacheNames().contains(cacheName));
	}

	/**
	 * Return the method as a user would call it.
	 * @return its class, name and parameters
	 */
	public String describe() {
		return CachedMethod.describe(this.beanClass, this.method);
	}

}
