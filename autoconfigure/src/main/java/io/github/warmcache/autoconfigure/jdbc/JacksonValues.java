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

package io.github.warmcache.autoconfigure.jdbc;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.github.warmcache.source.jdbc.JsonValues;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.ResolvableType;

/**
 * {@link JsonValues} that uses Jackson with the mapper of the application.
 */
final class JacksonValues implements JsonValues {

	private static final String CREATOR = "com.fasterxml.jackson.annotation.JsonCreator";

	private static final Set<String> OF_CONSTANTS = Set.of("com.fasterxml.jackson.annotation.JsonValue",
			"com.fasterxml.jackson.annotation.JsonProperty", "com.fasterxml.jackson.annotation.JsonAlias");

	private final JsonMapper mapper;

	private final Map<ResolvableType, ObjectReader> readers = new ConcurrentHashMap<>();

	private final Map<Class<?>, Boolean> annotated = new ConcurrentHashMap<>();

	JacksonValues(JsonMapper mapper) {
		this.mapper = mapper;
	}

	static JsonValues of(BeanFactory beanFactory) {
		return new JacksonValues(beanFactory.getBeanProvider(JsonMapper.class)
			.getIfUnique(() -> JsonMapper.builder().findAndAddModules().build()));
	}

	@Override
	public @Nullable Object parse(String json, ResolvableType type) {
		return reader(type).readValue(json);
	}

	@Override
	public @Nullable Object convert(Object value, ResolvableType type) {
		return reader(type).readValue(this.mapper.writeValueAsString(value));
	}

	/**
	 * Return the reader of a type. It neither cuts off fractions or digits nor takes a
	 * number for the ordinal of an enum constant.
	 */
	private ObjectReader reader(ResolvableType type) {
		return this.readers.computeIfAbsent(type, (key) -> {
			ObjectReader reader = this.mapper.readerFor(this.mapper.constructType(key.getType()))
				.without(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
				.with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
				.with(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
				.without(EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL);
			return isTree(key.resolve(Object.class)) ? reader.with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
					: reader;
		});
	}

	@Override
	public boolean isTree(Class<?> type) {
		return JsonNode.class.isAssignableFrom(type);
	}

	@Override
	public boolean isMadeByAnnotation(Class<?> type) {
		return this.annotated.computeIfAbsent(type, JacksonValues::findAnnotation);
	}

	private static boolean findAnnotation(Class<?> type) {
		boolean created = Stream.<Executable[]>of(type.getDeclaredMethods(), type.getDeclaredConstructors())
			.flatMap(Arrays::stream)
			.anyMatch((creator) -> creator.getParameterCount() == 1 && has(creator, Set.of(CREATOR)));
		return created
				|| (type.isEnum() && Stream.<AnnotatedElement[]>of(type.getDeclaredMethods(), type.getDeclaredFields())
					.flatMap(Arrays::stream)
					.anyMatch((member) -> has(member, OF_CONSTANTS)));
	}

	private static boolean has(AnnotatedElement element, Set<String> names) {
		return Arrays.stream(element.getAnnotations())
			.map(Annotation::annotationType)
			.anyMatch((annotation) -> names.contains(annotation.getName()));
	}

}
