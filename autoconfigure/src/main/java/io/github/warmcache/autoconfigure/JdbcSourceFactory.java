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

package io.github.warmcache.autoconfigure;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Objects;

import javax.sql.DataSource;

import io.github.warmcache.autoconfigure.diagnostics.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.CacheProperties;
import io.github.warmcache.autoconfigure.types.CacheTypes;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.jdbc.JdbcCacheSource;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.source.jdbc.JsonValues;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.util.ClassUtils;

/**
 * Makes sources of SQL queries.
 */
final class JdbcSourceFactory implements SourceFactory {

	private final ConfigurableListableBeanFactory beanFactory;

	JdbcSourceFactory(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public SourceKind kind() {
		return SourceKind.JDBC;
	}

	@Override
	public CacheSource<?, ?> create(CacheSettings settings, CacheTypes types) {
		CacheProperties.Jdbc jdbc = Objects.requireNonNull(settings.source().jdbc());
		JdbcSourceSettings sql = new JdbcSourceSettings(jdbc.query(), jdbc.keyColumn(), jdbc.keyQuery(),
				jdbc.keysQuery(), jdbc.countQuery(), jdbc.fetchSize(), jdbc.chunkSize(), jdbc.batchSize(),
				jdbc.queryTimeout(), timeZone(settings.property("source.jdbc.time-zone"), jdbc.timeZone()),
				jdbc.readOnly());
		DataSource dataSource = dataSource(settings.property("source.jdbc.data-source"), jdbc.dataSource());
		return new JdbcCacheSource<>(dataSource, transactionManager(dataSource), sql, types.keyType(),
				types.valueType(), json());
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

	private DataSource dataSource(String property, @Nullable String name) {
		if (name != null) {
			new BeanSourceFactory(this.beanFactory).requireBean(property, name, DataSource.class);
			return this.beanFactory.getBean(name, DataSource.class);
		}
		try {
			return this.beanFactory.getBean(DataSource.class);
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw new InvalidCacheConfigurationException(property,
					"is missing, and there are several: " + ex.getBeanNamesFound(), "Write the name of one of them");
		}
	}

	/**
	 * Return what opens transactions on a data source, so that one which routes by
	 * transaction sees that ours are read-only.
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
