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

package io.github.warmcache.autoconfigure.methods;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.BaseStream;
import java.util.stream.Stream;

import io.github.warmcache.annotation.CacheWarmup;
import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.methods.CallArgumentsReader.KeysFrom;
import io.github.warmcache.autoconfigure.types.WarmedMethod;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.core.KotlinDetector;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Rules for methods that are called before traffic. Checking them creates no bean.
 */
public final class WarmedMethodRules {

	private static final int MOST_PARALLEL = 4;

	private static final String DATA_SOURCE = "javax.sql.DataSource";

	private static final String JDBC = "org.springframework.jdbc.core.JdbcTemplate";

	private final ConfigurableListableBeanFactory beanFactory;

	public WarmedMethodRules(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	void check(WarmedMethod method) {
		checkOperations(method);
		checkMethod(method);
		checkAttributes(method);
		CacheWarmup warmup = method.warmup();
		if (warmup.keys().length > 0) {
			checkKeys(method);
		}
		if (!warmup.keysFrom().isEmpty()) {
			checkKeysFrom(method);
		}
		if (!warmup.query().isEmpty()) {
			checkQuery(method);
		}
	}

	private static void checkOperations(WarmedMethod method) {
		if (method.operations().isEmpty()) {
			throw invalid(method, "has no @Cacheable", "Add @Cacheable, or remove @CacheWarmup");
		}
		if (!method.operations().stream().allMatch(CacheableOperation.class::isInstance)) {
			throw invalid(method, "also puts or evicts, which a warm-up must not do",
					"Warm the cache from a method that has nothing but @Cacheable");
		}
		if (method.operations().size() > 1 || method.operations().get(0).getCacheNames().size() > 1) {
			throw invalid(method, "uses several caches, and a hit in the first leaves the others empty",
					"Name one cache in its @Cacheable");
		}
		if (!method.ours()) {
			throw invalid(method, "names a cache manager or cache resolver of its own",
					"Remove it from @Cacheable, or remove @CacheWarmup");
		}
	}

	private static void checkMethod(WarmedMethod method) {
		int modifiers = method.method().getModifiers();
		if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers) || Modifier.isFinal(modifiers)) {
			throw invalid(method, "is private, static or final, so a proxy cannot intercept its calls",
					"Make it a public method of the bean");
		}
		if (KotlinDetector.isSuspendingFunction(method.method())) {
			throw invalid(method, "is a suspending function", "Warm the cache from a function that returns its value");
		}
		int parallelism = method.warmup().parallelism();
		if (parallelism < 1 || parallelism > MOST_PARALLEL) {
			throw invalid(method, "has a parallelism of " + parallelism,
					"Write a number from 1 to %d".formatted(MOST_PARALLEL));
		}
	}

	private static void checkAttributes(WarmedMethod method) {
		CacheWarmup warmup = method.warmup();
		long written = Stream.of(warmup.keys().length > 0, !warmup.keysFrom().isEmpty(), !warmup.query().isEmpty())
			.filter(Boolean::booleanValue)
			.count();
		boolean needed = method.method().getParameterCount() > 0;
		if (needed && written != 1) {
			throw invalid(method,
					(written == 0) ? "does not say what to call it with" : "says in several ways what to call it with",
					"Write exactly one of keys, keysFrom and query in @CacheWarmup");
		}
		if (!needed && written > 0) {
			throw invalid(method, "has no parameters to call it with",
					"Write @CacheWarmup without keys, keysFrom and query");
		}
		if (!warmup.dataSource().isEmpty() && warmup.query().isEmpty()) {
			throw invalid(method, "names a data source but has no query", "Write a query, or remove dataSource");
		}
	}

	private void checkKeys(WarmedMethod method) {
		if (method.method().getParameterCount() != 1) {
			throw invalid(method, "has several parameters, but keys are for a single one",
					"Write keysFrom or query instead of keys");
		}
		CallArguments arguments = new CallArguments(method, this.beanFactory);
		String[] keys = method.warmup().keys();
		for (int i = 0; i < keys.length; i++) {
			try {
				arguments.of(keys[i]);
			}
			catch (IllegalArgumentException ex) {
				throw invalid(method,
						"takes a %s, which key %d of its @CacheWarmup cannot be converted to"
							.formatted(ClassUtils.getShortName(method.method().getParameterTypes()[0]), i + 1),
						"Write another key, or use keysFrom");
			}
		}
	}

	private void checkKeysFrom(WarmedMethod method) {
		String keysFrom = method.warmup().keysFrom();
		KeysFrom from = KeysFrom.parse(keysFrom);
		if (from == null) {
			throw invalid(method, "takes its keys from '%s', which is not a bean and a method".formatted(keysFrom),
					"Write the name of a bean, a dot, and the name of its method, such as cities.ids");
		}
		if (!this.beanFactory.containsBean(from.beanName())) {
			throw invalid(method,
					"takes its keys from '%s', but there is no bean '%s'".formatted(keysFrom, from.beanName()),
					"Write the name of a bean, a dot, and the name of its method");
		}
		Class<?> type = this.beanFactory.getType(from.beanName(), false);
		if (type == null) {
			return;
		}
		Method source = ReflectionUtils.findMethod(ClassUtils.getUserClass(type), from.methodName());
		if (source == null || Modifier.isPrivate(source.getModifiers())) {
			throw invalid(method,
					"takes its keys from '%s', but %s has no such non-private method without parameters"
						.formatted(keysFrom, ClassUtils.getUserClass(type).getName()),
					"Write the name of a method that returns the keys");
		}
		Class<?> returned = source.getReturnType();
		if (!returned.isArray() && !Collection.class.isAssignableFrom(returned)
				&& !BaseStream.class.isAssignableFrom(returned)) {
			throw invalid(method, "takes its keys from '%s', which returns a %s".formatted(keysFrom,
					ClassUtils.getShortName(returned)), "Return a collection, a stream or an array");
		}
	}

	private void checkQuery(WarmedMethod method) {
		ClassLoader classLoader = this.beanFactory.getBeanClassLoader();
		if (!ClassUtils.isPresent(JDBC, classLoader)) {
			throw invalid(method, "has a query, but the application has no JDBC", "Add spring-boot-starter-jdbc");
		}
		Class<?> dataSource = ClassUtils.resolveClassName(DATA_SOURCE, classLoader);
		String named = method.warmup().dataSource();
		if (!named.isEmpty()) {
			if (!this.beanFactory.containsBean(named) || !this.beanFactory.isTypeMatch(named, dataSource)) {
				throw invalid(method, "names the data source '%s', but there is no such bean".formatted(named),
						"Write the name of a bean of type " + DATA_SOURCE);
			}
			return;
		}
		List<String> names = Arrays.asList(this.beanFactory.getBeanNamesForType(dataSource, true, false));
		if (names.isEmpty()) {
			throw invalid(method, "has a query, but the application has no DataSource",
					"Configure one, or write keys or keysFrom");
		}
		if (names.size() > 1 && names.stream().filter(this::isPrimary).count() != 1) {
			throw invalid(method, "has a query, but there are several data sources: " + names,
					"Write dataSource with the name of one of them");
		}
	}

	private boolean isPrimary(String name) {
		return this.beanFactory.containsBeanDefinition(name)
				&& this.beanFactory.getMergedBeanDefinition(name).isPrimary();
	}

	public static InvalidCacheConfigurationException invalid(WarmedMethod method, String problem, String remedy) {
		return new InvalidCacheConfigurationException(
				"@CacheWarmup is on %s, which %s".formatted(method.describe(), problem), remedy);
	}

}
