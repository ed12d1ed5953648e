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

package io.github.warmcache.tier.redis;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

import org.springframework.util.ClassUtils;

/**
 * Describes the structure of a type as JSON sees it, and refuses types whose values would
 * not come back as they were. The names of an application's classes are no part of it:
 * moving a class changes no bytes.
 */
final class TypeSchema {

	private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";

	private static final int ID_LENGTH = 10;

	private static final Set<JsonTypeInfo.Id> HARMLESS_TYPE_IDS = Set.of(JsonTypeInfo.Id.NAME,
			JsonTypeInfo.Id.SIMPLE_NAME, JsonTypeInfo.Id.DEDUCTION);

	private final SerializationContext writing;

	private final DeserializationContext reading;

	private final AnnotationIntrospector annotations;

	private final Map<JavaType, Integer> seen = new HashMap<>();

	private TypeSchema(JsonMapper mapper) {
		this.writing = mapper._serializationContext();
		this.reading = mapper._deserializationContext();
		this.annotations = this.writing.getAnnotationIntrospector();
	}

	/**
	 * Return the id of a type's structure.
	 * @param mapper what writes and reads the values
	 * @param type the type
	 * @param versions what the versions of the values are made from, empty for no
	 * versions
	 * @return ten letters and digits, the same for the same structure in every JVM
	 * @throws IllegalArgumentException if values of the type would not come back as they
	 * were
	 */
	static String id(JsonMapper mapper, JavaType type, String versions) {
		String description = describe(mapper, type);
		byte[] hash = Digests.sha256(versions.isEmpty() ? description : description + " by " + versions);
		StringBuilder id = new StringBuilder();
		for (int i = 0; i < ID_LENGTH; i++) {
			int bit = i * 5;
			int window = ((hash[bit / 8] & 0xFF) << 8) | (hash[bit / 8 + 1] & 0xFF);
			id.append(DIGITS.charAt((window >> (11 - bit % 8)) & 31));
		}
		return id.toString();
	}

	static String describe(JsonMapper mapper, JavaType type) {
		try {
			return new TypeSchema(mapper).describe(type);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(
					"JSON cannot keep values of type " + type.toCanonical() + ": " + ex.getOriginalMessage(), ex);
		}
	}

	private String describe(JavaType type) {
		Class<?> raw = ClassUtils.resolvePrimitiveIfNecessary(type.getRawClass());
		if (PlainTypes.contains(raw)) {
			return raw.getSimpleName();
		}
		Integer number = this.seen.putIfAbsent(type, this.seen.size());
		if (number != null) {
			return "#" + number;
		}
		if (type.isEnumType()) {
			return Arrays.stream(raw.getEnumConstants())
				.map((constant) -> ((Enum<?>) constant).name())
				.sorted()
				.collect(Collectors.joining("|", "(", ")"));
		}
		if (type.isReferenceType()) {
			return describe(type.getContentType()) + "?";
		}
		if (type.isArrayType() || type.isCollectionLikeType()) {
			requireInstantiable(type);
			return "[" + describe(type.getContentType()) + "]";
		}
		if (type.isMapLikeType()) {
			requireInstantiable(type);
			return "<" + describeMapKey(type) + "," + describe(type.getContentType()) + ">";
		}
		return describeObject(type, raw);
	}

	private String describeMapKey(JavaType map) {
		JavaType key = map.getKeyType();
		if (!key.isEnumType() && !PlainTypes.contains(key.getRawClass())) {
			throw unsupported(map, "its keys have no text form. Use strings, numbers or enums as the keys of a map");
		}
		return describe(key);
	}

	private String describeObject(JavaType type, Class<?> raw) {
		if (raw.getName().startsWith("java.") || Throwable.class.isAssignableFrom(raw)) {
			throw unsupported(type, "they do not come back as they were written. Declare what the values really are,"
					+ " as records, lists, maps, strings, numbers and times, generics included");
		}
		AnnotatedClass annotated = this.writing.introspectClassAnnotations(type);
		JsonTypeInfo.@Nullable Value typeInfo = typeInfo(type, annotated);
		if (typeInfo != null) {
			return describeSubtypes(type, annotated, typeInfo);
		}
		if (isCustom(annotated)) {
			return "custom " + raw.getName();
		}
		BeanDescription description = this.writing.introspectBeanDescription(type, annotated);
		AnnotatedMember jsonValue = description.findJsonValueAccessor();
		if (jsonValue != null) {
			return describe(jsonValue.getType());
		}
		if (type.isAbstract()) {
			throw unsupported(type, "it is abstract, so that nothing says what to read. Declare a concrete class, or"
					+ " name its subclasses by @JsonTypeInfo(use = Id.NAME) and @JsonSubTypes");
		}
		requireInstantiable(type);
		return describeProperties(type, description);
	}

	private String describeProperties(JavaType type, BeanDescription description) {
		// Sorted before they are described: what comes first is written out, its
		// repetition is not.
		Map<String, AnnotatedMember> members = new TreeMap<>();
		for (BeanPropertyDefinition property : description.findProperties()) {
			AnnotatedMember member = property.getAccessor();
			if (member != null) {
				members.put(property.getName(), member);
			}
		}
		Map<String, String> properties = new LinkedHashMap<>();
		members.forEach((name, member) -> {
			boolean custom = typeInfo(type, member) != null || isCustom(member);
			properties.put(name, custom ? "custom" : describe(member.getType()));
		});
		return properties.toString();
	}

	private String describeSubtypes(JavaType type, AnnotatedClass annotated, JsonTypeInfo.Value typeInfo) {
		Set<String> subtypes = new TreeSet<>();
		for (NamedType subtype : this.writing.getConfig()
			.getSubtypeResolver()
			.collectAndResolveSubtypesByClass(this.writing.getConfig(), annotated)) {
			JavaType concrete = this.writing.constructSpecializedType(type, subtype.getType());
			if (!concrete.isAbstract()) {
				requireInstantiable(concrete);
				BeanDescription description = this.writing.introspectBeanDescription(concrete);
				subtypes.add(subtype.getName() + describeProperties(concrete, description));
			}
		}
		return typeInfo.getPropertyName() + subtypes;
	}

	private JsonTypeInfo.@Nullable Value typeInfo(JavaType type, Annotated annotated) {
		JsonTypeInfo.Value info = this.annotations.findPolymorphicTypeInfo(this.writing.getConfig(), annotated);
		if (info == null || info.getIdType() == JsonTypeInfo.Id.NONE) {
			return null;
		}
		if (!HARMLESS_TYPE_IDS.contains(info.getIdType())) {
			throw unsupported(type,
					"its JSON names the class to load. Use @JsonTypeInfo(use = Id.NAME) and @JsonSubTypes instead");
		}
		return info;
	}

	private boolean isCustom(Annotated annotated) {
		return this.annotations.findSerializer(this.writing.getConfig(), annotated) != null;
	}

	private void requireInstantiable(JavaType type) {
		if (this.reading.findNonContextualValueDeserializer(type) instanceof ValueInstantiator.Gettable gettable) {
			ValueInstantiator instantiator = gettable.getValueInstantiator();
			if (instantiator != null && !instantiator.canInstantiate()) {
				throw unsupported(type, "nothing says how to make one from JSON. Make it a record, or give it a"
						+ " constructor without parameters or one annotated with @JsonCreator");
			}
		}
	}

	private static IllegalArgumentException unsupported(JavaType type, String why) {
		return new IllegalArgumentException("Values of type " + type.toCanonical()
				+ " cannot be kept in the shared tier: " + why + ". Or keep this cache out of the shared tier.");
	}

}
