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

package io.github.warmcache.autoconfigure.source;

import java.lang.reflect.Method;
import java.util.Objects;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.SourceKind;
import io.github.warmcache.autoconfigure.types.CacheTypes;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * Factory of sources that are beans of the application.
 */
public final class BeanSourceFactory implements BuiltInSourceFactory {

	private final ConfigurableListableBeanFactory beanFactory;

	public BeanSourceFactory(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public SourceKind kind() {
		return SourceKind.BEAN;
	}

	@Override
	public CacheSource<?, ?> create(CacheSettings settings, CacheTypes types) {
		return this.beanFactory.getBean(requireName(settings), CacheSource.class);
	}

	/**
	 * Return the types that the bean declares, without creating it.
	 * @param settings the settings of the cache, which name a bean
	 * @return the types
	 */
	public CacheTypes declaredTypes(CacheSettings settings) {
		String name = requireName(settings);
		if (!this.beanFactory.containsBeanDefinition(name)) {
			return CacheTypes.UNKNOWN;
		}
		ResolvableType type = this.beanFactory.getMergedBeanDefinition(name).getResolvableType().as(CacheSource.class);
		return CacheTypes.of(type.getGeneric(0), type.getGeneric(1));
	}

	/**
	 * Return whether the bean should be created only when it is needed.
	 * @param settings the settings of the cache, which name a bean
	 * @return {@code true} if it is lazy and does not exist yet
	 */
	public boolean isLazy(CacheSettings settings) {
		String name = requireName(settings);
		return this.beanFactory.containsBeanDefinition(name)
				&& this.beanFactory.getMergedBeanDefinition(name).isLazyInit()
				&& !this.beanFactory.containsSingleton(name);
	}

	/**
	 * Return whether the bean can list its entries, according to its class.
	 * @param settings the settings of the cache, which name a bean
	 * @return {@code true} if its class overrides {@code stream}
	 */
	public boolean lists(CacheSettings settings) {
		Class<?> type = this.beanFactory.getType(requireName(settings), false);
		Method stream = (type != null) ? ReflectionUtils.findMethod(type, "stream", EntrySink.class) : null;
		return stream != null && stream.getDeclaringClass() != CacheSource.class;
	}

	String requireName(CacheSettings settings) {
		String name = Objects.requireNonNull(settings.source().bean());
		requireBean(settings.property("source.bean"), name, CacheSource.class);
		return name;
	}

	/**
	 * Reject the name of a bean that does not exist or has another type.
	 * @param property the property that holds the name
	 * @param name the name
	 * @param type the type
	 */
	public void requireBean(String property, String name, Class<?> type) {
		if (!this.beanFactory.containsBean(name)) {
			throw new InvalidCacheConfigurationException(property, "names '" + name + "', but there is no such bean",
					"Write the name of a bean of type " + type.getName());
		}
		if (!this.beanFactory.isTypeMatch(name, type)) {
			Class<?> actual = this.beanFactory.getType(name);
			throw new InvalidCacheConfigurationException(property,
					"names '%s', but that bean is of type %s".formatted(name,
							(actual != null) ? actual.getName() : "unknown"),
					"Write the name of a bean of type " + type.getName());
		}
	}

}
