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

package io.github.warmcache.tier.shape;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.PropertyWriter;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.ser.impl.UnknownSerializer;
import tools.jackson.databind.ser.jackson.JsonValueSerializer;

/**
 * Analysis of the structure of a type: what JSON writes of its values, and what it
 * creates from that.
 */
public final class ValueShapes {

	private static final ValueShape PLAIN = new ValueShape.Plain();

	private final SerializationContext writing;

	private final DeserializationContext reading;

	private final AnnotationIntrospector annotations;

	private final LeafShapes leaves;

	private final Map<JavaType, ObjectShape> objects = new HashMap<>();

	private ValueShapes(JsonMapper mapper) {
		this.writing = mapper._serializationContext();
		this.reading = mapper._deserializationContext();
		this.annotations = this.writing.getAnnotationIntrospector();
		this.leaves = new LeafShapes(mapper);
	}

	/**
	 * Return the shape of a type.
	 * @param mapper writes and reads the values
	 * @param type the declared type
	 * @return the shape
	 * @throws UnequalPartException if the structure shows that values would not be read
	 * back unchanged
	 */
	static ValueShape of(JsonMapper mapper, JavaType type) throws UnequalPartException {
		ValueShapes shapes = new ValueShapes(mapper);
		ValueShape shape = shapes.shape(type);
		shapes.objects.values().forEach(ObjectShape::complete);
		return shape;
	}

	private ValueShape shape(JavaType given) throws UnequalPartException {
		JavaType type = refined(given);
		Class<?> raw = type.getRawClass();
		if (type.isPrimitive()) {
			return PLAIN;
		}
		if (PlainTypes.contains(raw)) {
			return isCustom(type) ? new ValueShape.Custom(raw) : this.leaves.of(raw);
		}
		if (type.isEnumType()) {
			return isCustom(type) ? new ValueShape.Custom(raw) : PLAIN;
		}
		if (type.isReferenceType() || type.isArrayType() || type.isContainerType()) {
			return container(type, null, null);
		}
		JsonTypeInfo.Value info = this.annotations.findPolymorphicTypeInfo(this.writing.getConfig(),
				this.writing.introspectClassAnnotations(type));
		return (info != null && info.getIdType() != JsonTypeInfo.Id.NONE) ? subtypes(type, info, null) : object(type);
	}

	private JavaType refined(JavaType type) {
		return type.isPrimitive() ? type : this.annotations.refineDeserializationType(this.writing.getConfig(),
				this.writing.introspectClassAnnotations(type), type);
	}

	/**
	 * Return the shape of a container. The ids of its contents may be declared on the
	 * member that holds it.
	 */
	private ValueShape container(JavaType type, JsonTypeInfo.@Nullable Value info, @Nullable AnnotatedMember member)
			throws UnequalPartException {
		if (type.isContainerType() && !type.isArrayType()) {
			String whyNot = Containers.whyNot(type.getRawClass());
			if (whyNot != null) {
				throw new UnequalPartException(whyNot);
			}
		}
		try {
			JavaType content = type.getContentType();
			ValueShape contents = (info != null) ? subtypes(content, info, member) : shape(content);
			ValueShape keys = type.isMapLikeType() ? this.leaves.ofKeys(type.getKeyType()) : null;
			boolean uniform = type.isArrayType() && (content.isPrimitive() || content.isFinal());
			return (uniform && contents instanceof ValueShape.Plain) ? PLAIN : new ContainerShape(type.getRawClass(),
					type.isReferenceType(), keys, LeafShapes.ofContents(content.getRawClass(), contents));
		}
		catch (UnequalPartException ex) {
			throw type.isReferenceType() ? ex : ex.below("[]");
		}
	}

	private ValueShape subtypes(JavaType type, JsonTypeInfo.Value info, @Nullable AnnotatedMember member)
			throws UnequalPartException {
		var resolver = this.writing.getConfig().getSubtypeResolver();
		var found = (member != null) ? resolver.collectAndResolveSubtypesByClass(this.writing.getConfig(), member, type)
				: resolver.collectAndResolveSubtypesByClass(this.writing.getConfig(),
						this.writing.introspectClassAnnotations(type));
		Map<Class<?>, ValueShape> subtypes = new LinkedHashMap<>();
		for (NamedType subtype : found) {
			JavaType concrete = this.writing.constructSpecializedType(type, subtype.getType());
			if (!concrete.isAbstract()) {
				ValueShape shape = object(concrete);
				if (info.getInclusionType() == JsonTypeInfo.As.PROPERTY && shape instanceof ObjectShape object
						&& object.hasProperty(info.getPropertyName())) {
					throw new UnequalPartException(
							"is a field of " + concrete.toCanonical() + " with the same name as the type id in JSON")
						.below(info.getPropertyName());
				}
				subtypes.put(concrete.getRawClass(), shape);
			}
		}
		return new SubtypesShape(type.getRawClass(), ofClass(info), subtypes);
	}

	private static boolean ofClass(JsonTypeInfo.Value info) {
		return info.getInclusionType() != JsonTypeInfo.As.EXISTING_PROPERTY
				&& info.getInclusionType() != JsonTypeInfo.As.EXTERNAL_PROPERTY
				&& info.getIdType() != JsonTypeInfo.Id.CUSTOM;
	}

	private ValueShape object(JavaType type) throws UnequalPartException {
		ObjectShape known = this.objects.get(type);
		if (known != null) {
			return known;
		}
		Class<?> raw = type.getRawClass();
		if (raw.getName().startsWith("java.")) {
			throw new UnequalPartException("is a " + raw.getName() + ", which JSON does not keep");
		}
		ValueSerializer<?> serializer = this.writing.findValueSerializer(type);
		ValueDeserializer<?> deserializer = this.reading.findNonContextualValueDeserializer(type);
		if (serializer instanceof JsonValueSerializer || !isOfJackson(serializer) || !isOfJackson(deserializer)) {
			return new ValueShape.Custom(raw);
		}
		boolean empty = serializer instanceof UnknownSerializer;
		if (!(empty || serializer instanceof BeanSerializerBase)
				|| !(deserializer instanceof BeanDeserializerBase maker)) {
			throw new UnequalPartException(
					"is a " + raw.getName() + ", which JSON keeps as its supertype, without some of its fields");
		}
		Map<Field, BeanPropertyWriter> written = empty ? Map.of() : written(serializer);
		ObjectShape shape = new ObjectShape(raw, serializer.usesObjectId(), ObjectMaking.isPlain(maker, written));
		this.objects.put(type, shape);
		addFields(shape, type, written, maker);
		return shape;
	}

	private static Map<Field, BeanPropertyWriter> written(ValueSerializer<?> serializer) {
		Map<Field, BeanPropertyWriter> written = new HashMap<>();
		for (Iterator<PropertyWriter> properties = serializer.properties(); properties.hasNext();) {
			PropertyWriter property = properties.next();
			if (property instanceof BeanPropertyWriter writer && writer.getMember() != null
					&& writer.getMember().getMember() instanceof Field field) {
				written.put(field, writer);
			}
		}
		return written;
	}

	private void addFields(ObjectShape shape, JavaType type, Map<Field, BeanPropertyWriter> written,
			BeanDeserializerBase deserializer) throws UnequalPartException {
		List<Field> fields = PropertyFields.of(type.getRawClass());
		if (fields == null) {
			throw new UnequalPartException("is in a module that does not open its package to Jackson");
		}
		requireMadeOf(type, fields, written, deserializer);
		for (Field field : fields) {
			BeanPropertyWriter writer = written.get(field);
			try {
				if (writer == null) {
					throw new UnequalPartException(field.isSynthetic() ? "is the outer instance of an inner class"
							: "is a field that is hidden by a field of a subclass");
				}
				SettableBeanProperty property = deserializer.findProperty(PropertyName.construct(writer.getName()));
				if (property == null) {
					throw new UnequalPartException("is a field of " + field.getDeclaringClass().getName()
							+ " that no constructor, factory or builder sets");
				}
				ValueShape part = property(writer, property);
				Class<?> raw = writer.getType().getRawClass();
				// A field of a type parameter may hold anything.
				shape.add(writer.getName(), field, (field.getType() != raw) ? LeafShapes.ofContents(raw, part) : part);
			}
			catch (UnequalPartException ex) {
				throw ex.below(field.getName());
			}
		}
	}

	private static void requireMadeOf(JavaType type, List<Field> fields, Map<Field, BeanPropertyWriter> written,
			BeanDeserializerBase deserializer) throws UnequalPartException {
		if (deserializer.getValueInstantiator().canCreateUsingDelegate()) {
			throw new UnequalPartException("is a " + type.getRawClass().getName()
					+ ", which is created from one value, but has no @JsonValue beside its @JsonCreator");
		}
		List<String> names = new ArrayList<>();
		fields.stream()
			.map(written::get)
			.filter((writer) -> writer != null)
			.forEach((writer) -> names.add(writer.getName()));
		for (Iterator<SettableBeanProperty> parameters = deserializer.creatorProperties(); parameters.hasNext();) {
			String name = parameters.next().getName();
			if (!names.contains(name)) {
				throw new UnequalPartException("is a parameter of the constructor or factory of "
						+ type.getRawClass().getName() + ", but not a field: give it the name of its field, or annotate"
						+ " both with the same @JsonProperty")
					.below(name);
			}
		}
	}

	private ValueShape property(BeanPropertyWriter writer, SettableBeanProperty property) throws UnequalPartException {
		JavaType type = writer.getType();
		JavaType read = property.getType();
		if (read.getRawClass() != type.getRawClass() && type.getRawClass().isAssignableFrom(read.getRawClass())) {
			type = read;
		}
		else if (read.isContainerType() && type.getRawClass() == read.getRawClass()) {
			type = read;
		}
		AnnotatedMember member = writer.getMember();
		JsonTypeInfo.Value info = this.annotations.findPolymorphicTypeInfo(this.writing.getConfig(), member);
		if (info == null || info.getIdType() == JsonTypeInfo.Id.NONE) {
			return shape(type);
		}
		return (type.isContainerType() || type.isReferenceType()) ? container(type, info, member)
				: subtypes(type, info, member);
	}

	private boolean isCustom(JavaType type) {
		return !isOfJackson(this.writing.findValueSerializer(type))
				|| !isOfJackson(this.reading.findNonContextualValueDeserializer(type));
	}

	public static boolean isOfJackson(Object part) {
		return part.getClass().getName().startsWith("tools.jackson.databind.");
	}

}
