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

package io.github.warmcache.tier.key;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.util.ClassUtils;

/**
 * Access to the components and constructors of records that serve as keys.
 */
final class RecordKeys {

	private final Map<Class<?>, Shape> shapes = new ConcurrentHashMap<>();

	/**
	 * Return the values of a record's components, in order.
	 * @param key the record
	 * @return the values
	 */
	List<@Nullable Object> values(Object key) {
		Shape shape = shape(key.getClass());
		List<@Nullable Object> values = new ArrayList<>(shape.fields().size());
		try {
			for (Field field : shape.fields()) {
				values.add(field.get(key));
			}
		}
		catch (IllegalAccessException ex) {
			throw unusable(key.getClass());
		}
		return values;
	}

	Object create(Class<?> type, @Nullable Object[] values) {
		try {
			return shape(type).constructor().newInstance(values);
		}
		catch (ReflectiveOperationException ex) {
			throw unusable(type);
		}
	}

	private Shape shape(Class<?> type) {
		return this.shapes.computeIfAbsent(type, RecordKeys::shapeOf);
	}

	private static Shape shapeOf(Class<?> type) {
		RecordComponent[] components = type.getRecordComponents();
		try {
			Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
			Constructor<?> constructor = type.getDeclaredConstructor(types);
			constructor.setAccessible(true);
			List<Field> fields = new ArrayList<>();
			for (RecordComponent component : components) {
				Field field = type.getDeclaredField(component.getName());
				field.setAccessible(true);
				fields.add(field);
			}
			if (!Equality.isByFields(type)) {
				throw new IllegalStateException("It has an equals method of its own");
			}
			return new Shape(constructor, fields);
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			throw unusable(type);
		}
	}

	private static KeyWithoutTextException unusable(Class<?> type) {
		return new KeyWithoutTextException("The record " + type.getName()
				+ " cannot be used as a key in the shared tier: its components must be accessible, and they alone"
				+ " must decide whether two records are equal");
	}

	/**
	 * Accessible constructor and fields of a record class.
	 */
	private record Shape(Constructor<?> constructor, List<Field> fields) {
	}

	/**
	 * Test of whether a record is compared by its components. The compiler writes an
	 * {@code equals} method into each record, so only its bytecode shows whether it is
	 * the author's own.
	 */
	private static final class Equality extends ClassVisitor {

		private boolean generated;

		private Equality() {
			super(SpringAsmInfo.ASM_VERSION);
		}

		/**
		 * Return whether records of a class are equal exactly if their components are.
		 * Assume so if the class file cannot be read.
		 */
		static boolean isByFields(Class<?> type) {
			try (InputStream code = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
				if (code == null) {
					return true;
				}
				Equality equality = new Equality();
				new ClassReader(code).accept(equality, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
				return equality.generated;
			}
			catch (IOException | RuntimeException ex) {
				return true;
			}
		}

		@Override
		public @Nullable MethodVisitor visitMethod(int access, String name, String descriptor,
				@Nullable String signature, String @Nullable [] exceptions) {
			if (!name.equals("equals") || !descriptor.equals("(Ljava/lang/Object;)Z")) {
				return null;
			}
			return new MethodVisitor(SpringAsmInfo.ASM_VERSION) {

				@Override
				public void visitInvokeDynamicInsn(String called, String calledDescriptor, Handle bootstrap,
						Object... arguments) {
					Equality.this.generated |= bootstrap.getOwner().equals("java/lang/runtime/ObjectMethods");
				}

			};
		}

	}

}
