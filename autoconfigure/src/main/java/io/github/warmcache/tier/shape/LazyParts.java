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

import java.lang.reflect.Method;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleSerializers;

import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Placeholders that Hibernate puts in place of what an entity refers to. Works without
 * Hibernate on the class path.
 */
public final class LazyParts {

	private static final String PROXY = "org.hibernate.proxy.HibernateProxy";

	private static final String COLLECTION = "org.hibernate.collection.spi.PersistentCollection";

	private static final ClassValue<Kind> KINDS = new ClassValue<>() {

		@Override
		protected Kind computeValue(Class<?> type) {
			if (find(type, PROXY) != null) {
				return Kind.PROXY;
			}
			return (find(type, COLLECTION) != null) ? Kind.COLLECTION : Kind.NONE;
		}

	};

	private LazyParts() {
	}

	/**
	 * Return the object that a placeholder stands for, or the object itself.
	 * @return the object, or {@code null} if it is not loaded yet
	 */
	public static @Nullable Object loaded(Object value) {
		switch (KINDS.get(value.getClass())) {
			case PROXY -> {
				Object initializer = call(value, PROXY, "getHibernateLazyInitializer");
				String type = "org.hibernate.proxy.LazyInitializer";
				boolean uninitialized = Boolean.TRUE.equals(call(initializer, type, "isUninitialized"));
				return uninitialized ? null : call(initializer, type, "getImplementation");
			}
			case COLLECTION -> {
				return Boolean.TRUE.equals(call(value, COLLECTION, "wasInitialized")) ? value : null;
			}
			default -> {
				return value;
			}
		}
	}

	static boolean isCollection(Class<?> type) {
		return KINDS.get(type) == Kind.COLLECTION;
	}

	private static Object call(Object target, String type, String name) {
		Class<?> declaring = find(target.getClass(), type);
		Assert.state(declaring != null, () -> target.getClass().getName() + " is not a " + type);
		Method method = ReflectionUtils.findMethod(declaring, name);
		Assert.state(method != null, () -> type + " has no method " + name);
		Object result = ReflectionUtils.invokeMethod(method, target);
		Assert.state(result != null, () -> name + " returned nothing");
		return result;
	}

	private static @Nullable Class<?> find(Class<?> type, String name) {
		return ClassUtils.getAllInterfacesForClassAsSet(type)
			.stream()
			.filter((implemented) -> implemented.getName().equals(name))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Serializers that write what a placeholder stands for.
	 */
	public static final class LoadedSerializers extends SimpleSerializers {

		private static final long serialVersionUID = 1L;

		@Override
		public @Nullable ValueSerializer<?> findSerializer(SerializationConfig config, JavaType type,
				BeanDescription.Supplier description, JsonFormat.@Nullable Value format) {
			return (KINDS.get(type.getRawClass()) == Kind.PROXY) ? new LoadedSerializer() : null;
		}

	}

	private static final class LoadedSerializer extends ValueSerializer<Object> {

		@Override
		public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
			context.writeValue(generator, required(value));
		}

		@Override
		public void serializeWithType(Object value, JsonGenerator generator, SerializationContext context,
				TypeSerializer types) {
			Object loaded = required(value);
			context.findValueSerializer(loaded.getClass()).serializeWithType(loaded, generator, context, types);
		}

		private static Object required(Object value) {
			Object loaded = loaded(value);
			Assert.state(loaded != null, () -> value.getClass().getName() + " is not loaded");
			return loaded;
		}

	}

	private enum Kind {

		NONE, PROXY, COLLECTION

	}

}
