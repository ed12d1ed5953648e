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

package io.github.warmcache.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.log.LogLine;
import org.apache.commons.logging.Log;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/**
 * The events that compiled classes log, with their levels and fields. Byte code has them
 * in the order of the source: the event, its level, its fields. Helper methods of the
 * same class that take the event or the line belong to the event of their caller.
 */
final class LoggedEvents {

	private static final String LOG = Type.getInternalName(EventLog.class);

	private static final String LINE = Type.getInternalName(LogLine.class);

	private static final Set<String> LEVELS = Set.of("info", "warn", "error", "fatal");

	private final Map<String, Logged> events = new TreeMap<>();

	private final Set<String> plain = new TreeSet<>();

	/**
	 * Find what main code logs, without the room of the log itself.
	 */
	static LoggedEvents ofMainCode() throws IOException, URISyntaxException {
		Path root = Path.of(EventLog.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		LoggedEvents found = new LoggedEvents();
		try (Stream<Path> files = Files.walk(root)) {
			for (Path file : files.filter((file) -> file.toString().endsWith(".class")).toList()) {
				if (!root.relativize(file).startsWith(Path.of("io/github/warmcache/log"))) {
					found.read(Files.readAllBytes(file));
				}
			}
		}
		return found;
	}

	/**
	 * Find what one class logs.
	 */
	static LoggedEvents of(Class<?> type) throws IOException {
		LoggedEvents found = new LoggedEvents();
		try (InputStream file = type.getClassLoader().getResourceAsStream(Type.getInternalName(type) + ".class")) {
			found.read(file.readAllBytes());
		}
		return found;
	}

	/**
	 * Return the events by their ids.
	 */
	Map<String, Logged> events() {
		return this.events;
	}

	/**
	 * Return the classes that log above level DEBUG what is no event.
	 */
	Set<String> plain() {
		return this.plain;
	}

	private void read(byte[] file) {
		Map<String, List<Step>> methods = new HashMap<>();
		ClassReader reader = new ClassReader(file);
		reader.accept(new ClassVisitor(SpringAsmInfo.ASM_VERSION) {

			@Override
			public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
					String[] exceptions) {
				List<Step> steps = new ArrayList<>();
				methods.put(name + descriptor, steps);
				return new Steps(reader.getClassName(), steps);
			}

		}, ClassReader.SKIP_DEBUG);
		methods.forEach((name, steps) -> attribute(reader.getClassName() + "." + name, steps, methods));
		if (methods.values().stream().flatMap(List::stream).anyMatch((step) -> step.kind() == Kind.PLAIN)) {
			this.plain.add(reader.getClassName().replace('/', '.').replaceAll(".*\\.", ""));
		}
	}

	private void attribute(String method, List<Step> steps, Map<String, List<Step>> methods) {
		Set<String> current = new LinkedHashSet<>();
		boolean chosen = true;
		for (Step step : steps) {
			if (step.kind() == Kind.EVENT) {
				if (chosen) {
					current.clear();
				}
				current.add(step.name());
				chosen = false;
				logged(step.name()).methods().add(method);
				continue;
			}
			List<Step> facts = (step.kind() == Kind.CALL) ? orphans(methods.get(step.name())) : List.of(step);
			chosen |= !facts.isEmpty();
			current.forEach((event) -> facts.forEach((fact) -> logged(event).add(fact)));
		}
	}

	/**
	 * Return what a method adds to an event that it does not name.
	 */
	private static List<Step> orphans(List<Step> steps) {
		return steps.stream()
			.takeWhile((step) -> step.kind() != Kind.EVENT)
			.filter((step) -> step.kind() == Kind.LEVEL || step.kind() == Kind.FIELD)
			.toList();
	}

	private Logged logged(String event) {
		return this.events.computeIfAbsent(event,
				(added) -> new Logged(new TreeSet<>(), new TreeSet<>(), new TreeSet<>()));
	}

	/**
	 * What is logged of one event.
	 *
	 * @param levels its levels
	 * @param fields the names of its fields, without their prefix
	 * @param methods the methods that log it
	 */
	record Logged(Set<String> levels, Set<String> fields, Set<String> methods) {

		private void add(Step fact) {
			switch (fact.kind()) {
				case LEVEL -> this.levels.add(fact.name().toUpperCase(Locale.ROOT));
				case FIELD -> this.fields.add(fact.name());
				default -> {
				}
			}
		}

	}

	private enum Kind {

		EVENT, LEVEL, FIELD, CALL, PLAIN

	}

	private record Step(Kind kind, String name) {
	}

	private static final class Steps extends MethodVisitor {

		private final String owner;

		private final List<Step> steps;

		Steps(String owner, List<Step> steps) {
			super(SpringAsmInfo.ASM_VERSION);
			this.owner = owner;
			this.steps = steps;
		}

		@Override
		public void visitFieldInsn(int opcode, String type, String name, String descriptor) {
			if (opcode == Opcodes.GETSTATIC && type.equals(Type.getInternalName(LogEvent.class))) {
				add(Kind.EVENT, name.toLowerCase(Locale.ROOT));
			}
			else if (opcode == Opcodes.GETSTATIC && type.equals(Type.getInternalName(LogField.class))) {
				add(Kind.FIELD, name.toLowerCase(Locale.ROOT));
			}
		}

		@Override
		public void visitMethodInsn(int opcode, String type, String name, String descriptor, boolean isInterface) {
			if (type.equals(LOG) && LEVELS.contains(name)) {
				add(Kind.LEVEL, name);
			}
			else if (type.equals(LINE) && (name.equals("cache") || name.equals("cause"))) {
				add(Kind.FIELD, name);
			}
			else if (type.equals(Type.getInternalName(Log.class)) && LEVELS.contains(name)) {
				add(Kind.PLAIN, name);
			}
			else if (type.equals(this.owner) && takesAnEvent(descriptor)) {
				add(Kind.CALL, name + descriptor);
			}
		}

		private static boolean takesAnEvent(String descriptor) {
			return Stream.of(Type.getArgumentTypes(descriptor))
				.map(Type::getInternalName)
				.anyMatch(Set.of(LINE, Type.getInternalName(LogEvent.class))::contains);
		}

		private void add(Kind kind, String name) {
			this.steps.add(new Step(kind, name));
		}

	}

}
