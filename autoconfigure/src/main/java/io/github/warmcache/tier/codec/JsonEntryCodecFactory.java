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

package io.github.warmcache.tier.codec;

import java.util.function.Predicate;

import io.github.warmcache.tier.EntryCodec;
import io.github.warmcache.tier.EntryCodecFactory;
import io.github.warmcache.tier.key.KeyTexts;
import io.github.warmcache.tier.shape.ValueGuard;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * Factory of codecs that write entries as the shared tier does: values as JSON of the
 * declared type, keys as text. Needs Jackson but not Redis. Thread-safe.
 *
 * @since 0.1.0
 */
public final class JsonEntryCodecFactory implements EntryCodecFactory {

	private final JsonMapper mapper;

	private final int longestValue;

	private final Predicate<String> trusted;

	/**
	 * Create a factory.
	 * @param mapper writes and reads the values, made by {@link #mapperBuilder()}
	 * @param longestValue maximum size of a value that is written or read, in bytes, at
	 * least 128
	 * @throws IllegalArgumentException if the mapper writes class names, or reads or
	 * writes deeper JSON than that of {@link #mapperBuilder()}
	 */
	public JsonEntryCodecFactory(JsonMapper mapper, int longestValue) {
		this(mapper, longestValue, (cacheName) -> false);
	}

	/**
	 * Create a factory.
	 * @param mapper writes and reads the values, made by {@link #mapperBuilder()}
	 * @param longestValue maximum size of a value that is written or read, in bytes, at
	 * least 128
	 * @param trusted tells by name whether the values of a cache are known to be read
	 * back unchanged, so that nothing is compared
	 * @throws IllegalArgumentException if the mapper writes class names, or reads or
	 * writes deeper JSON than that of {@link #mapperBuilder()}
	 */
	public JsonEntryCodecFactory(JsonMapper mapper, int longestValue, Predicate<String> trusted) {
		Assert.isNull(mapper.deserializationConfig().getDefaultTyper(mapper.constructType(Object.class)),
				"The JSON mapper must not have default typing: the bytes would name classes to load");
		ValueMappers.requireBounded(mapper);
		this.mapper = mapper;
		this.longestValue = longestValue;
		this.trusted = trusted;
	}

	/**
	 * Return a builder of JSON mappers for these codecs.
	 * @return a new builder, the same as that of the shared tier
	 */
	public static JsonMapper.Builder mapperBuilder() {
		return ValueMappers.builder();
	}

	@Override
	public EntryCodec create(String cacheName, ResolvableType keyType, ResolvableType valueType) {
		JavaType type = JavaTypes.of(valueType, this.mapper.getTypeFactory());
		String schema = TypeSchema.id(this.mapper, type, "");
		ValueGuard guard = this.trusted.test(cacheName) ? ValueGuard.trusting() : ValueGuard.of(this.mapper, type);
		Assert.isTrue(guard.rejection() == null, () -> "Values would not be read back unchanged: " + guard.rejection());
		return new JsonEntryCodec(schema, new KeyTexts(cacheName, keyType),
				new ValueCodec(this.mapper, type, this.longestValue, guard));
	}

}
