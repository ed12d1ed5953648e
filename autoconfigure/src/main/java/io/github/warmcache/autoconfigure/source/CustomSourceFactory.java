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

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.SourceKind;
import io.github.warmcache.autoconfigure.types.CacheTypes;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.InvalidSourceException;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Factory of sources of the kinds that the application adds.
 */
public final class CustomSourceFactory implements BuiltInSourceFactory {

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

	private final ObjectProvider<SourceFactory> factories;

	public CustomSourceFactory(ObjectProvider<SourceFactory> factories) {
		this.factories = factories;
	}

	@Override
	public SourceKind kind() {
		return SourceKind.CUSTOM;
	}

	@Override
	public CacheSource<?, ?> create(CacheSettings settings, CacheTypes types) {
		SourceFactory factory = require(settings);
		Object written = custom(settings).values().iterator().next();
		String property = property(settings, factory.property());
		if (!(written instanceof Map) && !"".equals(written)) {
			throw new InvalidCacheConfigurationException(property, "is not a value itself",
					"Write the settings of the source below it");
		}
		Map<?, ?> content = (written instanceof Map<?, ?> below) ? below : Map.of();
		SourceRequest request = new SourceRequest(settings.name(), types.keyType(), types.valueType(), content);
		try {
			CacheSource<?, ?> source = factory.create(request);
			request.requireRead();
			if (source == null) {
				throw new InvalidCacheConfigurationException(property,
						"got no source from " + factory.getClass().getName(),
						"Let the factory return a source, or throw an InvalidSourceException");
			}
			return source;
		}
		catch (InvalidSourceException ex) {
			throw CacheSources.invalid(settings, property, ex);
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
		Map<String, SourceFactory> known = known();
		Map<String, String> asked = new LinkedHashMap<>();
		// A name from the environment has no dashes, and is the same name.
		custom(settings).forEach((name, value) -> asked.putIfAbsent(uniform(name), name));
		if (asked.size() != 1) {
			throw new InvalidCacheConfigurationException(SourceKind.CUSTOM.property(settings),
					asked.isEmpty() ? "is empty"
							: "names several kinds of sources: " + String.join(", ", asked.values()),
					"Write one: a cache has one source, and what profiles write adds up");
		}
		String name = asked.keySet().iterator().next();
		SourceFactory factory = known.get(name);
		if (factory == null) {
			String names = known.values().stream().map(SourceFactory::property).collect(Collectors.joining(", "));
			throw new InvalidCacheConfigurationException(property(settings, Objects.requireNonNull(asked.get(name))),
					"is not a kind of source: no bean of type %s has that property"
						.formatted(SourceFactory.class.getName()),
					names.isEmpty() ? "Add such a bean, or write 'source.bean' with the name of a CacheSource"
							: "Add such a bean, or write one of: " + names);
		}
		return factory;
	}

	private Map<String, SourceFactory> known() {
		Map<String, SourceFactory> known = new TreeMap<>();
		this.factories.orderedStream().forEach((factory) -> {
			String name = String.valueOf(factory.property());
			if (!NAME.matcher(name).matches()) {
				throw new InvalidCacheConfigurationException(
						"%s has the property '%s'".formatted(factory.getClass().getName(), name),
						"Let it return lower-case letters, digits and dashes, such as my-store");
			}
			SourceFactory other = known.putIfAbsent(uniform(name), factory);
			if (other != null) {
				throw new InvalidCacheConfigurationException(
						"%s and %s both have the property '%s'".formatted(other.getClass().getName(),
								factory.getClass().getName(), name),
						"Remove one of the beans, or let it return another property");
			}
		});
		return known;
	}

	private static Map<String, Object> custom(CacheSettings settings) {
		return Objects.requireNonNull(settings.source().custom());
	}

	private static String property(CacheSettings settings, String name) {
		return SourceKind.CUSTOM.property(settings) + "." + name;
	}

	private static String uniform(String name) {
		return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
	}

}
