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

package io.github.warmcache.tier.key;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Texts of classes: their names, if a name identifies the class.
 */
final class ClassKeys {

	private ClassKeys() {
	}

	/**
	 * Return whether the name of a class identifies it. Several class loaders may have
	 * classes of one name.
	 */
	static boolean isNamed(Class<?> type) {
		try {
			return type.isPrimitive()
					|| Class.forName(type.getName(), false, ClassUtils.getDefaultClassLoader()) == type;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	/**
	 * Return the class with a name. Loads no class, because only the declared one is
	 * possible.
	 * @param declared the class that the declared type names, as {@code City} in
	 * {@code Class<City>}
	 * @throws IllegalArgumentException if the name is that of another class
	 */
	static Class<?> read(String name, @Nullable Class<?> declared) {
		if (declared == null || !declared.getName().equals(name)) {
			throw new IllegalArgumentException("Not the declared class");
		}
		return declared;
	}

}
