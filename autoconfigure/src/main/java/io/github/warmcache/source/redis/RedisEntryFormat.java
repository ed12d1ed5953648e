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

package io.github.warmcache.source.redis;

import java.nio.charset.StandardCharsets;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.InvalidSourceException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionService;

/**
 * Format of the keys and values of a cache in the Redis data of a source. Keys are always
 * plain text: names of enum constants, ISO dates, numbers without grouping.
 * <p>
 * Thread-safe if the mapper and the conversion service are.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
public final class RedisEntryFormat<K, V> {

	private final ResolvableType valueType;

	private final TextType keys;

	private final ValueReader values;

	private RedisEntryFormat(ResolvableType keyType, ResolvableType valueType, ValueReader values,
			ConversionService conversionService) {
		TextType text = TextType.of(keyType.resolve(Object.class), conversionService);
		if (text == null) {
			throw new InvalidSourceException("key-type", "is " + keyType + ", which has no text form",
					"Use a single key such as a String, a number, a UUID, a date or an enum");
		}
		this.keys = text;
		this.valueType = valueType;
		this.values = values;
	}

	/**
	 * Create a format whose values are JSON of their declared type. JSON {@code null}
	 * counts as absent.
	 * @param <K> the type of the keys
	 * @param <V> the type of the values
	 * @param keyType the type of the keys
	 * @param valueType the type of the values, with its generics
	 * @param mapper reads the JSON
	 * @param conversionService converts text to keys
	 * @return the format
	 * @throws InvalidSourceException if keys of that type have no text form, or the type
	 * of the values is not known
	 */
	public static <K, V> RedisEntryFormat<K, V> json(ResolvableType keyType, ResolvableType valueType,
			JsonMapper mapper, ConversionService conversionService) {
		if (valueType.resolve() == null) {
			throw new InvalidSourceException("value-type", "is not known",
					"Declare the class that the JSON stands for");
		}
		return new RedisEntryFormat<>(keyType, valueType, new JsonValueReader(mapper, valueType), conversionService);
	}

	/**
	 * Create a format whose values are plain UTF-8 text.
	 * @param <K> the type of the keys
	 * @param <V> the type of the values
	 * @param keyType the type of the keys
	 * @param valueType the type of the values
	 * @param conversionService converts text to keys and values
	 * @return the format
	 * @throws InvalidSourceException if keys or values of that type have no text form
	 */
	public static <K, V> RedisEntryFormat<K, V> text(ResolvableType keyType, ResolvableType valueType,
			ConversionService conversionService) {
		TextType text = TextType.of(valueType.resolve(Object.class), conversionService);
		if (text == null) {
			throw new InvalidSourceException("value-type", "is " + valueType + ", which has no text form",
					"Store JSON and configure that format, or declare a String, a number, a date or an enum");
		}
		return new RedisEntryFormat<>(keyType, valueType,
				(bytes) -> text.read(new String(bytes, StandardCharsets.UTF_8)), conversionService);
	}

	String writeKey(Object key) {
		return this.keys.write(key);
	}

	@SuppressWarnings("unchecked")
	K readKey(String text) {
		try {
			return (K) this.keys.read(text);
		}
		catch (RuntimeException ex) {
			// Without the cause, which quotes the key.
			throw new CacheSourceException("a key: " + ex.getClass().getSimpleName());
		}
	}

	@SuppressWarnings("unchecked")
	@Nullable V readValue(byte @Nullable [] bytes) {
		if (bytes == null) {
			return null;
		}
		try {
			return (V) this.values.read(bytes);
		}
		catch (RuntimeException ex) {
			// Without the cause, which quotes the value.
			throw new CacheSourceException("a value: " + this.values.describe(ex));
		}
		catch (StackOverflowError ex) {
			// The application's mapper may allow deeper nesting than the stack does.
			throw new CacheSourceException("a value: it is nested too deeply");
		}
	}

	long unmapped() {
		return this.values.unmapped();
	}

	ResolvableType valueType() {
		return this.valueType;
	}

	/**
	 * Reads the bytes that Redis holds for a key.
	 */
	@FunctionalInterface
	private interface ValueReader {

		/**
		 * Read the bytes.
		 * @param bytes the bytes in Redis
		 * @return the value, or {@code null} if the bytes stand for an absent value
		 * @throws RuntimeException if the bytes cannot be read
		 */
		@Nullable Object read(byte[] bytes);

		/**
		 * Return how many properties of the data read are unknown to the value type, or
		 * missing from the data.
		 * @return the number so far
		 */
		default long unmapped() {
			return 0;
		}

		/**
		 * Describe why bytes could not be read, without quoting them.
		 * @param failure the exception that {@link #read} threw
		 * @return the reason
		 */
		default String describe(RuntimeException failure) {
			return failure.getClass().getSimpleName();
		}

	}

	/**
	 * Reader of JSON of the declared type.
	 */
	private static final class JsonValueReader implements ValueReader {

		private final ObjectReader reader;

		private final UnmappedProperties unmapped;

		JsonValueReader(JsonMapper mapper, ResolvableType type) {
			JavaType javaType = mapper.constructType(type.getType());
			this.unmapped = new UnmappedProperties(mapper, javaType);
			this.reader = mapper.readerFor(javaType).withHandler(this.unmapped);
		}

		@Override
		public @Nullable Object read(byte[] bytes) {
			Object value = this.reader.readValue(bytes);
			this.unmapped.check(bytes);
			return value;
		}

		@Override
		public long unmapped() {
			return this.unmapped.count();
		}

		@Override
		public String describe(RuntimeException failure) {
			String kind = failure.getClass().getSimpleName();
			TokenStreamLocation location = (failure instanceof JacksonException json) ? json.getLocation() : null;
			return (location != null) ? kind + " at line " + location.getLineNr() + ", column " + location.getColumnNr()
					: kind;
		}

	}

}
