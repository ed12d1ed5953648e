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

package io.github.warmcache.autoconfigure.properties;

import java.util.ArrayList;
import java.util.List;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Reads the name of a type, such as {@code java.util.List<com.example.City>}.
 */
final class TypeParser {

	private final @Nullable ClassLoader classLoader;

	TypeParser(@Nullable ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	/**
	 * Read a type.
	 * @param property the property that holds the name
	 * @param text the name, or {@code null} if the property is not set
	 * @return the type, {@link ResolvableType#NONE} if the property is not set
	 * @throws InvalidCacheConfigurationException if there is no such type
	 */
	ResolvableType parse(String property, @Nullable String text) {
		return (text != null) ? parseType(property, text.strip()) : ResolvableType.NONE;
	}

	private ResolvableType parseType(String property, String text) {
		if (text.endsWith("[]")) {
			return ResolvableType.forArrayComponent(parseType(property, text.substring(0, text.length() - 2).strip()));
		}
		int open = text.indexOf('<');
		if (open < 0) {
			return ResolvableType.forClass(load(property, text));
		}
		if (!text.endsWith(">")) {
			throw invalid(property, "has a '<' without its '>'");
		}
		Class<?> raw = load(property, text.substring(0, open).strip());
		ResolvableType[] arguments = split(property, text.substring(open + 1, text.length() - 1)).stream()
			.map((argument) -> parseType(property, argument))
			.toArray(ResolvableType[]::new);
		int expected = raw.getTypeParameters().length;
		if (arguments.length != expected) {
			throw invalid(property,
					"gives %s %d type arguments instead of %d".formatted(raw.getName(), arguments.length, expected));
		}
		return ResolvableType.forClassWithGenerics(raw, arguments);
	}

	private static List<String> split(String property, String arguments) {
		List<String> parts = new ArrayList<>();
		int depth = 0;
		int start = 0;
		for (int i = 0; i < arguments.length(); i++) {
			char c = arguments.charAt(i);
			depth += (c == '<') ? 1 : (c == '>') ? -1 : 0;
			if (depth < 0) {
				throw invalid(property, "has a '>' without its '<'");
			}
			if (c == ',' && depth == 0) {
				parts.add(arguments.substring(start, i).strip());
				start = i + 1;
			}
		}
		parts.add(arguments.substring(start).strip());
		return parts;
	}

	private Class<?> load(String property, String name) {
		Class<?> found = find(name);
		if (found == null && !name.contains(".")) {
			found = find("java.lang." + name);
		}
		if (found == null || found == void.class) {
			throw invalid(property, "names the class '" + name + "', which is not on the class path");
		}
		return ClassUtils.resolvePrimitiveIfNecessary(found);
	}

	private @Nullable Class<?> find(String name) {
		try {
			return ClassUtils.forName(name, this.classLoader);
		}
		catch (ClassNotFoundException | LinkageError | IllegalArgumentException ex) {
			return null;
		}
	}

	private static InvalidCacheConfigurationException invalid(String property, String problem) {
		return new InvalidCacheConfigurationException(property, problem,
				"Write the full name of a class, such as com.example.City or java.util.List<com.example.City>");
	}

}
