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

package io.github.warmcache.autoconfigure.cache;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.types.CacheTypes;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.core.ResolvableType;

/**
 * Version that is read from a property of the values. The accessor is found once.
 */
final class VersionProperty implements ValueVersion {

	private static final EventLog logger = EventLog.of(VersionProperty.class);

	private final String cacheName;

	private final String scheme;

	private final MethodHandle accessor;

	private final AtomicBoolean told = new AtomicBoolean();

	private VersionProperty(String cacheName, String scheme, MethodHandle accessor) {
		this.cacheName = cacheName;
		this.scheme = scheme;
		this.accessor = accessor.asType(MethodType.methodType(Object.class, Object.class));
	}

	/**
	 * Create the version of a cache's values.
	 * @param settings the settings of the cache
	 * @param types the types of the cache
	 * @return the version, {@link ValueVersion#NONE} if the settings name no property
	 * @throws InvalidCacheConfigurationException if the values have no such property, or
	 * its type has no order
	 */
	static ValueVersion of(CacheSettings settings, CacheTypes types) {
		String name = settings.version();
		if (name == null) {
			return ValueVersion.NONE;
		}
		String property = settings.property("version");
		Class<?> type = types.valueType().resolve();
		if (type == null) {
			throw new InvalidCacheConfigurationException(property,
					"is '%s', but no method declares the type of the values, which must have that property"
						.formatted(name),
					"Set '%s' to the class of the values, or remove the property"
						.formatted(settings.property("value-type")));
		}
		if (type.isArray() || Collection.class.isAssignableFrom(type) || Optional.class == type) {
			throw new InvalidCacheConfigurationException(property,
					"is '%s', but values of type %s have no version of their own".formatted(name, types.valueType()),
					"Remove the property, or keep objects with a version in the cache");
		}
		return Map.class.isAssignableFrom(type) ? ofMap(settings, name, types.valueType())
				: ofObject(settings, name, type);
	}

	private static ValueVersion ofMap(CacheSettings settings, String key, ResolvableType type) {
		Class<?> keys = type.as(Map.class).getGeneric(0).resolve(Object.class);
		Class<?> content = type.as(Map.class).getGeneric(1).resolve(Object.class);
		if (!keys.isAssignableFrom(String.class)) {
			throw new InvalidCacheConfigurationException(settings.property("version"),
					"is '%s', but the values are maps whose keys are not text".formatted(key),
					"Remove the property, or keep maps with text keys in the cache");
		}
		String kind = VersionKind.of(content);
		if (kind == null && content != Object.class) {
			throw withoutOrder(settings, key, content);
		}
		MethodHandle get = find(() -> MethodHandles.publicLookup()
			.findVirtual(Map.class, "get", MethodType.methodType(Object.class, Object.class)));
		return new VersionProperty(settings.name(), (kind != null) ? key + " " + kind : key,
				MethodHandles.insertArguments(get, 1, key));
	}

	private static ValueVersion ofObject(CacheSettings settings, String name, Class<?> type) {
		Map<String, Member> members = members(type);
		Member member = members.get(name);
		if (member == null) {
			String has = members.isEmpty() ? "no properties"
					: members.keySet().stream().collect(Collectors.joining(", "));
			throw new InvalidCacheConfigurationException(settings.property("version"),
					"is '%s', but %s has no such property; it has %s".formatted(name, type.getName(), has),
					"Write the name of a record component, a getter's property or a public field that grows with "
							+ "each change");
		}
		Class<?> content = (member instanceof Method method) ? method.getReturnType() : ((Field) member).getType();
		String kind = VersionKind.of(content);
		if (kind == null) {
			throw withoutOrder(settings, name, content);
		}
		return new VersionProperty(settings.name(), name + " " + kind, find(() -> {
			((AccessibleObject) member).trySetAccessible();
			return (member instanceof Method method) ? MethodHandles.lookup().unreflect(method)
					: MethodHandles.lookup().unreflectGetter((Field) member);
		}));
	}

	private static InvalidCacheConfigurationException withoutOrder(CacheSettings settings, String name, Class<?> type) {
		return new InvalidCacheConfigurationException(settings.property("version"),
				"is '%s', whose type %s does not tell an older value from a newer one".formatted(name, type.getName()),
				"Name a property that is " + VersionKind.NAMES);
	}

	/**
	 * Return the readable fields, getters and record components of a type by name.
	 */
	private static Map<String, Member> members(Class<?> type) {
		Map<String, Member> members = new TreeMap<>();
		for (Field field : type.getFields()) {
			if (!Modifier.isStatic(field.getModifiers())) {
				members.put(field.getName(), field);
			}
		}
		Arrays.stream(BeanUtils.getPropertyDescriptors(type))
			.filter((descriptor) -> descriptor.getReadMethod() != null && !descriptor.getName().equals("class"))
			.forEach((descriptor) -> members.put(descriptor.getName(), descriptor.getReadMethod()));
		RecordComponent[] components = type.getRecordComponents();
		if (components != null) {
			for (RecordComponent component : components) {
				members.put(component.getName(), component.getAccessor());
			}
		}
		return members;
	}

	private static MethodHandle find(Lookup lookup) {
		try {
			return lookup.find();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("A property of the cached values could not be made readable", ex);
		}
	}

	@Override
	public long of(@Nullable Object value) {
		if (value == null) {
			return UNVERSIONED;
		}
		Object property;
		try {
			property = (Object) this.accessor.invokeExact(value);
		}
		catch (Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			tell("fails with " + ex.getClass().getName());
			return UNVERSIONED;
		}
		if (property == null) {
			return UNVERSIONED;
		}
		long version = VersionKind.version(property);
		if (version == UNVERSIONED) {
			tell("is of type " + property.getClass().getName() + ", which has no order");
		}
		return version;
	}

	private void tell(String what) {
		if (this.told.compareAndSet(false, true)) {
			logger.warn(LogEvent.CACHE_VERSION_UNUSABLE)
				.cache(this.cacheName)
				.cause(what)
				.log(("The version of a value of cache '%s' %s: the value is treated as unversioned. "
						+ "Further cases are not logged")
					.formatted(this.cacheName, what));
		}
	}

	@Override
	public String scheme() {
		return this.scheme;
	}

	@FunctionalInterface
	private interface Lookup {

		MethodHandle find() throws ReflectiveOperationException;

	}

}
