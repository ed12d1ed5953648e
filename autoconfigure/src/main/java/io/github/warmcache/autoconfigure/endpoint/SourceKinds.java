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

package io.github.warmcache.autoconfigure.endpoint;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import io.github.warmcache.autoconfigure.properties.ConfiguredCaches;
import io.github.warmcache.autoconfigure.properties.SourceKind;
import io.github.warmcache.cache.tiered.TieredCache;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Kinds of the sources of a cache, as properties name them.
 */
final class SourceKinds implements Function<TieredCache, List<String>> {

	private final ObjectProvider<ConfiguredCaches> configured;

	SourceKinds(ObjectProvider<ConfiguredCaches> configured) {
		this.configured = configured;
	}

	@Override
	public List<String> apply(TieredCache cache) {
		ConfiguredCaches caches = this.configured.getIfAvailable();
		return (caches != null) ? SourceKind.inOrder(caches.get(cache.getName()))
			.stream()
			.map((kind) -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.toList() : List.of();
	}

}
