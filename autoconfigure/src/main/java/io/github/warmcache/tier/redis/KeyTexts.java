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

package io.github.warmcache.tier.redis;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.ResolvableType;

/**
 * Text forms of the keys of one cache: equal keys have equal texts, different keys
 * different ones, and the text can be read back. No text leads to a class that the
 * declared key type does not name.
 */
final class KeyTexts {

	/**
	 * How deep keys may hold keys: a limit for forged texts.
	 */
	private static final int DEEPEST = 16;

	private final String cacheName;

	private final ResolvableType keyType;

	private final ScalarKeys scalars = new ScalarKeys();

	private final RecordKeys records = new RecordKeys();

	private final SimpleKeys simpleKeys = new SimpleKeys();

	KeyTexts(String cacheName, ResolvableType keyType) {
		this.cacheName = cacheName;
		this.keyType = keyType;
	}

	/**
	 * Return the text of a key.
	 * @param key the key
	 * @return its text
	 * @throws IllegalArgumentException if it has none
	 */
	String write(Object key) {
		return write(key, this.keyType, 0);
	}

	/**
	 * Return the text of a key.
	 * @param key the key
	 * @return its text as bytes
	 * @throws IllegalArgumentException if it has none
	 */
	byte[] bytes(Object key) {
		byte[] number = WholeNumbers.write(key);
		return (number != null) ? number : write(key).getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Return the key with a text.
	 * @param text the text
	 * @return the key, or {@code null} if the text is of no key of this cache
	 */
	@Nullable Object read(String text) {
		try {
			Object key = read(text, this.keyType, 0);
			// A request asks with the text that we write, so any other is of no use.
			return write(key).equals(text) ? key : null;
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Return the key with a text.
	 * @param text the text as bytes
	 * @return the key, or {@code null} if the bytes are of no key of this cache
	 */
	@Nullable Object read(byte[] text) {
		Object number = WholeNumbers.read(text);
		if (number != null) {
			return number;
		}
		String readable = new String(text, StandardCharsets.UTF_8);
		return Arrays.equals(readable.getBytes(StandardCharsets.UTF_8), text) ? read(readable) : null;
	}

	private String write(Object key, ResolvableType type, int depth) {
		if (depth > DEEPEST) {
			throw unsupported(key);
		}
		if (key instanceof String string) {
			return writeString(string);
		}
		String scalar = this.scalars.write(key);
		if (scalar != null) {
			return scalar;
		}
		if (key instanceof Enum<?> constant) {
			Class<?> declaring = constant.getDeclaringClass();
			return (declaring == type.resolve()) ? "e:" + constant.name()
					: "E:" + declaring.getName() + '.' + constant.name();
		}
		if (key instanceof Locale locale && Locale.forLanguageTag(locale.toLanguageTag()).equals(locale)) {
			return "lo:" + locale.toLanguageTag();
		}
		if (key.getClass() == SimpleKey.class) {
			return "k:" + parts(this.simpleKeys.elements((SimpleKey) key), ResolvableType.NONE, depth);
		}
		if (key instanceof Record) {
			return writeRecord(key, type, depth);
		}
		if (key instanceof List<?> list) {
			return "a:" + parts(list, type.asCollection().getGeneric(), depth);
		}
		if (key instanceof Set<?> set) {
			return "t:" + sortedParts(set, type.asCollection().getGeneric(), depth);
		}
		throw unsupported(key);
	}

	/**
	 * Half of a surrogate pair has no place in UTF-8, and two such strings would become
	 * one key.
	 */
	private static String writeString(String string) {
		for (int i = 0; i < string.length(); i++) {
			if (Character.isSurrogate(string.charAt(i)) && string.codePoints().anyMatch(KeyTexts::isSurrogate)) {
				StringBuilder text = new StringBuilder("x:");
				string.chars().forEach((unit) -> text.append(String.format(Locale.ROOT, "%04x", unit)));
				return text.toString();
			}
		}
		return "s:" + string;
	}

	private static boolean isSurrogate(int codePoint) {
		return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
	}

	private String writeRecord(Object key, ResolvableType type, int depth) {
		Class<?> declared = type.resolve();
		StringBuilder text = new StringBuilder();
		if (key.getClass() == declared) {
			text.append("r:");
		}
		else {
			text.append("R:").append(key.getClass().getName()).append(':');
		}
		RecordComponent[] components = key.getClass().getRecordComponents();
		text.append(components.length).append(':');
		List<@Nullable Object> values = this.records.values(key);
		for (int i = 0; i < components.length; i++) {
			appendPart(text, values.get(i), ResolvableType.forMethodReturnType(components[i].getAccessor()), depth);
		}
		return text.toString();
	}

	private String parts(List<?> elements, ResolvableType type, int depth) {
		StringBuilder text = new StringBuilder().append(elements.size()).append(':');
		for (Object element : elements) {
			appendPart(text, element, type, depth);
		}
		return text.toString();
	}

	private String sortedParts(Collection<?> elements, ResolvableType type, int depth) {
		List<String> parts = new ArrayList<>(elements.size());
		for (Object element : elements) {
			StringBuilder part = new StringBuilder();
			appendPart(part, element, type, depth);
			parts.add(part.toString());
		}
		Collections.sort(parts);
		return parts.size() + ":" + String.join("", parts);
	}

	private void appendPart(StringBuilder text, @Nullable Object element, ResolvableType type, int depth) {
		if (element == null) {
			text.append('-');
			return;
		}
		String part = write(element, type, depth + 1);
		text.append(part.length()).append(':').append(part);
	}

	private Object read(String text, ResolvableType type, int depth) {
		int colon = text.indexOf(':');
		if (depth > DEEPEST || colon < 0) {
			throw new IllegalArgumentException("Not the text of a key");
		}
		String tag = text.substring(0, colon);
		String rest = text.substring(colon + 1);
		return switch (tag) {
			case "s" -> rest;
			case "x" -> readUnits(rest);
			case "e" -> readEnum(rest, type.resolve());
			case "lo" -> Locale.forLanguageTag(rest);
			case "k" -> readSimpleKey(rest, depth);
			case "r" -> readRecord(rest, type, depth);
			case "a" -> Collections.unmodifiableList(readParts(rest, type.asCollection().getGeneric(), depth));
			case "t" -> Collections
				.unmodifiableSet(new LinkedHashSet<>(readParts(rest, type.asCollection().getGeneric(), depth)));
			default -> Objects.requireNonNull(this.scalars.read(tag, rest), "Unknown tag");
		};
	}

	private static String readUnits(String text) {
		StringBuilder string = new StringBuilder();
		for (int i = 0; i < text.length(); i += 4) {
			string.append((char) Integer.parseInt(text.substring(i, i + 4), 16));
		}
		return string.toString();
	}

	private static Object readEnum(String name, @Nullable Class<?> declared) {
		Object[] constants = (declared != null) ? declared.getEnumConstants() : null;
		return Arrays.stream((constants != null) ? constants : new Object[0])
			.filter((constant) -> ((Enum<?>) constant).name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private Object readSimpleKey(String text, int depth) {
		List<@Nullable Object> elements = readParts(text, ResolvableType.NONE, depth);
		return elements.isEmpty() ? SimpleKey.EMPTY : new SimpleKey(elements.toArray());
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
			String part = parts.next();
			values[i] = (part != null)
					? read(part, ResolvableType.forMethodReturnType(components[i].getAccessor()), depth + 1) : null;
		}
		parts.end();
		return this.records.create(declared, values);
	}

	private List<@Nullable Object> readParts(String text, ResolvableType type, int depth) {
		PartReader parts = new PartReader(text);
		List<@Nullable Object> elements = new ArrayList<>();
		for (int i = 0; i < parts.count(); i++) {
			String part = parts.next();
			elements.add((part != null) ? read(part, type, depth + 1) : null);
		}
		parts.end();
		return elements;
	}

	private IllegalArgumentException unsupported(Object key) {
		return new IllegalArgumentException("Cache '" + this.cacheName + "' cannot keep keys of type "
				+ key.getClass().getName() + " in the shared tier. Use a string, a number, a UUID, an enum, a date or"
				+ " time, or a record or list of these as the key, for example @Cacheable(key = \"#user.id\")");
	}

}
