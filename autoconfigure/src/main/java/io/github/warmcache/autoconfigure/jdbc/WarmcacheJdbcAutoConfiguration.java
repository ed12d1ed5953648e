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

import io.github.warmcache.autoconfigure.cache.CacheAssembly;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import io.github.warmcache.autoconfigure.types.CachedMethods;
import io.github.warmcache.cache.TransactionIsolation;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Auto-configuration of SQL sources and of the isolation of transactions, if the
 * application has a database.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WarmcacheAutoConfiguration.class,
		afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass({ DataSource.class, JdbcOperations.class, PlatformTransactionManager.class })
@ConditionalOnBean({ CacheAssembly.class, DataSource.class })
public final class WarmcacheJdbcAutoConfiguration {

	/**
	 * Name of the bean that keeps the last good loads in a table.
	 */
	public static final String GOOD_LOAD_TABLE = "warmcacheGoodLoadTable";

	@Bean
	JdbcSourceFactory warmcacheJdbcSourceFactory(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<CachedMethods> methods) {
		return new JdbcSourceFactory(beanFactory, methods);
	}

	@Bean(GOOD_LOAD_TABLE)
	@ConditionalOnProperty("warmcache.warmup.good-loads.table")
	JdbcGoodLoadStore warmcacheGoodLoadTable(ConfigurableListableBeanFactory beanFactory,
			WarmcacheProperties properties, Environment environment) {
		return new GoodLoadTable(properties, environment).create(beanFactory);
	}

	@Bean
	@ConditionalOnMissingBean(TransactionIsolation.class)
	JdbcTransactionIsolation warmcacheTransactionIsolation() {
		return new JdbcTransactionIsolation();
	}

}
