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

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.SourceKind;
import io.github.warmcache.autoconfigure.types.CacheTypes;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.InvalidSourceException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Factory of sources of the kinds that the application adds.
 */
public final class CustomSourceFactory implements BuiltInSourceFactory {

	private final ObjectProvider<SourceFactory> factories;

	private final Environment environment;

	public CustomSourceFactory(ObjectProvider<SourceFactory> factories, Environment environment) {
		this.factories = factories;
		this.environment = environment;
	}

	@Override
	public SourceKind kind() {
		return SourceKind.CUSTOM;
	}

	@Override
	public CacheSource<?, ?> create(CacheSettings settings, CacheTypes types) {
		SourceFactory factory = require(settings);
		String property = SourceKind.CUSTOM.property(settings) + "." + factory.property();
		try {
			return factory.create(new SourceRequest(settings.name(), property, types, Binder.get(this.environment)));
		}
		catch (InvalidSourceException ex) {
			if (ex.isAboutTypes()) {
				throw ex;
			}
			throw new InvalidSourceException(factory.property() + "." + ex.getSetting(), ex.getProblem(),
					ex.getRemedy());
		}
	}

	/**
	 * Return whether the source that a cache asks for lists its entries.
	 * @param settings the settings of the cache, which ask for a custom source
	 */
	public boolean lists(CacheSettings settings) {
		return require(settings).listsEntries();
	}

	private SourceFactory require(CacheSettings settings) {
		Set<String> asked = Objects.requireNonNull(settings.source().custom()).keySet();
		Map<String, SourceFactory> known = new TreeMap<>();
		this.factories.orderedStream().forEach((factory) -> known.putIfAbsent(factory.property(), factory));
		String property = SourceKind.CUSTOM.property(settings);
		if (asked.size() != 1) {
			throw new InvalidCacheConfigurationException(property,
					asked.isEmpty() ? "is empty" : "names several kinds of sources: " + String.join(", ", asked),
					"Write the name of one: a cache has one source");
		}
		String name = asked.iterator().next();
		SourceFactory factory = known.get(name);
		if (factory == null) {
			throw new InvalidCacheConfigurationException(property + "." + name,
					"is not a kind of source: no bean of type %s has the property '%s'"
						.formatted(SourceFactory.class.getName(), name),
					known.isEmpty() ? "Add such a bean, or write 'source.bean' with the name of a CacheSource"
							: "Add such a bean, or write one of: " + String.join(", ", known.keySet()));
		}
		return factory;
	}

}
