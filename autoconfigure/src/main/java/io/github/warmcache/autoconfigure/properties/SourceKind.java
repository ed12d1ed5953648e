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

package io.github.warmcache.autoconfigure.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Kinds of sources that properties can describe.
 */
public enum SourceKind {

	/**
	 * An SQL query.
	 */
	JDBC("jdbc", "reads a database, but there is no DataSource",
			"Add the dependency org.springframework.boot:spring-boot-starter-jdbc and set 'spring.datasource.url', or "
					+ "remove the source"),

	/**
	 * A hash in Redis.
	 */
	REDIS_HASH("redis-hash", "reads Redis, but there is no RedisConnectionFactory",
			"Add the dependency org.springframework.boot:spring-boot-starter-data-redis, or remove the source"),

	/**
	 * Keys in Redis that match a pattern.
	 */
	REDIS_KEYS("redis-keys", "reads Redis, but there is no RedisConnectionFactory",
			"Add the dependency org.springframework.boot:spring-boot-starter-data-redis, or remove the source"),

	/**
	 * A bean of the application.
	 */
	BEAN("bean", "", ""),

	/**
	 * A kind of source that the application adds.
	 */
	CUSTOM("custom", "", "");

	private static final String ORDER = "source.order";

	private final String property;

	private final String missing;

	private final String remedy;

	SourceKind(String property, String missing, String remedy) {
		this.property = property;
		this.missing = missing;
		this.remedy = remedy;
	}

	/**
	 * Return the kind of source that is configured for a cache.
	 * @param settings the settings of the cache
	 * @return the kind, or {@code null} if it has none
	 * @throws InvalidCacheConfigurationException if it has several
	 */
	public static @Nullable SourceKind of(CacheSettings settings) {
		List<SourceKind> kinds = inOrder(settings);
		return kinds.isEmpty() ? null : kinds.get(kinds.size() - 1);
	}

	/**
	 * Return the kinds of all sources that a cache has, in the order in which reads ask
	 * them.
	 * @param settings the settings of the cache
	 * @return the kinds, of which the last one is that of {@link #of}
	 * @throws InvalidCacheConfigurationException if their order is not known
	 */
	public static List<SourceKind> inOrder(CacheSettings settings) {
		CacheProperties.Source source = settings.source();
		List<SourceKind> kinds = new ArrayList<>();
		add(kinds, source.jdbc(), JDBC);
		add(kinds, source.redisHash(), REDIS_HASH);
		add(kinds, source.redisKeys(), REDIS_KEYS);
		add(kinds, source.bean(), BEAN);
		add(kinds, source.custom(), CUSTOM);
		if (source.order().isEmpty()) {
			if (kinds.size() > 1) {
				throw new InvalidCacheConfigurationException(kinds.get(1).property(settings),
						"is set together with '%s'".formatted(kinds.get(0).property(settings)),
						"Write one of them, or also '%s' with the order in which they are asked"
							.formatted(settings.property(ORDER)));
			}
			return kinds;
		}
		if (source.order().size() != kinds.size() || !Set.copyOf(source.order()).equals(Set.copyOf(kinds))) {
			throw new InvalidCacheConfigurationException(settings.property(ORDER),
					"names %s, but the sources are %s".formatted(names(source.order()), names(kinds)),
					"Name each kind of source that is written, once, the last one being that which warm-ups read");
		}
		return source.order();
	}

	private static String names(List<SourceKind> kinds) {
		return kinds.isEmpty() ? "none" : kinds.stream().map((kind) -> kind.property).collect(Collectors.joining(", "));
	}

	private static void add(List<SourceKind> kinds, @Nullable Object properties, SourceKind kind) {
		if (properties != null) {
			kinds.add(kind);
		}
	}

	/**
	 * Return whether sources of this kind need to be told the types of keys and values.
	 */
	public boolean needsTypes() {
		return this != BEAN && this != CUSTOM;
	}

	/**
	 * Return the name of the property that describes a source of this kind.
	 * @param settings the settings of the cache
	 * @return the full name
	 */
	public String property(CacheSettings settings) {
		return settings.property("source." + this.property);
	}

	/**
	 * Create the exception that says what the application lacks for a source of this
	 * kind.
	 * @param settings the settings of the cache
	 * @return the exception
	 */
	public InvalidCacheConfigurationException missing(CacheSettings settings) {
		return new InvalidCacheConfigurationException(property(settings), this.missing, this.remedy);
	}

}
