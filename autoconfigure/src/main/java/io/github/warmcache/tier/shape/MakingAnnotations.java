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

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.annotation.JsonPOJOBuilder;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedField;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.AnnotatedWithParams;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.introspect.ObjectIdInfo;
import tools.jackson.databind.introspect.VisibilityChecker;
import tools.jackson.databind.jsontype.NamedType;

/**
 * Introspector that obeys only the annotations that tell how to create an object or which
 * subtype it is. Annotations for the output to browsers do not apply to what pods share.
 * <p>
 * All fields, even transient ones, are properties under their own names. A parameter of a
 * creator stands for the field of its name, or for the one that is annotated with that
 * name.
 */
public final class MakingAnnotations extends AnnotationIntrospector {

	private static final long serialVersionUID = 1L;

	private final JacksonAnnotationIntrospector jackson = new JacksonAnnotationIntrospector();

	private final Set<Class<?>> builders = ConcurrentHashMap.newKeySet();

	@Override
	public Version version() {
		return this.jackson.version();
	}

	@Override
	public boolean isAnnotationBundle(Annotation annotation) {
		return this.jackson.isAnnotationBundle(annotation);
	}

	@Override
	public @Nullable String findImplicitPropertyName(MapperConfig<?> config, AnnotatedMember member) {
		return this.jackson.findImplicitPropertyName(config, member);
	}

	@Override
	public @Nullable PropertyName findNameForSerialization(MapperConfig<?> config, Annotated annotated) {
		return nameOfTransient(annotated);
	}

	@Override
	public @Nullable PropertyName findNameForDeserialization(MapperConfig<?> config, Annotated annotated) {
		if (!(annotated instanceof AnnotatedParameter parameter)) {
			return nameOfTransient(annotated);
		}
		PropertyName given = this.jackson.findNameForDeserialization(config, parameter);
		return (given != null && given.hasSimpleName())
				? PropertyName.construct(field(parameter.getDeclaringClass(), given.getSimpleName())) : given;
	}

	/**
	 * Return the name of a transient field, which Jackson leaves out unless it is named.
	 */
	private static @Nullable PropertyName nameOfTransient(Annotated annotated) {
		return (annotated instanceof AnnotatedField field && field.isTransient())
				? PropertyName.construct(field.getName()) : null;
	}

	/**
	 * Return the name of the field that is annotated with a name, or that name itself.
	 */
	private static String field(Class<?> type, String name) {
		for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
			for (Field field : declaring.getDeclaredFields()) {
				if (isNamed(field, name) || isNamed(getters(declaring, field.getName()), name)) {
					return field.getName();
				}
			}
		}
		return name;
	}

	private static Stream<Method> getters(Class<?> type, String field) {
		String capital = field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
		List<String> names = List.of(field, "get" + capital, "is" + capital);
		return Stream.of(type.getDeclaredMethods())
			.filter((method) -> method.getParameterCount() == 0 && names.contains(method.getName()));
	}

	private static boolean isNamed(Stream<Method> methods, String name) {
		return methods.anyMatch((method) -> isNamed(method, name));
	}

	private static boolean isNamed(AnnotatedElement element, String name) {
		JsonProperty property = element.getAnnotation(JsonProperty.class);
		JsonGetter getter = element.getAnnotation(JsonGetter.class);
		return (property != null && property.value().equals(name)) || (getter != null && getter.value().equals(name));
	}

	@Override
	public JsonCreator.@Nullable Mode findCreatorAnnotation(MapperConfig<?> config, Annotated annotated) {
		JsonCreator.Mode mode = isOfEnum(annotated) ? null : this.jackson.findCreatorAnnotation(config, annotated);
		return (mode == JsonCreator.Mode.DEFAULT && annotated instanceof AnnotatedWithParams creator
				&& creator.getParameterCount() == 1 && isWrittenAsOneValue(creator.getDeclaringClass()))
						? JsonCreator.Mode.DELEGATING : mode;
	}

	private static boolean isWrittenAsOneValue(Class<?> type) {
		return Stream
			.<AnnotatedElement>concat(Stream.of(type.getDeclaredFields()), Stream.of(type.getDeclaredMethods()))
			.anyMatch((element) -> element.isAnnotationPresent(JsonValue.class));
	}

	/**
	 * Obey {@code @JsonValue} only if there is a creator that takes the value.
	 */
	@Override
	public @Nullable Boolean hasAsValue(MapperConfig<?> config, Annotated annotated) {
		return (annotated instanceof AnnotatedMember member && !isOfEnum(annotated)
				&& isMadeOfOneValue(member.getDeclaringClass())) ? this.jackson.hasAsValue(config, annotated) : null;
	}

	private static boolean isMadeOfOneValue(Class<?> type) {
		return Stream
			.<Executable>concat(Stream.of(type.getDeclaredConstructors()), Stream.of(type.getDeclaredMethods()))
			.anyMatch((creator) -> {
				JsonCreator annotation = creator.getAnnotation(JsonCreator.class);
				return annotation != null && creator.getParameterCount() == 1
						&& annotation.mode() != JsonCreator.Mode.DISABLED
						&& annotation.mode() != JsonCreator.Mode.PROPERTIES;
			});
	}

	private static boolean isOfEnum(Annotated annotated) {
		return annotated instanceof AnnotatedMember member && member.getDeclaringClass().isEnum();
	}

	@Override
	public @Nullable Object findValueInstantiator(MapperConfig<?> config, AnnotatedClass annotated) {
		return this.jackson.findValueInstantiator(config, annotated);
	}

	@Override
	public @Nullable Class<?> findPOJOBuilder(MapperConfig<?> config, AnnotatedClass annotated) {
		Class<?> builder = this.jackson.findPOJOBuilder(config, annotated);
		if (builder != null) {
			this.builders.add(builder);
		}
		return builder;
	}

	@Override
	public JsonPOJOBuilder.@Nullable Value findPOJOBuilderConfig(MapperConfig<?> config, AnnotatedClass annotated) {
		return this.jackson.findPOJOBuilderConfig(config, annotated);
	}

	/**
	 * Show all setters of builders, because a builder receives its values through
	 * methods.
	 */
	@Override
	public VisibilityChecker findAutoDetectVisibility(MapperConfig<?> config, AnnotatedClass annotated,
			VisibilityChecker checker) {
		return this.builders.contains(annotated.getRawType()) ? checker.withSetterVisibility(Visibility.ANY) : checker;
	}

	@Override
	public JavaType refineDeserializationType(MapperConfig<?> config, Annotated annotated, JavaType type) {
		return this.jackson.refineDeserializationType(config, annotated, type);
	}

	@Override
	public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
		return this.jackson.findPolymorphicTypeInfo(config, annotated);
	}

	@Override
	public @Nullable Object findTypeResolverBuilder(MapperConfig<?> config, Annotated annotated) {
		return this.jackson.findTypeResolverBuilder(config, annotated);
	}

	@Override
	public @Nullable Object findTypeIdResolver(MapperConfig<?> config, Annotated annotated) {
		return this.jackson.findTypeIdResolver(config, annotated);
	}

	@Override
	public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
		return this.jackson.findSubtypes(config, annotated);
	}

	@Override
	public @Nullable String findTypeName(MapperConfig<?> config, AnnotatedClass annotated) {
		return this.jackson.findTypeName(config, annotated);
	}

	@Override
	public @Nullable ObjectIdInfo findObjectIdInfo(MapperConfig<?> config, Annotated annotated) {
		return this.jackson.findObjectIdInfo(config, annotated);
	}

}
