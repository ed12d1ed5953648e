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

package io.github.warmcache.autoconfigure.jdbc;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.CacheProperties;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.SourceKind;
import io.github.warmcache.autoconfigure.source.BuiltInSourceFactory;
import io.github.warmcache.autoconfigure.types.CacheTypes;
import io.github.warmcache.autoconfigure.types.CachedMethod;
import io.github.warmcache.autoconfigure.types.CachedMethods;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.source.jdbc.JsonValues;
import io.github.warmcache.source.jdbc.query.JdbcCacheSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.util.ClassUtils;

/**
 * Factory of sources that read SQL queries.
 */
final class JdbcSourceFactory implements BuiltInSourceFactory {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ObjectProvider<CachedMethods> methods;

	JdbcSourceFactory(ConfigurableListableBeanFactory beanFactory, ObjectProvider<CachedMethods> methods) {
		this.beanFactory = beanFactory;
		this.methods = methods;
	}

	@Override
	public SourceKind kind() {
		return SourceKind.JDBC;
	}

	@Override
	public CacheSource<?, ?> create(CacheSettings settings, CacheTypes types) {
		CacheProperties.Jdbc jdbc = Objects.requireNonNull(settings.source().jdbc());
		JdbcSourceSettings sql = new JdbcSourceSettings(jdbc.query(), jdbc.keyColumn(), jdbc.keyColumns(),
				jdbc.keyQuery(), jdbc.keysQuery(), jdbc.countQuery(), jdbc.fetchSize(), jdbc.chunkSize(),
				jdbc.batchSize(), jdbc.queryTimeout(),
				timeZone(settings.property("source.jdbc.time-zone"), jdbc.timeZone()), jdbc.readOnly());
		DataSource dataSource = DataSources.get(this.beanFactory, settings.property("source.jdbc.data-source"),
				jdbc.dataSource());
		return new JdbcCacheSource<>(dataSource, transactionManager(dataSource), sql, types.keyType(),
				keyParts(settings), types.valueType(), json());
	}

	/**
	 * Return the types of the parameters from which the keys of a cache are made.
	 * @return the types, empty if methods do not declare them or disagree
	 */
	private List<ResolvableType> keyParts(CacheSettings settings) {
		List<List<ResolvableType>> told = this.methods.getObject()
			.of(settings.name())
			.stream()
			.filter((method) -> method.stores() && !method.keyParts().isEmpty())
			.map(CachedMethod::keyParts)
			.distinct()
			.toList();
		return (told.size() == 1 && !told.get(0).contains(ResolvableType.NONE)) ? told.get(0) : List.of();
	}

	private @Nullable JsonValues json() {
		return ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", getClass().getClassLoader())
				? JacksonValues.of(this.beanFactory) : null;
	}

	private static @Nullable ZoneId timeZone(String property, @Nullable String name) {
		try {
			return (name != null) ? ZoneId.of(name) : null;
		}
		catch (DateTimeException ex) {
			throw new InvalidCacheConfigurationException(property, "names the unknown time zone '" + name + "'",
					"Write the zone that the table is written in, such as Europe/Berlin or UTC");
		}
	}

	/**
	 * Return the transaction manager of a data source, or {@code null} if it has none. A
	 * data source that routes by transaction then sees that the transactions are
	 * read-only.
	 */
	private @Nullable PlatformTransactionManager transactionManager(DataSource dataSource) {
		return this.beanFactory.getBeanProvider(PlatformTransactionManager.class)
			.stream()
			.filter((manager) -> manager instanceof ResourceTransactionManager resource
					&& resource.getResourceFactory() == dataSource)
			.findFirst()
			.orElse(null);
	}

}
