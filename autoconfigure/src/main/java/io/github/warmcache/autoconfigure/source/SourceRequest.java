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

import io.github.warmcache.autoconfigure.types.CacheTypes;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.core.ResolvableType;

/**
 * Request of a cache for a source of a {@link SourceFactory}.
 *
 * @since 0.1.0
 */
public final class SourceRequest {

	private final String cacheName;

	private final String property;

	private final CacheTypes types;

	private final Binder binder;

	SourceRequest(String cacheName, String property, CacheTypes types, Binder binder) {
		this.cacheName = cacheName;
		this.property = property;
		this.types = types;
		this.binder = binder;
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
		return this.types.keyType();
	}

	/**
	 * Return the type of the values.
	 * @return the type, {@link ResolvableType#NONE} if neither properties nor methods
	 * declare it
	 */
	public ResolvableType valueType() {
		return this.types.valueType();
	}

	/**
	 * Read the settings of the source, as Spring Boot binds configuration properties. A
	 * property that the class does not have fails the start.
	 * @param <T> the type of the settings
	 * @param type the class of the settings, with a constructor or setters for them
	 * @return the settings
	 */
	public <T> T settings(Class<T> type) {
		return this.binder.bindOrCreate(this.property, Bindable.of(type),
				new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
	}

}
