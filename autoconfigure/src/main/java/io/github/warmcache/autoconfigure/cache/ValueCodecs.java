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

package io.github.warmcache.autoconfigure.cache;

import java.util.function.Function;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.tier.ValueCodec;
import io.github.warmcache.tier.ValueCodecFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Codecs of caches, by which their values are compared or shown.
 */
public final class ValueCodecs implements Function<TieredCache, @Nullable ValueCodec> {

	private final ObjectProvider<ValueCodecFactory> factory;

	/**
	 * Create the codecs.
	 * @param factory what makes them, if the application has it
	 */
	public ValueCodecs(ObjectProvider<ValueCodecFactory> factory) {
		this.factory = factory;
	}

	/**
	 * Return the codec of a cache.
	 * @param cache the cache
	 * @return the codec, or {@code null} if values of the cache cannot be written
	 */
	@Override
	public @Nullable ValueCodec apply(TieredCache cache) {
		ValueCodecFactory codecs = this.factory.getIfAvailable();
		try {
			return (codecs != null) ? codecs.create(cache.getName(), cache.definition().valueType()) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
