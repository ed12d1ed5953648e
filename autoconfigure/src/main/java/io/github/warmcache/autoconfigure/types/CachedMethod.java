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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * One use of a cache by an annotated method.
 *
 * @param cacheName the name of the cache
 * @param stores whether the method's results are stored in the cache: {@code true} for
 * {@code @Cacheable} and {@code @CachePut}, {@code false} for {@code @CacheEvict}
 * @param method the method
 * @param beanClass the class of the bean that has the method
 * @param keyType the type of the keys, {@link ResolvableType#NONE} if unknown
 * @param valueType the type of the values, {@link ResolvableType#NONE} if unknown
 * @param keyParts the types of the parameters that Spring combines into one key, empty if
 * the key is not made of several parameters
 * @since 0.1.0
 */
public record CachedMethod(String cacheName, boolean stores, Method method, Class<?> beanClass, ResolvableType keyType,
		ResolvableType valueType, List<ResolvableType> keyParts) {

	/**
	 * Return the method as a user would call it.
	 * @return its class, name and parameters
	 */
	public String describe() {
		return describe(this.beanClass, this.method);
	}

	static String describe(Class<?> beanClass, Method method) {
		String parameters = Arrays.stream(method.getParameterTypes())
			.map(ClassUtils::getShortName)
			.collect(Collectors.joining(", "));
		return "%s.%s(%s)".formatted(beanClass.getName(), method.getName(), parameters);
	}

}
