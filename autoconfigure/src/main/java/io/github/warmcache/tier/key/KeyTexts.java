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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.github.warmcache.tier.shape.Containers;
import io.github.warmcache.tier.shape.HalfPairs;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Text forms of the keys of one cache. Equal keys have equal texts, and different keys
 * have different ones. A text can be read back, some only with the declared type. No text
 * leads to a class that the declared key type does not name.
 */
public final class KeyTexts {

	/**
	 * Maximum nesting of keys, as a limit for forged texts.
	 */
	static final int DEEPEST = 16;

	private final String cacheName;

	private final ResolvableType keyType;

	private final ScalarKeys scalars = new ScalarKeys();

	private final RecordKeys records = new RecordKeys();

	private final SimpleKeys simpleKeys = new SimpleKeys();

	private final KeyReader reader = new KeyReader(this.scalars, this.records);

	public KeyTexts(String cacheName, ResolvableType keyType) {
		this.cacheName = cacheName;
		this.keyType = keyType;
	}

	/**
	 * Return the text of a key.
	 * @param key the key
	 * @return its text
	 * @throws IllegalArgumentException if it has none
	 */
	public String write(Object key) {
		return write(key, this.keyType, 0);
	}

	/**
	 * Return the text of a key.
	 * @param key the key
	 * @return its text as bytes
	 * @throws IllegalArgumentException if it has none
	 */
	public byte[] bytes(Object key) {
		byte[] number = WholeNumbers.write(key);
		return (number != null) ? number : write(key).getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Return the key with a text.
	 * @param text the text
	 * @return the key, or {@code null} if the text is not that of a key of this cache
	 */
	public @Nullable Object read(String text) {
		try {
			Object key = this.reader.read(text, this.keyType, 0);
			// Requests use the text that we write and a key of the declared type. They
			// would never find another key.
			return (isDeclared(key) && write(key).equals(text)) ? key : null;
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Return the key with a text.
	 * @param text the text as bytes
	 * @return the key, or {@code null} if the bytes are not those of a key of this cache
	 */
	public @Nullable Object read(byte[] text) {
		Object number = WholeNumbers.read(text);
		if (number != null) {
			return number;
		}
		String readable = new String(text, StandardCharsets.UTF_8);
		return Arrays.equals(readable.getBytes(StandardCharsets.UTF_8), text) ? read(readable) : null;
	}

	private boolean isDeclared(Object key) {
		Class<?> declared = this.keyType.resolve();
		return declared == null || key instanceof SimpleKey
				|| ClassUtils.resolvePrimitiveIfNecessary(declared).isInstance(key);
	}

	private String write(Object key, ResolvableType type, int depth) {
		if (depth > DEEPEST) {
			throw unsupported(key);
		}
		if (key instanceof String string) {
			return StringKeys.write(string);
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
		if (key.getClass() == SimpleKey.class) {
			return "k:" + arguments(this.simpleKeys.elements((SimpleKey) key), depth);
		}
		if (key instanceof Record) {
			return writeRecord(key, type, depth);
		}
		String text = writeContainer(key, type, depth);
		if (text == null) {
			text = writeOther(key, depth);
		}
		if (text == null) {
			throw unsupported(key);
		}
		return text;
	}

	private @Nullable String writeContainer(Object key, ResolvableType type, int depth) {
		if ((key instanceof Collection || key instanceof Map) && !Containers.isItsContents(key)) {
			return null;
		}
		if (key instanceof List<?> list) {
			return "a:" + parts(list, type.asCollection().getGeneric(), depth);
		}
		if (key instanceof Set<?> set) {
			return "t:" + sortedParts(set, type.asCollection().getGeneric(), depth);
		}
		if (key instanceof Map<?, ?> map) {
			return "mp:" + entries(map, type.asMap(), depth);
		}
		if (key instanceof Optional<?> optional) {
			return "op:" + parts(optional.stream().toList(), type.as(Optional.class).getGeneric(), depth);
		}
		PageKeys.Parts parts = PageKeys.parts(key);
		return (parts != null) ? parts.tag() + ':' + parts(parts.values(), ResolvableType.NONE, depth) : null;
	}

	private @Nullable String writeOther(Object key, int depth) {
		if (key instanceof Date) {
			return DateKeys.write(key);
		}
		if (key instanceof Locale locale) {
			return writeLocale(locale, depth);
		}
		if (key instanceof URI uri) {
			String text = UriKeys.write(uri);
			return (text != null && !HalfPairs.isIn(text)) ? "ur:" + text : null;
		}
		if (key instanceof Class<?> type) {
			return ClassKeys.isNamed(type) ? "cl:" + type.getName() : null;
		}
		return null;
	}

	/**
	 * Return the text of a locale. Language tags do not tell all locales apart.
	 */
	private @Nullable String writeLocale(Locale locale, int depth) {
		if (Locale.forLanguageTag(locale.toLanguageTag()).equals(locale)) {
			return "lo:" + locale.toLanguageTag();
		}
		List<String> names = List.of(locale.getLanguage(), locale.getCountry(), locale.getVariant());
		return KeyReader.locale(names).equals(locale) ? "lw:" + parts(names, ResolvableType.NONE, depth) : null;
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

	/**
	 * Return the texts of a method's arguments. They are compared as by
	 * {@link Arrays#deepEquals}, so of an array of objects only the contents matter.
	 */
	private String arguments(List<?> arguments, int depth) {
		StringBuilder text = new StringBuilder().append(arguments.size()).append(':');
		for (Object argument : arguments) {
			appendPart(text, (argument != null) ? argument(argument, depth + 1) : null);
		}
		return text.toString();
	}

	private String argument(Object argument, int depth) {
		if (argument instanceof Object[] array && depth <= DEEPEST) {
			return "A:" + arguments(Arrays.asList(array), depth);
		}
		String text = ArrayKeys.write(argument);
		return (text != null) ? text : write(argument, ResolvableType.NONE, depth);
	}

	private String entries(Map<?, ?> map, ResolvableType type, int depth) {
		List<String> entries = new ArrayList<>(map.size());
		map.forEach((key, value) -> {
			StringBuilder entry = new StringBuilder();
			appendPart(entry, key, type.getGeneric(0), depth);
			appendPart(entry, value, type.getGeneric(1), depth);
			entries.add(entry.toString());
		});
		return joined(entries);
	}

	private String sortedParts(Collection<?> elements, ResolvableType type, int depth) {
		List<String> parts = new ArrayList<>(elements.size());
		for (Object element : elements) {
			StringBuilder part = new StringBuilder();
			appendPart(part, element, type, depth);
			parts.add(part.toString());
		}
		return joined(parts);
	}

	private static String joined(List<String> parts) {
		Collections.sort(parts);
		return parts.size() + ":" + String.join("", parts);
	}

	private void appendPart(StringBuilder text, @Nullable Object element, ResolvableType type, int depth) {
		appendPart(text, (element != null) ? write(element, type, depth + 1) : null);
	}

	private static void appendPart(StringBuilder text, @Nullable String part) {
		if (part == null) {
			text.append('-');
			return;
		}
		text.append(part.length()).append(':').append(part);
	}

	private KeyWithoutTextException unsupported(Object key) {
		return new KeyWithoutTextException(
				"Cache '" + this.cacheName + "' cannot keep keys of type " + ClassUtils.getQualifiedName(key.getClass())
						+ " in the shared tier. Use a string, a number, a UUID, an"
						+ " enum, a date or time, or a record or list of these as the key, for example"
						+ " @Cacheable(key = \"#user.id\")");
	}

}
