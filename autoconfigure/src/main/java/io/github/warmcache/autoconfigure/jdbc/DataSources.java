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

import javax.sql.DataSource;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.source.BeanSourceFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Data sources that properties name.
 */
final class DataSources {

	private DataSources() {
	}

	/**
	 * Return a data source.
	 * @param beanFactory holds the data sources
	 * @param property the property that may name one
	 * @param name the name, or {@code null} for the only or the primary one
	 * @return the data source
	 * @throws InvalidCacheConfigurationException if there is none of this name, or more
	 * than one to choose from
	 */
	static DataSource get(ConfigurableListableBeanFactory beanFactory, String property, @Nullable String name) {
		if (name != null) {
			new BeanSourceFactory(beanFactory).requireBean(property, name, DataSource.class);
			return beanFactory.getBean(name, DataSource.class);
		}
		try {
			return beanFactory.getBean(DataSource.class);
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw new InvalidCacheConfigurationException(property,
					"is missing, but there are several data sources: " + ex.getBeanNamesFound(),
					"Write the name of one of them");
		}
	}

}
