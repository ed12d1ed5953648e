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

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializer;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.introspect.AnnotatedConstructor;
import tools.jackson.databind.ser.BeanPropertyWriter;

/**
 * Creation of objects of one class from JSON. Tells whether application code may change
 * the values that it is given.
 */
final class ObjectMaking {

	private ObjectMaking() {
	}

	/**
	 * Return whether each field of an object is set to exactly what was written of it. A
	 * constructor without parameters may do anything, because all fields are set after
	 * it.
	 * @param maker creates the objects
	 * @param written the properties by field
	 */
	static boolean isPlain(BeanDeserializerBase maker, Map<Field, BeanPropertyWriter> written) {
		ValueInstantiator instantiator = maker.getValueInstantiator();
		if (maker.getClass() != BeanDeserializer.class || instantiator.getClass() != StdValueInstantiator.class
				|| written.values().stream().anyMatch(BeanPropertyWriter::willSuppressNulls)) {
			return false;
		}
		if (!instantiator.canCreateFromObjectWith()) {
			return instantiator.getDefaultCreator() instanceof AnnotatedConstructor;
		}
		if (!(instantiator.getWithArgsCreator() instanceof AnnotatedConstructor creator)) {
			return false;
		}
		Constructor<?> constructor = creator.getAnnotated();
		@Nullable String[] fields = new String[constructor.getParameterCount()];
		for (Iterator<SettableBeanProperty> parameters = maker.creatorProperties(); parameters.hasNext();) {
			SettableBeanProperty parameter = parameters.next();
			fields[parameter.getCreatorIndex()] = field(parameter.getName(), written);
		}
		List<@Nullable String> names = Arrays.asList(fields);
		return !names.contains(null) && ConstructorCode.keepsArguments(constructor, List.of(fields));
	}

	private static @Nullable String field(String property, Map<Field, BeanPropertyWriter> written) {
		return written.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().getName().equals(property))
			.map((entry) -> entry.getKey().getName())
			.findFirst()
			.orElse(null);
	}

}
