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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.warmcache.annotation.CacheWarmup;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * Methods of the application's beans that use caches of the default cache manager.
 * Finding them creates no bean.
 * <p>
 * If the definition of a bean declares only an interface, the annotations of its class
 * are visible only once the bean exists. So more methods may be found later, and each
 * call inspects the beans that are new since the last call. Thread-safe.
 *
 * @since 0.1.0
 */
public final class CachedMethods {

	private static final Log logger = LogFactory.getLog(CachedMethods.class);

	private final CacheOperationSource operations = new AnnotationCacheOperationSource(false);

	private final ConfigurableListableBeanFactory beanFactory;

	private final String cacheManagerName;

	private final Set<String> seen = new HashSet<>();

	private final Map<String, List<CachedMethod>> methods = new LinkedHashMap<>();

	private final Map<String, WarmedMethod> warmed = new LinkedHashMap<>();

	private @Nullable CacheKeys keys;

	private int beans = -1;

	/**
	 * Create an instance.
	 * @param beanFactory holds the beans
	 * @param cacheManagerName the name of the cache manager; methods that name another
	 * one are ignored
	 */
	public CachedMethods(ConfigurableListableBeanFactory beanFactory, String cacheManagerName) {
		this.beanFactory = beanFactory;
		this.cacheManagerName = cacheManagerName;
	}

	/**
	 * Return the names of the caches that methods use.
	 * @return a copy
	 */
	public synchronized Set<String> cacheNames() {
		findNew();
		return new LinkedHashSet<>(this.methods.keySet());
	}

	/**
	 * Return the methods that use a cache.
	 * @param cacheName the name of the cache
	 * @return a copy, in the order of the bean definitions
	 */
	public synchronized List<CachedMethod> of(String cacheName) {
		findNew();
		return List.copyOf(this.methods.getOrDefault(cacheName, List.of()));
	}

	/**
	 * Return the methods with {@code @CacheWarmup}, valid or not.
	 * @return a copy, in the order of the bean definitions
	 */
	public synchronized List<WarmedMethod> warmed() {
		findNew();
		return List.copyOf(this.warmed.values());
	}

	private void findNew() {
		int current = this.beanFactory.getBeanDefinitionCount() + this.beanFactory.getSingletonCount();
		if (current == this.beans) {
			return;
		}
		this.beans = current;
		List<String> names = new ArrayList<>();
		this.beanFactory.getBeanNamesIterator().forEachRemaining(names::add);
		names.forEach(this::inspect);
	}

	private void inspect(String name) {
		try {
			Class<?> beanClass = beanClass(name);
			if (beanClass != null && this.seen.add(name + ' ' + beanClass.getName())) {
				inspect(name, beanClass, beanType(name, beanClass));
			}
		}
		catch (RuntimeException | LinkageError ex) {
			// A class that cannot be inspected cannot be proxied for caching either.
			logger.debug("Bean '" + name + "' is skipped in the search for cached methods", ex);
		}
	}

	private @Nullable Class<?> beanClass(String name) {
		if (this.beanFactory.containsBeanDefinition(name)) {
			Object target = this.beanFactory.getMergedBeanDefinition(name)
				.getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE);
			if (target instanceof Class<?> targetClass) {
				return ClassUtils.getUserClass(targetClass);
			}
		}
		Class<?> type = this.beanFactory.getType(name, false);
		return (type != null) ? ClassUtils.getUserClass(type) : null;
	}

	private ResolvableType beanType(String name, Class<?> beanClass) {
		if (this.beanFactory.containsBeanDefinition(name)) {
			BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(name);
			ResolvableType declared = definition.getResolvableType();
			if (declared.resolve() == beanClass) {
				return declared;
			}
		}
		return ResolvableType.forClass(beanClass);
	}

	private void inspect(String beanName, Class<?> beanClass, ResolvableType beanType) {
		if (!this.operations.isCandidateClass(beanClass)
				&& !AnnotationUtils.isCandidateClass(beanClass, CacheWarmup.class)) {
			return;
		}
		Map<Method, Annotations> found = MethodIntrospector.selectMethods(beanClass,
				(MethodIntrospector.MetadataLookup<Annotations>) (method) -> annotations(method, beanClass));
		found.forEach((method, annotations) -> {
			for (CacheOperation operation : annotations.operations()) {
				if (isOurs(operation)) {
					add(operation, method, beanClass, beanType);
				}
			}
			CacheWarmup warmup = annotations.warmup();
			if (warmup != null && !ScopedProxyUtils.isScopedTarget(beanName)) {
				// The method is found again once the bean exists, because its class may
				// say more than its definition.
				this.warmed.put(beanName + ' ' + method.getName() + Arrays.toString(method.getParameterTypes()),
						new WarmedMethod(beanName, beanClass, method, warmup, List.copyOf(annotations.operations()),
								annotations.operations().stream().allMatch(this::isOurs)));
			}
		});
	}

	private @Nullable Annotations annotations(Method method, Class<?> beanClass) {
		Collection<CacheOperation> found = this.operations.getCacheOperations(method, beanClass);
		CacheWarmup warmup = AnnotatedElementUtils.findMergedAnnotation(method, CacheWarmup.class);
		return (found != null || warmup != null) ? new Annotations((found != null) ? found : List.of(), warmup) : null;
	}

	private boolean isOurs(CacheOperation operation) {
		return !StringUtils.hasText(operation.getCacheResolver()) && (!StringUtils.hasText(operation.getCacheManager())
				|| operation.getCacheManager().equals(this.cacheManagerName));
	}

	private void add(CacheOperation operation, Method method, Class<?> beanClass, ResolvableType beanType) {
		boolean evicts = operation instanceof CacheEvictOperation;
		ResolvableType valueType = ReturnedValues.typeOf(method, beanType);
		ResolvableType keyType = (operation instanceof CacheEvictOperation evict && evict.isCacheWide())
				? ResolvableType.NONE : keys().typeOf(operation, method, beanType, valueType);
		List<ResolvableType> keyParts = keys().partsOf(operation, method, beanType);
		for (String cacheName : operation.getCacheNames()) {
			this.methods.computeIfAbsent(cacheName, (name) -> new ArrayList<>())
				.add(new CachedMethod(cacheName, !evicts, method, beanClass, keyType,
						evicts ? ResolvableType.NONE : valueType, keyParts));
		}
	}

	private CacheKeys keys() {
		CacheKeys result = this.keys;
		if (result == null) {
			result = new CacheKeys(!hasKeyGenerator());
			this.keys = result;
		}
		return result;
	}

	/**
	 * Return whether the application has a key generator of its own, whose keys may be of
	 * any type.
	 */
	private boolean hasKeyGenerator() {
		for (String name : this.beanFactory.getBeanNamesForType(CachingConfigurer.class, true, false)) {
			Class<?> type = this.beanFactory.getType(name, false);
			Method method = (type != null) ? ReflectionUtils.findMethod(type, "keyGenerator") : null;
			if (method != null && method.getDeclaringClass() != CachingConfigurer.class) {
				return true;
			}
		}
		return false;
	}

	private record Annotations(Collection<CacheOperation> operations, @Nullable CacheWarmup warmup) {
	}

}
