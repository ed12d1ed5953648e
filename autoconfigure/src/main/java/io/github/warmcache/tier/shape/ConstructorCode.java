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

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;
import org.springframework.util.ClassUtils;

/**
 * Bytecode of a constructor. Tells whether the constructor stores each argument unchanged
 * in a field and does nothing else. Any instruction that is not known to belong to that
 * counts against it.
 */
final class ConstructorCode extends MethodVisitor {

	private static final Set<String> EMPTY_SUPERCLASSES = Set.of("java/lang/Object", "java/lang/Record");

	private final String owner;

	/**
	 * Assignments that the constructor must still make, as {@code slot:field}.
	 */
	private final Set<String> missing;

	/**
	 * Local variables that were loaded and not used yet.
	 */
	private final StringBuilder loaded = new StringBuilder();

	private boolean begun;

	private boolean other;

	private ConstructorCode(String owner, Set<String> assignments) {
		super(SpringAsmInfo.ASM_VERSION);
		this.owner = owner;
		this.missing = assignments;
	}

	/**
	 * Return whether a constructor only stores its arguments.
	 * @param constructor the constructor
	 * @param fields the names of the fields of its class that store them, in parameter
	 * order
	 * @return whether it does; {@code false} if its class file cannot be read
	 */
	static boolean keepsArguments(Constructor<?> constructor, List<String> fields) {
		Class<?> type = constructor.getDeclaringClass();
		ConstructorCode code = new ConstructorCode(Type.getInternalName(type), assignments(constructor, fields));
		String descriptor = Type.getConstructorDescriptor(constructor);
		try (InputStream file = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
			if (file == null) {
				return false;
			}
			new ClassReader(file).accept(new ClassVisitor(SpringAsmInfo.ASM_VERSION) {

				@Override
				public @Nullable MethodVisitor visitMethod(int access, String name, String given,
						@Nullable String signature, String @Nullable [] exceptions) {
					return (name.equals("<init>") && given.equals(descriptor)) ? code : null;
				}

			}, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
			return code.begun && !code.other && code.missing.isEmpty();
		}
		catch (IOException | RuntimeException ex) {
			return false;
		}
	}

	private static Set<String> assignments(Constructor<?> constructor, List<String> fields) {
		Set<String> assignments = new HashSet<>();
		int slot = 1;
		for (int i = 0; i < fields.size(); i++) {
			assignments.add(slot + ":" + fields.get(i));
			slot += Type.getType(constructor.getParameterTypes()[i]).getSize();
		}
		return assignments;
	}

	@Override
	public void visitVarInsn(int opcode, int variable) {
		this.other |= opcode < Opcodes.ILOAD || opcode > Opcodes.ALOAD;
		this.loaded.append(variable).append(':');
	}

	@Override
	public void visitFieldInsn(int opcode, String declaring, String name, String descriptor) {
		String assigned = this.loaded.append(name).toString();
		this.other |= opcode != Opcodes.PUTFIELD || !declaring.equals(this.owner) || !assigned.startsWith("0:")
				|| !this.missing.remove(assigned.substring(2));
		this.loaded.setLength(0);
	}

	@Override
	public void visitMethodInsn(int opcode, String declaring, String name, String descriptor, boolean isInterface) {
		this.other |= opcode != Opcodes.INVOKESPECIAL || !EMPTY_SUPERCLASSES.contains(declaring)
				|| !name.equals("<init>") || !this.loaded.toString().equals("0:");
		this.begun = true;
		this.loaded.setLength(0);
	}

	@Override
	public void visitInsn(int opcode) {
		this.other |= opcode != Opcodes.RETURN;
	}

	@Override
	public void visitIntInsn(int opcode, int operand) {
		this.other = true;
	}

	@Override
	public void visitTypeInsn(int opcode, String type) {
		this.other = true;
	}

	@Override
	public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
		this.other = true;
	}

	@Override
	public void visitJumpInsn(int opcode, Label label) {
		this.other = true;
	}

	@Override
	public void visitLdcInsn(Object value) {
		this.other = true;
	}

	@Override
	public void visitIincInsn(int variable, int increment) {
		this.other = true;
	}

	@Override
	public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
		this.other = true;
	}

	@Override
	public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
		this.other = true;
	}

	@Override
	public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
		this.other = true;
	}

}
