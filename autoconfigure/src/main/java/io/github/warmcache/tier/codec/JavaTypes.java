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

package io.github.warmcache.tier.codec;

import java.util.Arrays;

import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeFactory;

import org.springframework.core.ResolvableType;

/**
 * Conversion of Spring's type descriptions into Jackson's.
 */
public final class JavaTypes {

	private JavaTypes() {
	}

	/**
	 * Return the type with its generics, as far as Spring resolved them.
	 */
	public static JavaType of(ResolvableType type, TypeFactory types) {
		if (type.isArray()) {
			return types.constructArrayType(of(type.getComponentType(), types));
		}
		Class<?> raw = type.resolve(Object.class);
		if (!type.hasGenerics()) {
			return types.constructType(raw);
		}
		JavaType[] generics = Arrays.stream(type.getGenerics())
			.map((generic) -> of(generic, types))
			.toArray(JavaType[]::new);
		return types.constructParametricType(raw, generics);
	}

}
