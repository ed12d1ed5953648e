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

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Conversion to fully known types. Variables and wildcards are replaced by their types or
 * bounds, and primitives by their boxes.
 */
final class KnownTypes {

	/**
	 * Maximum nesting of types, because types such as {@code E extends Enum<E>} are
	 * infinite.
	 */
	private static final int DEEPEST = 16;

	private KnownTypes() {
	}

	/**
	 * Return the known form of a type, detached from the class or method in which it was
	 * found.
	 * @param type any type
	 * @return the known form, or {@link ResolvableType#NONE} if any part is unknown, or
	 * if the type is {@code Object} or {@code Void}
	 */
	static ResolvableType of(ResolvableType type) {
		@Nullable ResolvableType known = known(type, 0);
		return (known != null && known.resolve() != Object.class && known.resolve() != Void.class) ? known
				: ResolvableType.NONE;
	}

	private static @Nullable ResolvableType known(ResolvableType type, int depth) {
		Class<?> raw = type.resolve();
		if (raw == null || depth > DEEPEST) {
			return null;
		}
		if (raw.isArray() && !raw.getComponentType().isPrimitive()) {
			ResolvableType component = known(type.getComponentType(), depth + 1);
			return (component != null) ? ResolvableType.forArrayComponent(component) : null;
		}
		if (!type.hasGenerics()) {
			return ResolvableType.forClass(ClassUtils.resolvePrimitiveIfNecessary(raw));
		}
		@Nullable ResolvableType[] generics = Arrays.stream(type.getGenerics())
			.map((generic) -> known(generic, depth + 1))
			.toArray(ResolvableType[]::new);
		for (ResolvableType generic : generics) {
			if (generic == null) {
				return null;
			}
		}
		return ResolvableType.forClassWithGenerics(raw, generics);
	}

}
