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

package io.github.warmcache.source.redis;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.json.JsonMapper;

/**
 * Properties in which JSON that was written elsewhere differs from the value type:
 * unknown to the type, or missing from the JSON. Logs each property once and counts every
 * occurrence. Thread-safe.
 */
final class UnmappedProperties extends DeserializationProblemHandler {

	private static final EventLog logger = EventLog.of(UnmappedProperties.class);

	/**
	 * Maximum number of log lines. Objects whose properties are the keys of a map have
	 * any number of properties.
	 */
	private static final int MOST_NAMES = 50;

	private final JsonMapper mapper;

	private final String type;

	private final Set<String> expected;

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	private final LongAdder count = new LongAdder();

	UnmappedProperties(JsonMapper mapper, JavaType type) {
		this.mapper = mapper;
		this.type = type.toCanonical();
		this.expected = expected(mapper, type);
	}

	/**
	 * Return the properties that the JSON of a type should have, except those with
	 * aliases. Empty for containers, primitives and types of the JDK.
	 */
	private static Set<String> expected(JsonMapper mapper, JavaType type) {
		Set<String> names = new HashSet<>();
		if (type.isContainerType() || type.isPrimitive() || type.getRawClass().getName().startsWith("java.")) {
			return names;
		}
		DeserializationContext context = mapper._deserializationContext();
		BeanDescription description = context.introspectBeanDescription(type);
		for (BeanPropertyDefinition property : description.findProperties()) {
			if (property.couldDeserialize() && property.findAliases().isEmpty()) {
				names.add(property.getName());
			}
		}
		return names;
	}

	/**
	 * Return the number of unknown or missing properties so far.
	 */
	long count() {
		return this.count.sum();
	}

	/**
	 * Count and log the expected properties that a value lacks.
	 * @param bytes the JSON of the value
	 */
	void check(byte[] bytes) {
		if (this.expected.isEmpty()) {
			return;
		}
		Set<String> missing = new HashSet<>(this.expected);
		try (JsonParser parser = this.mapper.createParser(bytes)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				return;
			}
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				missing.remove(parser.currentName());
				parser.nextToken();
				parser.skipChildren();
			}
		}
		missing.forEach((name) -> note("lacks the property '" + name + "' of that type, which stays empty"));
	}

	@Override
	public boolean handleUnknownProperty(DeserializationContext context, JsonParser parser,
			ValueDeserializer<?> deserializer, Object beanOrClass, String propertyName) {
		if (context.isEnabled(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)) {
			return false;
		}
		note("has the property '" + propertyName + "', which that type does not have and which is ignored");
		parser.skipChildren();
		return true;
	}

	private void note(String what) {
		this.count.increment();
		if (this.told.size() < MOST_NAMES && this.told.add(what)) {
			logger.warn(LogEvent.SOURCE_JSON_UNMAPPED)
				.with(LogField.TIER, "source")
				.with(LogField.TYPE, this.type)
				.log("JSON of a source for type " + this.type + " " + what
						+ ". Use the same name, or annotate the type with @JsonProperty or @JsonAlias");
		}
	}

}
