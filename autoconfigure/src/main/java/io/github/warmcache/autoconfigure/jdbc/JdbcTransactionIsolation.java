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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.cache.TransactionIsolation;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Isolation of the current transaction. If the transaction requests no level, its
 * connection is asked, because the default depends on the database and on the settings of
 * the pool.
 */
final class JdbcTransactionIsolation implements TransactionIsolation {

	/**
	 * Package of persistence contexts. They return the entities that they have read
	 * before, whatever the isolation of the transaction.
	 */
	private static final String PERSISTENCE_CONTEXTS = "org.springframework.orm.";

	/**
	 * Default level of the connections by data source. Each data source is asked once.
	 */
	private final Map<Object, Integer> defaults = new ConcurrentHashMap<>();

	@Override
	public boolean isReadCommitted(@Nullable Integer level) {
		boolean known = level != null;
		if (level != null && level != TransactionDefinition.ISOLATION_READ_COMMITTED) {
			return false;
		}
		for (Map.Entry<Object, Object> resource : TransactionSynchronizationManager.getResourceMap().entrySet()) {
			if (resource.getValue().getClass().getName().startsWith(PERSISTENCE_CONTEXTS)) {
				return false;
			}
			if (level == null && resource.getValue() instanceof ConnectionHolder holder && !holder.isVoid()) {
				if (levelOf(resource.getKey(), holder) != Connection.TRANSACTION_READ_COMMITTED) {
					return false;
				}
				known = true;
			}
		}
		return known;
	}

	private int levelOf(Object dataSource, ConnectionHolder holder) {
		Integer known = this.defaults.get(dataSource);
		if (known != null) {
			return known;
		}
		try {
			int level = holder.getConnection().getTransactionIsolation();
			this.defaults.put(dataSource, level);
			return level;
		}
		catch (SQLException | RuntimeException ex) {
			// The transaction may have failed already. Its next statement reports that.
			return Connection.TRANSACTION_NONE;
		}
	}

}
