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

package io.github.warmcache.cache.tiered;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.util.ClassUtils;

/**
 * Converts keys to the declared key type of a cache, so that a warmed {@code Integer} 7
 * and a requested {@code Long} 7 are the same key.
 */
final class KeyAdapter {

	private final String cacheName;

	private final @Nullable Class<?> type;

	KeyAdapter(String cacheName, ResolvableType keyType) {
		this.cacheName = cacheName;
		Class<?> raw = keyType.resolve();
		this.type = (raw != null) ? ClassUtils.resolvePrimitiveIfNecessary(raw) : null;
	}

	Object adapt(Object key) {
		// Most keys are of exactly this class, which is faster to check than a subclass.
		// Spring wraps the null argument of a method with one parameter in a SimpleKey.
		if (this.type == null || key.getClass() == this.type || this.type.isInstance(key) || key instanceof SimpleKey) {
			return key;
		}
		Object adapted = convert(key, this.type);
		if (adapted == null) {
			throw new IllegalArgumentException(
					"Cache '%s' has keys of type %s, but got a %s that does not convert to one: pass a %s".formatted(
							this.cacheName, this.type.getName(), key.getClass().getName(), this.type.getSimpleName()));
		}
		return adapted;
	}

	private static @Nullable Object convert(Object key, Class<?> type) {
		if (isCharacterCode(key, type)) {
			return null;
		}
		try {
			Object converted = DefaultConversionService.getSharedInstance().convert(key, type);
			// A double 7.5 must not become a long 7, nor "yes" the same key as "true".
			return (converted != null && isSame(key, converted)) ? converted : null;
		}
		catch (ConversionException ex) {
			return null;
		}
	}

	/**
	 * Return whether a conversion would take the character 7 for the number 55, or the
	 * other way round.
	 */
	private static boolean isCharacterCode(Object key, Class<?> type) {
		return (key instanceof Character && Number.class.isAssignableFrom(type))
				|| (key instanceof Number && type == Character.class);
	}

	private static boolean isSame(Object key, Object converted) {
		Object back = DefaultConversionService.getSharedInstance().convert(converted, key.getClass());
		// Parsers ignore the case of text.
		return (key instanceof String text && back instanceof String other) ? text.equalsIgnoreCase(other)
				: key.equals(back);
	}

}
