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

package io.github.warmcache.autoconfigure.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.SourceKind;
import io.github.warmcache.autoconfigure.types.CacheTypes;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.InvalidSourceException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.ResolvableType;

/**
 * Sources of caches, created as their properties describe.
 */
public final class CacheSources {

	/**
	 * Settings of the cache itself and none of its source.
	 */
	private static final Set<String> TYPES = Set.of("key-type", "value-type");

	private final ObjectProvider<BuiltInSourceFactory> factories;

	public CacheSources(ObjectProvider<BuiltInSourceFactory> factories) {
		this.factories = factories;
	}

	/**
	 * Create the source of a cache.
	 * @param settings the settings of the cache
	 * @param types the types of the cache
	 * @return the source, or {@code null} if it has none
	 */
	public @Nullable CacheSource<?, ?> create(CacheSettings settings, CacheTypes types) {
		SourceKind kind = SourceKind.of(settings);
		return (kind != null) ? create(kind, settings, types) : null;
	}

	/**
	 * Create the sources that reads of a cache ask before that one.
	 * @param settings the settings of the cache
	 * @param types the types of its keys and values
	 * @return the sources in their order, empty if there are none
	 */
	public List<CacheSource<?, ?>> createEarlier(CacheSettings settings, CacheTypes types) {
		List<SourceKind> kinds = SourceKind.inOrder(settings);
		List<CacheSource<?, ?>> earlier = new ArrayList<>();
		for (SourceKind kind : kinds.subList(0, Math.max(0, kinds.size() - 1))) {
			earlier.add(create(kind, settings, types));
		}
		return earlier;
	}

	private CacheSource<?, ?> create(SourceKind kind, CacheSettings settings, CacheTypes types) {
		BuiltInSourceFactory factory = require(kind, settings);
		if (kind.needsTypes()) {
			requireType(types.keyType(), "key", kind, settings, "java.lang.Long");
			requireType(types.valueType(), "value", kind, settings, "com.example.City");
		}
		try {
			return factory.create(settings, types);
		}
		catch (InvalidSourceException ex) {
			throw invalid(settings, kind.property(settings), ex);
		}
	}

	/**
	 * Return the failure of the start that an invalid setting of a source causes.
	 * @param source the full name of the property that describes the source
	 */
	static InvalidCacheConfigurationException invalid(CacheSettings settings, String source,
			InvalidSourceException ex) {
		String setting = ex.getSetting();
		String property = source;
		if (TYPES.contains(setting)) {
			property = settings.property(setting);
		}
		else if (!setting.isEmpty()) {
			property += "." + setting;
		}
		InvalidCacheConfigurationException failure = new InvalidCacheConfigurationException(property, ex.getProblem(),
				ex.getRemedy());
		failure.initCause(ex);
		return failure;
	}

	private static void requireType(ResolvableType type, String what, SourceKind kind, CacheSettings settings,
			String example) {
		if (type == ResolvableType.NONE) {
			throw new InvalidCacheConfigurationException(settings.property(what + "-type"),
					"is missing: no method declares the type of the %ss of '%s'".formatted(what,
							kind.property(settings)),
					"Write the class of the %ss, such as %s".formatted(what, example));
		}
	}

	private BuiltInSourceFactory require(SourceKind kind, CacheSettings settings) {
		return this.factories.stream()
			.filter((factory) -> factory.kind() == kind)
			.findFirst()
			.orElseThrow(() -> kind.missing(settings));
	}

}
