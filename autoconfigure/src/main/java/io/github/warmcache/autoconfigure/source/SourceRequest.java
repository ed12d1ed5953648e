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
import java.util.Map;

import io.github.warmcache.source.InvalidSourceException;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.ResolvableType;

/**
 * Request of a cache for a source of a {@link SourceFactory}. Confined to one thread.
 *
 * @since 0.1.0
 */
public final class SourceRequest {

	private static final String ROOT = "settings";

	private final String cacheName;

	private final ResolvableType keyType;

	private final ResolvableType valueType;

	/**
	 * What is written, by names below {@link #ROOT}.
	 */
	private final Map<String, Object> written = new LinkedHashMap<>();

	private boolean read;

	/**
	 * Create a request. Warmcache does so; a test of a factory may, too.
	 * @param cacheName the name of the cache
	 * @param keyType the type of the keys, or {@link ResolvableType#NONE}
	 * @param valueType the type of the values, or {@link ResolvableType#NONE}
	 * @param settings the settings as they are written, by their names: values, and maps
	 * for names that have others below them
	 */
	public SourceRequest(String cacheName, ResolvableType keyType, ResolvableType valueType, Map<?, ?> settings) {
		this.cacheName = cacheName;
		this.keyType = keyType;
		this.valueType = valueType;
		write(ROOT, settings);
	}

	private void write(String name, Object value) {
		if (value instanceof Map<?, ?> below) {
			below.forEach((key, inner) -> write(name + element(String.valueOf(key)), inner));
		}
		else {
			this.written.put(name, value);
		}
	}

	/**
	 * Return an element of a name. Positions in lists are in brackets, and so is what
	 * would not be one element.
	 */
	private static String element(String key) {
		return key.matches("[A-Za-z_-][A-Za-z0-9_-]*") ? "." + key : "[" + key + "]";
	}

	/**
	 * Return the name of the cache.
	 * @return the name
	 */
	public String cacheName() {
		return this.cacheName;
	}

	/**
	 * Return the type of the keys.
	 * @return the type, {@link ResolvableType#NONE} if neither properties nor methods
	 * declare it
	 */
	public ResolvableType keyType() {
		return this.keyType;
	}

	/**
	 * Return the type of the values.
	 * @return the type, {@link ResolvableType#NONE} if neither properties nor methods
	 * declare it
	 */
	public ResolvableType valueType() {
		return this.valueType;
	}

	/**
	 * Read the settings of the source, by Spring Boot's relaxed names and conversions.
	 * They are not validated.
	 * @param <T> the type of the settings
	 * @param type the class of the settings, with a constructor or setters for them
	 * @return the settings
	 * @throws InvalidSourceException if a setting does not fit the class, or if the class
	 * does not have it; not to be caught
	 */
	public <T> T settings(Class<T> type) {
		this.read = true;
		try {
			return new Binder(new MapConfigurationPropertySource(this.written)).bindOrCreate(ROOT, Bindable.of(type),
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
		}
		catch (BindException ex) {
			throw invalid(ex, type);
		}
	}

	/**
	 * Reject settings that the factory did not ask for.
	 */
	void requireRead() {
		if (!this.read && !this.written.isEmpty()) {
			String name = this.written.keySet().iterator().next();
			throw new InvalidSourceException(below(ConfigurationPropertyName.adapt(name, '.')), "is unknown",
					"Remove it: such a source has no settings");
		}
	}

	private static InvalidSourceException invalid(BindException ex, Class<?> type) {
		Throwable cause = ex;
		for (Throwable next = ex.getCause(); next != null; next = next.getCause()) {
			cause = next;
			if (cause instanceof InvalidSourceException own) {
				return own;
			}
			if (cause instanceof UnboundConfigurationPropertiesException unbound) {
				ConfigurationPropertyName name = unbound.getUnboundProperties().iterator().next().getName();
				return caused(ex, new InvalidSourceException(below(name), "is unknown",
						"Remove it, or write a setting that %s has".formatted(type.getName())));
			}
		}
		// A message may have the value, which may be a secret.
		return caused(ex,
				new InvalidSourceException(below(ex.getName()),
						"does not fit %s: %s".formatted(ex.getTarget().getType(), cause.getClass().getName()),
						"Write what %s reads".formatted(type.getName())));
	}

	private static InvalidSourceException caused(BindException cause, InvalidSourceException exception) {
		exception.initCause(cause);
		return exception;
	}

	private static String below(ConfigurationPropertyName name) {
		return name.subName(1).toString();
	}

}
