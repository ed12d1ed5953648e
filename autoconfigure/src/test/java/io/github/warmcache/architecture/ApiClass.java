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

package io.github.warmcache.architecture;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.RecordComponentVisitor;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/**
 * Reduces a class file to what the API promises: signatures without code, without private
 * members, and without the members that are not part of the API.
 */
final class ApiClass extends ClassVisitor {

	private final PublicApi listed;

	private final String simpleName;

	private ApiClass(ClassWriter writer, PublicApi listed, String simpleName) {
		super(SpringAsmInfo.ASM_VERSION, writer);
		this.listed = listed;
		this.simpleName = simpleName;
	}

	static byte[] reduce(byte[] classFile, PublicApi listed) {
		ClassReader reader = new ClassReader(classFile);
		ClassWriter writer = new ClassWriter(0);
		reader.accept(new ApiClass(writer, listed, simpleName(reader.getClassName())),
				ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
		return writer.toByteArray();
	}

	private static String simpleName(String name) {
		return name.replaceAll(".*[./$]", "");
	}

	@Override
	public @Nullable MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
			String[] exceptions) {
		List<String> parameters = Arrays.stream(Type.getArgumentTypes(descriptor))
			.map((type) -> simpleName(type.getClassName()))
			.toList();
		String member = name.equals("<init>") ? this.simpleName : name;
		return (isPromised(access) && !this.listed.isInside(this.simpleName, member, parameters))
				? super.visitMethod(access, name, descriptor, signature, exceptions) : null;
	}

	@Override
	public @Nullable FieldVisitor visitField(int access, String name, String descriptor, String signature,
			Object value) {
		return isPromised(access) ? super.visitField(access, name, descriptor, signature, value) : null;
	}

	@Override
	public @Nullable RecordComponentVisitor visitRecordComponent(String name, String descriptor, String signature) {
		return this.listed.isInside(this.simpleName, name, List.of()) ? null
				: super.visitRecordComponent(name, descriptor, signature);
	}

	@Override
	public void visitInnerClass(String name, String outerName, String innerName, int access) {
		if (isPromised(access)) {
			super.visitInnerClass(name, outerName, innerName, access);
		}
	}

	@Override
	public void visitNestMember(String nestMember) {
		// Says nothing to a caller.
	}

	private static boolean isPromised(int access) {
		return (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) != 0;
	}

}
