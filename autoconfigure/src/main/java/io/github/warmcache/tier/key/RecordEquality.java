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

import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.util.ClassUtils;

/**
 * Test of whether a record is compared by its components. The compiler writes an
 * {@code equals} method into each record, so only its bytecode shows whether it is the
 * author's own.
 */
final class RecordEquality extends ClassVisitor {

	private boolean generated;

	private RecordEquality() {
		super(SpringAsmInfo.ASM_VERSION);
	}

	/**
	 * Return whether records of a class are equal exactly if their components are. Assume
	 * so if the class file cannot be read.
	 */
	static boolean isByFields(Class<?> type) {
		try (InputStream code = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
			if (code == null) {
				return true;
			}
			RecordEquality equality = new RecordEquality();
			new ClassReader(code).accept(equality, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
			return equality.generated;
		}
		catch (IOException | RuntimeException ex) {
			return true;
		}
	}

	@Override
	public @Nullable MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
			String @Nullable [] exceptions) {
		if (!name.equals("equals") || !descriptor.equals("(Ljava/lang/Object;)Z")) {
			return null;
		}
		return new MethodVisitor(SpringAsmInfo.ASM_VERSION) {

			@Override
			public void visitInvokeDynamicInsn(String called, String calledDescriptor, Handle bootstrap,
					Object... arguments) {
				RecordEquality.this.generated |= bootstrap.getOwner().equals("java/lang/runtime/ObjectMethods");
			}

		};
	}

}
