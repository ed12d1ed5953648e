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

package io.github.warmcache.snapshot;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.tier.ValueCodecFactory;
import io.github.warmcache.tier.key.KeyTexts;

/**
 * Formats of the caches, each created once. Thread-safe.
 */
final class EntryFormats {

	private final ValueCodecFactory factory;

	private final Map<String, EntryFormat> formats = new ConcurrentHashMap<>();

	EntryFormats(ValueCodecFactory factory) {
		this.factory = factory;
	}

	EntryFormat of(TieredCache cache) {
		CacheDefinition definition = cache.definition();
		return this.formats.computeIfAbsent(definition.name(),
				(name) -> new EntryFormat(new KeyTexts(name, definition.keyType()),
						this.factory.create(name, definition.valueType())));
	}

}
