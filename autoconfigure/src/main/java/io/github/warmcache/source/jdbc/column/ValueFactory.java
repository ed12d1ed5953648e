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

package io.github.warmcache.source.jdbc.column;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.github.warmcache.source.CacheSourceException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Creates a value object from the content of one column: with a static method of one
 * parameter, such as {@code of}, {@code valueOf}, {@code from}, {@code parse} or
 * {@code fromCode}, or with a constructor of one parameter.
 */
public final class ValueFactory {

	private static final List<String> NAMES = List.of("of", "valueOf", "from", "parse", "fromCode", "ofCode",
			"fromValue", "forCode", "fromId");

	private final Executable executable;

	private final ResolvableType parameter;

	private ValueFactory(Executable executable) {
		this.executable = executable;
		this.parameter = ResolvableType.forMethodParameter(MethodParameter.forExecutable(executable, 0));
		executable.setAccessible(true);
	}

	/**
	 * Return the factory that creates values of a type from a text or a number.
	 * @param type the type
	 * @param number whether the column holds numbers, not texts
	 * @return the factory, or {@code null} if the type has none
	 */
	public static @Nullable ValueFactory of(Class<?> type, boolean number) {
		ValueFactory first = find(type, number ? ValueFactory::takesNumber : ValueFactory::takesText);
		return (first != null || type.isEnum() || type.getName().startsWith("java.")) ? first
				: find(type, (parameter) -> true);
	}

	private static @Nullable ValueFactory find(Class<?> type, Predicate<Class<?>> parameter) {
		List<Executable> candidates = new ArrayList<>();
		for (String name : NAMES) {
			for (Method method : type.getDeclaredMethods()) {
				if (Modifier.isStatic(method.getModifiers()) && !Modifier.isPrivate(method.getModifiers())
						&& method.getName().equals(name) && type.isAssignableFrom(method.getReturnType())
						&& fits(method, parameter) && !isAddedToEnum(method)) {
					candidates.add(method);
				}
			}
		}
		for (Constructor<?> constructor : type.getDeclaredConstructors()) {
			if (!type.isEnum() && !Modifier.isAbstract(type.getModifiers()) && !constructor.isSynthetic()
					&& !type.getName().startsWith("java.") && fits(constructor, parameter)) {
				candidates.add(constructor);
			}
		}
		return candidates.isEmpty() ? null : new ValueFactory(candidates.get(0));
	}

	/**
	 * Return whether the method is the {@code valueOf} that the compiler adds to an enum.
	 * {@link EnumValues} looks up names itself.
	 */
	private static boolean isAddedToEnum(Method method) {
		return method.getDeclaringClass().isEnum() && method.getName().equals("valueOf")
				&& method.getParameterTypes()[0] == String.class;
	}

	private static boolean fits(Executable executable, Predicate<Class<?>> parameter) {
		return executable.getParameterCount() == 1
				&& parameter.test(ClassUtils.resolvePrimitiveIfNecessary(executable.getParameterTypes()[0]))
				&& executable.getParameterTypes()[0] != executable.getDeclaringClass();
	}

	private static boolean takesText(Class<?> type) {
		return (type.isAssignableFrom(String.class) && type != Object.class) || type == Character.class;
	}

	private static boolean takesNumber(Class<?> type) {
		return ExactNumbers.isNumber(type);
	}

	/**
	 * Create the value.
	 * @param content the content of the column
	 * @param conversions converts it to the type of the parameter
	 * @return the value
	 */
	Object create(Object content, Conversions conversions) {
		Object argument = conversions.convert(content, this.parameter);
		try {
			Object value = (this.executable instanceof Method method) ? method.invoke(null, argument)
					: ((Constructor<?>) this.executable).newInstance(argument);
			if (value == null) {
				throw new CacheSourceException(this.executable.getName() + " returns null for it");
			}
			return value;
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw refused((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (ReflectiveOperationException ex) {
			throw refused(ex);
		}
	}

	private CacheSourceException refused(Throwable cause) {
		String name = (this.executable instanceof Method) ? this.executable.getName() : "its constructor";
		return new CacheSourceException(name + " rejects it with " + cause.getClass().getSimpleName());
	}

}
