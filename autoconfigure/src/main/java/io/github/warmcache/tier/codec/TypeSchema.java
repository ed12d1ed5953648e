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

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.warmcache.tier.key.Digests;
import io.github.warmcache.tier.shape.PlainTypes;
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
import tools.jackson.databind.introspect.AnnotatedField;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.SubtypeResolver;

import org.springframework.util.ClassUtils;

/**
 * Description of the structure of a type as JSON sees it. Rejects types whose values
 * would not be read back unchanged. Moving a class changes no bytes, so the qualified
 * name of an application class is part of the description only if a serializer or
 * deserializer of its own handles the class.
 */
public final class TypeSchema {

	/**
	 * Must change whenever values of the same structure are written in another form.
	 */
	private static final String FORMS = "fields ";

	private static final Set<JsonTypeInfo.Id> HARMLESS_TYPE_IDS = Set.of(JsonTypeInfo.Id.NAME,
			JsonTypeInfo.Id.SIMPLE_NAME, JsonTypeInfo.Id.DEDUCTION);

	private final SerializationContext writing;

	private final DeserializationContext reading;

	private final AnnotationIntrospector annotations;

	private final Map<JavaType, Integer> seen = new HashMap<>();

	private final JavaType whole;

	/**
	 * Path from the whole type to the described one.
	 */
	private final Deque<String> path = new ArrayDeque<>();

	private TypeSchema(JsonMapper mapper, JavaType whole) {
		this.whole = whole;
		this.writing = mapper._serializationContext();
		this.reading = mapper._deserializationContext();
		this.annotations = this.writing.getAnnotationIntrospector();
	}

	/**
	 * Return the id of a type's structure.
	 * @param mapper writes and reads the values
	 * @param type the type
	 * @return ten letters and digits, the same for the same structure in every JVM
	 * @throws IllegalArgumentException if values of the type would not be read back
	 * unchanged
	 */
	public static String id(JsonMapper mapper, JavaType type) {
		return Digests.id(FORMS + MapperForms.of(mapper) + describe(mapper, type));
	}

	static String describe(JsonMapper mapper, JavaType type) {
		try {
			return new TypeSchema(mapper, type).describe(type);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(
					"JSON cannot keep values of type " + type.toCanonical() + ": " + ex.getOriginalMessage(), ex);
		}
	}

	private String describe(JavaType given) {
		JavaType type = given.isPrimitive() ? given : this.annotations
			.refineDeserializationType(this.writing.getConfig(), this.writing.introspectClassAnnotations(given), given);
		Class<?> raw = ClassUtils.resolvePrimitiveIfNecessary(type.getRawClass());
		if (PlainTypes.contains(raw)) {
			return raw.getSimpleName() + form(type);
		}
		Integer number = this.seen.putIfAbsent(type, this.seen.size());
		if (number != null) {
			return "#" + number;
		}
		if (type.isEnumType()) {
			return Arrays.stream(raw.getEnumConstants())
				.map((constant) -> ((Enum<?>) constant).name())
				.sorted()
				.collect(Collectors.joining("|", "(", ")")) + form(type);
		}
		if (type.isReferenceType()) {
			return describe(type.getContentType()) + "?";
		}
		if (type.isArrayType() || type.isCollectionLikeType()) {
			requireInstantiable(type);
			return "[" + describeContents(type) + "]";
		}
		if (type.isMapLikeType()) {
			requireInstantiable(type);
			return "<" + describeMapKey(type) + "," + describeContents(type) + ">";
		}
		return describeObject(type, raw);
	}

	private String describeContents(JavaType container) {
		this.path.addLast("[]");
		try {
			return describe(container.getContentType());
		}
		finally {
			this.path.removeLast();
		}
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
			throw unsupported(type, "they are not read back unchanged. Declare what the values really are,"
					+ " as records, lists, maps, strings, numbers and times, generics included");
		}
		AnnotatedClass annotated = this.writing.introspectClassAnnotations(type);
		JsonTypeInfo.@Nullable Value typeInfo = typeInfo(type, annotated);
		if (typeInfo != null) {
			return describeSubtypes(type, annotated, typeInfo);
		}
		String form = form(type);
		if (!form.isEmpty()) {
			return "custom " + raw.getName() + form;
		}
		BeanDescription description = this.writing.introspectBeanDescription(type, annotated);
		AnnotatedMember jsonValue = description.findJsonValueAccessor();
		if (jsonValue != null) {
			return describe(jsonValue.getType()) + " by " + jsonValue.getName();
		}
		if (type.isAbstract()) {
			throw unsupported(type, "it is abstract, so it is unknown what to read. Declare a concrete class, or"
					+ " name its subclasses with @JsonTypeInfo(use = Id.NAME) and @JsonSubTypes");
		}
		requireInstantiable(type);
		return describeProperties(type, description);
	}

	private String describeProperties(JavaType type, BeanDescription description) {
		// Sort before describing: the first occurrence of a type is written out, its
		// repetitions are not.
		Map<String, AnnotatedMember> members = new TreeMap<>();
		for (BeanPropertyDefinition property : description.findProperties()) {
			AnnotatedMember member = property.getAccessor();
			if (member != null) {
				members.put(property.getName(), member);
			}
		}
		Map<String, String> properties = new LinkedHashMap<>();
		members.forEach((name, member) -> {
			this.path.addLast(this.path.isEmpty() ? name : "." + name);
			try {
				properties.put(name, describeProperty(type, member));
			}
			catch (IllegalArgumentException ex) {
				if (!mayBeLeftOut(member)) {
					throw ex;
				}
				properties.put(name, "left out");
			}
			finally {
				this.path.removeLast();
			}
		});
		return properties.toString();
	}

	private String describeProperty(JavaType type, AnnotatedMember member) {
		JsonTypeInfo.Value typeInfo = typeInfo(type, member);
		JavaType refined = this.annotations.refineDeserializationType(this.writing.getConfig(), member,
				member.getType());
		return (typeInfo != null) ? describeSubtypes(refined, member, typeInfo) : describe(refined);
	}

	/**
	 * Return whether the application expects a property to be left out. If the property
	 * cannot be kept, that is no reason to fail the start; the values stay in the pod.
	 */
	private static boolean mayBeLeftOut(AnnotatedMember member) {
		return (member instanceof AnnotatedField field && field.isTransient())
				|| member.hasAnnotation(JsonIgnore.class);
	}

	private String describeSubtypes(JavaType type, Annotated annotated, JsonTypeInfo.Value typeInfo) {
		JavaType base = (type.isContainerType() || type.isReferenceType()) ? type.getContentType() : type;
		SubtypeResolver resolver = this.writing.getConfig().getSubtypeResolver();
		Collection<NamedType> found = (annotated instanceof AnnotatedMember member)
				? resolver.collectAndResolveSubtypesByClass(this.writing.getConfig(), member, base)
				: resolver.collectAndResolveSubtypesByClass(this.writing.getConfig(), (AnnotatedClass) annotated);
		Set<String> subtypes = new TreeSet<>();
		for (NamedType subtype : found) {
			JavaType concrete = this.writing.constructSpecializedType(base, subtype.getType());
			if (!concrete.isAbstract()) {
				requireInstantiable(concrete);
				BeanDescription description = this.writing.introspectBeanDescription(concrete);
				String name = subtype.hasName() ? subtype.getName() : ClassUtils.getShortName(subtype.getType());
				subtypes.add(name + describeProperties(concrete, description));
			}
		}
		String form = typeInfo.getIdType() + "/" + typeInfo.getInclusionType() + "/" + typeInfo.getPropertyName();
		return form + ((base != type) ? type.getRawClass().getSimpleName() : "") + subtypes;
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

	private String form(JavaType type) {
		return MapperForms.of(this.writing, this.reading, type);
	}

	private void requireInstantiable(JavaType type) {
		if (this.reading.findNonContextualValueDeserializer(type) instanceof ValueInstantiator.Gettable gettable) {
			ValueInstantiator instantiator = gettable.getValueInstantiator();
			if (instantiator != null && !instantiator.canInstantiate()) {
				throw unsupported(type, "it is unknown how to create one from JSON. Make it a record, or give it a"
						+ " constructor without parameters or one annotated with @JsonCreator");
			}
		}
	}

	private IllegalArgumentException unsupported(JavaType type, String why) {
		String where = this.path.isEmpty() ? ""
				: ", which is '" + String.join("", this.path) + "' of " + this.whole.toCanonical() + ",";
		return new IllegalArgumentException("Values of type " + type.toCanonical() + where
				+ " cannot be kept in the shared tier: " + why + ". Or keep this cache out of the shared tier.");
	}

}
