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

import java.lang.reflect.Parameter;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.util.ClassUtils;

/**
 * Types of the keys and values of one cache.
 *
 * @param keyType the type of the keys, {@link ResolvableType#NONE} if unknown
 * @param valueType the type of the values, {@link ResolvableType#NONE} if unknown
 * @since 0.1.0
 */
public record CacheTypes(ResolvableType keyType, ResolvableType valueType) {

	/**
	 * Unknown types of both keys and values.
	 */
	public static final CacheTypes UNKNOWN = new CacheTypes(ResolvableType.NONE, ResolvableType.NONE);

	/**
	 * Create types as far as they are known.
	 * @param keyType any type
	 * @param valueType any type
	 * @return the types; {@code Object}, variables without a bound and the like are
	 * unknown
	 */
	public static CacheTypes of(ResolvableType keyType, ResolvableType valueType) {
		return new CacheTypes(KnownTypes.of(keyType), KnownTypes.of(valueType));
	}

	/**
	 * Return these types, with unknown ones replaced.
	 * @param other the types to use in place of unknown ones
	 * @return the types
	 */
	public CacheTypes orElse(CacheTypes other) {
		return new CacheTypes((this.keyType != ResolvableType.NONE) ? this.keyType : other.keyType,
				(this.valueType != ResolvableType.NONE) ? this.valueType : other.valueType);
	}

	/**
	 * Determine the types of a cache.
	 * @param declared the configured types, which override those of the methods
	 * @param cacheProperty the property that holds the configuration of the cache, such
	 * as {@code warmcache.caches.cities}
	 * @param methods the methods that use the cache
	 * @return the types; the key type is unknown if two methods disagree about it, and
	 * each key then keeps the type that its method makes
	 * @throws InvalidCacheConfigurationException if two methods disagree about the values
	 */
	public static CacheTypes decide(CacheTypes declared, String cacheProperty, List<CachedMethod> methods) {
		List<CachedMethod> storing = storing(methods);
		ResolvableType keyType = (keyDisagreement(declared, cacheProperty, methods) == null)
				? first(declared.keyType, storing, CachedMethod::keyType) : ResolvableType.NONE;
		if (declared.valueType == ResolvableType.NONE) {
			InvalidCacheConfigurationException disagreement = disagreement(storing, CachedMethod::valueType, "values",
					cacheProperty + ".value-type");
			if (disagreement != null) {
				throw disagreement;
			}
		}
		ResolvableType valueType = first(declared.valueType, storing, CachedMethod::valueType);
		if (declared.keyType == ResolvableType.NONE) {
			methods.stream().filter((method) -> !method.stores()).forEach((method) -> checkEviction(method, keyType));
		}
		return new CacheTypes(keyType, valueType);
	}

	/**
	 * Return the disagreement of methods about the type of the keys.
	 * @param declared the configured types, which override those of the methods
	 * @param cacheProperty the property that holds the configuration of the cache
	 * @param methods the methods that use the cache
	 * @return the problem for a cache whose keys must have one type, or {@code null} if
	 * no two methods disagree
	 */
	public static @Nullable InvalidCacheConfigurationException keyDisagreement(CacheTypes declared,
			String cacheProperty, List<CachedMethod> methods) {
		return (declared.keyType != ResolvableType.NONE) ? null
				: disagreement(storing(methods), CachedMethod::keyType, "keys", cacheProperty + ".key-type");
	}

	/**
	 * Return the methods that store results, sorted. Reflection returns methods in no
	 * fixed order, and messages should not vary.
	 */
	private static List<CachedMethod> storing(List<CachedMethod> methods) {
		return methods.stream()
			.filter(CachedMethod::stores)
			.sorted(Comparator.comparing(CachedMethod::describe))
			.toList();
	}

	private static ResolvableType first(ResolvableType declared, List<CachedMethod> methods,
			Function<CachedMethod, ResolvableType> type) {
		return (declared != ResolvableType.NONE) ? declared
				: methods.stream()
					.map(type)
					.filter((told) -> told != ResolvableType.NONE)
					.findFirst()
					.orElse(ResolvableType.NONE);
	}

	private static @Nullable InvalidCacheConfigurationException disagreement(List<CachedMethod> methods,
			Function<CachedMethod, ResolvableType> type, String what, String property) {
		CachedMethod first = null;
		for (CachedMethod method : methods) {
			if (type.apply(method) == ResolvableType.NONE) {
				continue;
			}
			if (first != null && !isSame(type.apply(first), type.apply(method))) {
				return new InvalidCacheConfigurationException(
						"""
								The methods of cache '%s' disagree about the type of its %s:

								    %s: %s
								    %s: %s
								"""
							.formatted(method.cacheName(), what, first.describe(), type.apply(first), method.describe(),
									type.apply(method))
							.stripTrailing(),
						"Give one of the methods a cache of its own, or set '%s' to the type that they have in common"
							.formatted(property));
			}
			first = (first != null) ? first : method;
		}
		return null;
	}

	private static boolean isSame(ResolvableType first, ResolvableType second) {
		return first.toString().equals(second.toString());
	}

	private static void checkEviction(CachedMethod method, ResolvableType keyType) {
		@Nullable Class<?> evicted = method.keyType().resolve();
		@Nullable Class<?> stored = keyType.resolve();
		if (evicted == null || stored == null || stored.isAssignableFrom(evicted)
				|| DefaultConversionService.getSharedInstance().canConvert(evicted, stored)) {
			return;
		}
		throw new InvalidCacheConfigurationException(
				"Cache '%s' has keys of type %s, but %s evicts one of type %s".formatted(method.cacheName(), keyType,
						method.describe(), method.keyType()),
				"Name the key in the annotation, as in @CacheEvict(cacheNames = \"%s\", key = \"#%s\"), or set its allEntries to true"
					.formatted(method.cacheName(), example(method, stored)));
	}

	private static String example(CachedMethod method, Class<?> keyType) {
		Parameter[] parameters = method.method().getParameters();
		for (Parameter parameter : parameters) {
			if (ClassUtils.isAssignable(keyType, parameter.getType())) {
				return parameter.getName();
			}
		}
		return (parameters.length > 0) ? parameters[0].getName() + ".id" : "id";
	}

}
