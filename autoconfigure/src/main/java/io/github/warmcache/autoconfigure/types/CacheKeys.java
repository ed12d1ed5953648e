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
import java.util.stream.IntStream;

import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.StringUtils;

/**
 * Types of the keys under which the results of methods are cached.
 */
final class CacheKeys {

	private final boolean defaultGenerator;

	/**
	 * Create an instance.
	 * @param defaultGenerator whether Spring's own generator makes the keys that no
	 * annotation defines
	 */
	CacheKeys(boolean defaultGenerator) {
		this.defaultGenerator = defaultGenerator;
	}

	ResolvableType typeOf(CacheOperation operation, Method method, ResolvableType beanType, ResolvableType valueType) {
		if (StringUtils.hasText(operation.getKey())) {
			return KnownTypes.of(new KeyTypeExpression(method, beanType, valueType).typeOf(operation.getKey()));
		}
		return isGenerated(operation) ? KnownTypes.of(generatedType(method, beanType)) : ResolvableType.NONE;
	}

	/**
	 * Return the types of the parameters that Spring combines into one key.
	 * @return the types, {@link ResolvableType#NONE} for unknown ones; empty if the key
	 * is not made of several parameters
	 */
	List<ResolvableType> partsOf(CacheOperation operation, Method method, ResolvableType beanType) {
		if (StringUtils.hasText(operation.getKey()) || !isGenerated(operation) || parameters(method) < 2
				|| method.isVarArgs()) {
			return List.of();
		}
		return IntStream.range(0, parameters(method))
			.mapToObj((index) -> KnownTypes.of(parameter(method, index, beanType)))
			.toList();
	}

	private boolean isGenerated(CacheOperation operation) {
		return this.defaultGenerator && !StringUtils.hasText(operation.getKeyGenerator());
	}

	private static int parameters(Method method) {
		return method.getParameterCount() - (KotlinDetector.isSuspendingFunction(method) ? 1 : 0);
	}

	private static ResolvableType generatedType(Method method, ResolvableType beanType) {
		int last = parameters(method) - 1;
		if (method.isVarArgs()) {
			// Spring takes each element for an argument. A single argument is the key
			// itself. Several become a SimpleKey, which the returned type does not cover.
			ResolvableType only = parameter(method, 0, beanType);
			return switch (last) {
				case 0 -> only.getComponentType();
				case 1 -> only;
				default -> ResolvableType.forClass(SimpleKey.class);
			};
		}
		if (last == 0 && !method.getParameterTypes()[0].isArray()) {
			return parameter(method, 0, beanType);
		}
		return ResolvableType.forClass(SimpleKey.class);
	}

	static ResolvableType parameter(Method method, int index, ResolvableType beanType) {
		return ResolvableType.forMethodParameter(MethodParameter.forExecutable(method, index), beanType);
	}

}
