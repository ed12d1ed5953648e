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

import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.ResolvableType;

/**
 * Reader of the texts that {@link KeyTexts} writes. A forged text leads to a key of the
 * declared type or to an exception.
 */
final class KeyReader {

	private final ScalarKeys scalars;

	private final RecordKeys records;

	KeyReader(ScalarKeys scalars, RecordKeys records) {
		this.scalars = scalars;
		this.records = records;
	}

	/**
	 * Return the key with a text.
	 * @param type the declared type
	 * @param depth how deep the key is nested in another key
	 * @throws RuntimeException if the text is not that of such a key
	 */
	Object read(String text, ResolvableType type, int depth) {
		int colon = text.indexOf(':');
		if (depth > KeyTexts.DEEPEST || colon < 0) {
			throw new IllegalArgumentException("Not the text of a key");
		}
		String tag = text.substring(0, colon);
		String rest = text.substring(colon + 1);
		return switch (tag) {
			case "s" -> rest;
			case "x" -> StringKeys.readUnits(rest);
			case "e" -> readEnum(rest, type.resolve());
			case "lo" -> Locale.forLanguageTag(rest);
			case "k" -> readSimpleKey(rest, depth);
			case "r" -> readRecord(rest, type, depth);
			case "a" -> Collections.unmodifiableList(readParts(rest, type.asCollection().getGeneric(), depth));
			case "t" -> Collections
				.unmodifiableSet(new LinkedHashSet<>(readParts(rest, type.asCollection().getGeneric(), depth)));
			case "mp" -> readMap(rest, type.asMap(), depth);
			case "op" -> readOptional(rest, type.as(Optional.class).getGeneric(), depth);
			case "dt" -> DateKeys.readDate(rest, type.resolve());
			case "ts" -> DateKeys.readTimestamp(rest);
			case "lw" -> locale(readParts(rest, ResolvableType.NONE, depth));
			case "ur" -> URI.create(rest);
			case "cl" -> ClassKeys.read(rest, type.as(Class.class).getGeneric().resolve());
			default -> PageKeys.isTag(tag) ? PageKeys.create(tag, readParts(rest, ResolvableType.NONE, depth))
					: Objects.requireNonNull(this.scalars.read(tag, rest), "Unknown tag");
		};
	}

	static Locale locale(List<?> names) {
		if (names.size() != 3) {
			throw new IllegalArgumentException("Not a locale");
		}
		return new Locale((String) names.get(0), (String) names.get(1), (String) names.get(2));
	}

	private Map<@Nullable Object, @Nullable Object> readMap(String text, ResolvableType type, int depth) {
		PartReader parts = new PartReader(text);
		Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
		for (int i = 0; i < parts.count(); i++) {
			map.put(readPart(parts.next(), type.getGeneric(0), depth),
					readPart(parts.next(), type.getGeneric(1), depth));
		}
		parts.end();
		return Collections.unmodifiableMap(map);
	}

	private Optional<?> readOptional(String text, ResolvableType type, int depth) {
		List<@Nullable Object> content = readParts(text, type, depth);
		return content.isEmpty() ? Optional.empty() : Optional.of(Objects.requireNonNull(content.get(0), "Nothing"));
	}

	private @Nullable Object readPart(@Nullable String part, ResolvableType type, int depth) {
		return (part != null) ? read(part, type, depth + 1) : null;
	}

	private static Object readEnum(String name, @Nullable Class<?> declared) {
		Object[] constants = (declared != null) ? declared.getEnumConstants() : null;
		return Arrays.stream((constants != null) ? constants : new Object[0])
			.filter((constant) -> ((Enum<?>) constant).name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private Object readSimpleKey(String text, int depth) {
		@Nullable Object[] arguments = readArguments(text, depth);
		return (arguments.length == 0) ? SimpleKey.EMPTY : new SimpleKey(arguments);
	}

	private @Nullable Object[] readArguments(String text, int depth) {
		PartReader parts = new PartReader(text);
		List<@Nullable Object> arguments = new ArrayList<>();
		for (int i = 0; i < parts.count(); i++) {
			String part = parts.next();
			arguments.add((part != null) ? readArgument(part, depth + 1) : null);
		}
		parts.end();
		return arguments.toArray();
	}

	private Object readArgument(String text, int depth) {
		if (text.startsWith("A:") && depth <= KeyTexts.DEEPEST) {
			return readArguments(text.substring(2), depth);
		}
		int colon = text.indexOf(':');
		Object array = (colon > 0) ? ArrayKeys.read(text.substring(0, colon), text.substring(colon + 1)) : null;
		return (array != null) ? array : read(text, ResolvableType.NONE, depth);
	}

	private Object readRecord(String text, ResolvableType type, int depth) {
		Class<?> declared = Objects.requireNonNull(type.resolve(), "Undeclared record");
		RecordComponent[] components = Objects.requireNonNull(declared.getRecordComponents(), "No record");
		PartReader parts = new PartReader(text);
		if (parts.count() != components.length) {
			throw new IllegalArgumentException("Another record");
		}
		@Nullable Object[] values = new @Nullable Object[components.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = readPart(parts.next(), ResolvableType.forMethodReturnType(components[i].getAccessor()), depth);
		}
		parts.end();
		return this.records.create(declared, values);
	}

	private List<@Nullable Object> readParts(String text, ResolvableType type, int depth) {
		PartReader parts = new PartReader(text);
		List<@Nullable Object> elements = new ArrayList<>();
		for (int i = 0; i < parts.count(); i++) {
			elements.add(readPart(parts.next(), type, depth));
		}
		parts.end();
		return elements;
	}

	/**
	 * Reader of the parts of a key's text. The text has the number of parts and a colon,
	 * then for each part its length, a colon and its text, or a dash for {@code null}.
	 */
	private static final class PartReader {

		private final String text;

		private final int count;

		private int position;

		PartReader(String text) {
			this.text = text;
			this.count = number();
		}

		int count() {
			return this.count;
		}

		@Nullable String next() {
			if (this.text.charAt(this.position) == '-') {
				this.position++;
				return null;
			}
			int length = number();
			int start = this.position;
			this.position = Math.addExact(start, length);
			return this.text.substring(start, this.position);
		}

		void end() {
			if (this.position != this.text.length()) {
				throw new IllegalArgumentException("More text than parts");
			}
		}

		private int number() {
			int colon = this.text.indexOf(':', this.position);
			if (colon < 0) {
				throw new IllegalArgumentException("No length");
			}
			int number = Integer.parseInt(this.text, this.position, colon, 10);
			if (number < 0) {
				throw new IllegalArgumentException("Negative length");
			}
			this.position = colon + 1;
			return number;
		}

	}

}
