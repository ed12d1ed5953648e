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
import io.github.warmcache.tier.EntryCodec;
import io.github.warmcache.tier.EntryCodecFactory;

/**
 * Codecs of the caches, each created once. Thread-safe.
 */
final class SnapshotCodecs {

	private final EntryCodecFactory factory;

	private final Map<String, EntryCodec> codecs = new ConcurrentHashMap<>();

	SnapshotCodecs(EntryCodecFactory factory) {
		this.factory = factory;
	}

	EntryCodec of(TieredCache cache) {
		CacheDefinition definition = cache.definition();
		return this.codecs.computeIfAbsent(definition.name(),
				(name) -> this.factory.create(name, definition.keyType(), definition.valueType()));
	}

}
