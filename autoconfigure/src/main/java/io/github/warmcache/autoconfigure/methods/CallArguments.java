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
import java.util.ArrayList;
import java.util.List;

import io.github.warmcache.autoconfigure.types.WarmedMethod;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;

/**
 * Conversion of keys to the arguments of a method.
 */
final class CallArguments {

	private final ConversionService conversion;

	private final List<TypeDescriptor> types = new ArrayList<>();

	CallArguments(WarmedMethod warmed, ConfigurableListableBeanFactory beanFactory) {
		ConversionService own = beanFactory.getConversionService();
		this.conversion = (own != null) ? own : ApplicationConversionService.getSharedInstance();
		Method method = warmed.method();
		for (int i = 0; i < method.getParameterCount(); i++) {
			this.types.add(new TypeDescriptor(new MethodParameter(method, i).withContainingClass(warmed.beanClass())));
		}
	}

	/**
	 * Return the types of the parameters.
	 */
	List<Class<?>> types() {
		return this.types.stream().<Class<?>>map(TypeDescriptor::getType).toList();
	}

	/**
	 * Convert the arguments of one call.
	 * @param key the argument, or an array or list of arguments if there are several
	 * parameters
	 * @return the arguments
	 * @throws IllegalArgumentException if they cannot be converted; it has neither key
	 * nor cause, because it is logged
	 */
	@Nullable Object[] of(@Nullable Object key) {
		if (this.types.size() == 1) {
			return new @Nullable Object[] { convert(key, 0) };
		}
		@Nullable Object @Nullable [] given = (key instanceof List<?> list) ? list.toArray()
				: (key instanceof Object[] array) ? array : null;
		if (given == null || given.length != this.types.size()) {
			throw new IllegalArgumentException("The method has %d parameters, but was to be called with %s".formatted(
					this.types.size(), (given != null) ? given.length : "a value that is neither an array nor a list"));
		}
		@Nullable Object[] arguments = new @Nullable Object[given.length];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = convert(given[i], i);
		}
		return arguments;
	}

	private @Nullable Object convert(@Nullable Object value, int index) {
		TypeDescriptor type = this.types.get(index);
		if (value == null && type.isPrimitive()) {
			throw new IllegalArgumentException("Parameter %d is a %s and cannot be null".formatted(index + 1, type));
		}
		try {
			return this.conversion.convert(value, TypeDescriptor.forObject(value), type);
		}
		catch (ConversionException ex) {
			throw new IllegalArgumentException("Parameter %d is a %s, to which the given value cannot be converted"
				.formatted(index + 1, type.getType().getSimpleName()));
		}
	}

}
