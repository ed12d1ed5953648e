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

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * Validated settings of the table that remembers the last good loads.
 */
final class GoodLoadTable {

	private static final String PREFIX = "warmcache.warmup.good-loads.";

	private final WarmcacheProperties properties;

	private final Environment environment;

	GoodLoadTable(WarmcacheProperties properties, Environment environment) {
		this.properties = properties;
		this.environment = environment;
	}

	/**
	 * Create the store.
	 * @param beanFactory holds the data sources
	 * @return the store, which has not connected so far
	 * @throws InvalidCacheConfigurationException if a property is invalid
	 */
	JdbcGoodLoadStore create(ConfigurableListableBeanFactory beanFactory) {
		String table = this.properties.warmup().goodLoads().table();
		if (table == null || !JdbcGoodLoadStore.TABLE.matcher(table).matches()) {
			throw new InvalidCacheConfigurationException(PREFIX + "table",
					"must be a plain name of a table, but is '" + table + "'",
					"Write letters, digits and '_', with the schema before a dot if needed, such as "
							+ "warmcache_good_load");
		}
		return new JdbcGoodLoadStore(
				DataSources.get(beanFactory, PREFIX + "data-source", this.properties.warmup().goodLoads().dataSource()),
				table, application());
	}

	private String application() {
		String application = this.properties.application(this.environment);
		if (application == null) {
			throw new InvalidCacheConfigurationException(PREFIX + "table",
					"needs a name that separates this application from others",
					"Write 'spring.application.name' or 'warmcache.namespace'");
		}
		return application;
	}

}
