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
import java.util.function.Predicate;

import io.github.warmcache.tier.ValueCodec;
import io.github.warmcache.tier.ValueCodecFactory;
import io.github.warmcache.tier.shape.ValueGuard;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.TypeFactory;

import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * Factory of codecs that write values as JSON of the declared type. Thread-safe.
 *
 * @since 0.1.0
 */
public final class JsonValueCodecFactory implements ValueCodecFactory {

	private final JsonMapper mapper;

	private final Predicate<String> trusted;

	/**
	 * Create a factory that trusts no cache.
	 * @param mapper writes and reads the values, made by {@link #mapperBuilder()}
	 * @throws IllegalArgumentException if the mapper writes class names, or reads or
	 * writes deeper JSON than that of {@link #mapperBuilder()}
	 */
	public JsonValueCodecFactory(JsonMapper mapper) {
		this(mapper, (cacheName) -> false);
	}

	/**
	 * Create a factory.
	 * @param mapper writes and reads the values, made by {@link #mapperBuilder()}
	 * @param trusted tells by name whether the values of a cache are known to be read
	 * back unchanged, so that nothing is compared
	 * @throws IllegalArgumentException if the mapper writes class names, or reads or
	 * writes deeper JSON than that of {@link #mapperBuilder()}
	 */
	public JsonValueCodecFactory(JsonMapper mapper, Predicate<String> trusted) {
		Assert.isNull(mapper.deserializationConfig().getDefaultTyper(mapper.constructType(Object.class)),
				"The JSON mapper must not have default typing: the bytes would name classes to load");
		ValueMappers.requireBounded(mapper);
		this.mapper = mapper;
		this.trusted = trusted;
	}

	/**
	 * Return a builder of JSON mappers for these codecs. They keep what is in the fields
	 * of an object, and their output depends on no property of the application. Jackson
	 * modules for more types may be added, by all pods alike.
	 * @return a new builder
	 */
	public static JsonMapper.Builder mapperBuilder() {
		return ValueMappers.builder();
	}

	@Override
	public ValueCodec create(String cacheName, ResolvableType valueType) {
		JavaType type = type(valueType, this.mapper.getTypeFactory());
		return new JsonValueCodec(this.mapper, type,
				this.trusted.test(cacheName) ? ValueGuard.trusting() : ValueGuard.of(this.mapper, type));
	}

	/**
	 * Return a type with its generics, as far as Spring resolved them.
	 */
	private static JavaType type(ResolvableType type, TypeFactory types) {
		if (type.isArray()) {
			return types.constructArrayType(type(type.getComponentType(), types));
		}
		Class<?> raw = type.resolve(Object.class);
		if (!type.hasGenerics()) {
			return types.constructType(raw);
		}
		JavaType[] generics = Arrays.stream(type.getGenerics())
			.map((generic) -> type(generic, types))
			.toArray(JavaType[]::new);
		return types.constructParametricType(raw, generics);
	}

}
