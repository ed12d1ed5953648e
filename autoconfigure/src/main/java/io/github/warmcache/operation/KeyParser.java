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

package io.github.warmcache.operation;

import java.time.temporal.Temporal;

import io.github.warmcache.tier.key.KeyDigests;
import io.github.warmcache.tier.key.KeyTexts;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.util.ClassUtils;

/**
 * Conversion between the keys of a cache and what an operator types. A string, number,
 * UUID, enum or date is typed as it is. Any key can be typed as Redis shows it, such as
 * {@code i:42}.
 */
final class KeyParser {

	private final String cacheName;

	private final @Nullable Class<?> type;

	private final KeyTexts texts;

	private final KeyDigests digests;

	private final ConversionService conversions;

	KeyParser(String cacheName, ResolvableType keyType, ConversionService conversions) {
		this.cacheName = cacheName;
		Class<?> resolved = keyType.resolve();
		this.type = (resolved != null && resolved != Object.class) ? ClassUtils.resolvePrimitiveIfNecessary(resolved)
				: null;
		this.texts = new KeyTexts(cacheName, keyType);
		this.digests = new KeyDigests(cacheName, keyType);
		this.conversions = conversions;
	}

	/**
	 * Return the key that a text stands for.
	 * @param text the key as an operator types it
	 * @return the key
	 * @throws InvalidKeyException if no key of the cache has this text
	 */
	Object parse(String text) {
		if (this.type == String.class) {
			return text;
		}
		Object plain = (this.type != null && isPlain(this.type)) ? convert(text, this.type) : null;
		Object key = (plain != null) ? plain : this.texts.read(text);
		if (key == null && this.type != null) {
			throw new InvalidKeyException(
					"Cache '%s' has keys of type %s. Write such a key, or the text that Redis has for it, as in 'i:42'"
						.formatted(this.cacheName, this.type.getName()));
		}
		if (key == null && OtherTypes.mayBe(text)) {
			throw new InvalidKeyException(("Nobody has declared the type of the keys of cache '%s', and this text can "
					+ "be that of a string or of another type. Write it as Redis has it, with a prefix: 's:' for a "
					+ "string, 'i:' for an Integer, 'l:' for a Long. 'hottestKeys' lists such texts. Or set the "
					+ "'key-type' of the cache")
				.formatted(this.cacheName));
		}
		// Without a declared type, methods with a string as argument are the rule.
		return (key != null) ? key : text;
	}

	private static boolean isPlain(Class<?> type) {
		return Number.class.isAssignableFrom(type) || Enum.class.isAssignableFrom(type)
				|| Temporal.class.isAssignableFrom(type) || ClassUtils.isSimpleValueType(type);
	}

	private @Nullable Object convert(String text, Class<?> type) {
		try {
			return this.conversions.convert(text, type);
		}
		catch (ConversionException | IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Return the text of a key, which {@link #parse} reads.
	 */
	String text(Object key) {
		return this.digests.text(key);
	}

	/**
	 * Return a digest that tells keys apart and does not show them.
	 */
	String digest(Object key) {
		return this.digests.apply(key);
	}

}
