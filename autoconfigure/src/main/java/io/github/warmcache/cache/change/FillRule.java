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

package io.github.warmcache.cache.change;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.warmcache.cache.TransactionIsolation;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;

/**
 * Decides whether the result of a method body may be kept for others. It may not if the
 * method ran in a transaction that may have seen its own uncommitted rows, or an older
 * state of the database.
 */
public final class FillRule {

	private static final EventLog logger = EventLog.of(FillRule.class);

	private final String cacheName;

	private final TransactionIsolation isolation;

	private final AtomicBoolean warned = new AtomicBoolean();

	public FillRule(String cacheName, TransactionIsolation isolation) {
		this.cacheName = cacheName;
		this.isolation = isolation;
	}

	/**
	 * Return whether a value that the current thread loads now may be kept.
	 */
	public boolean permits() {
		if (!Transactions.isActive()) {
			return true;
		}
		if (!Transactions.isReadOnly()) {
			return false;
		}
		boolean permitted = this.isolation.isReadCommitted(Transactions.isolationLevel());
		if (!permitted && this.warned.compareAndSet(false, true)) {
			logger.warn(LogEvent.CACHE_FILL_REFUSED)
				.cache(this.cacheName)
				.log(("Cache '%s' does not keep values loaded in a read-only transaction that may see an older "
						+ "state of the database than the committed one: call the cached method outside of the "
						+ "transaction, or give the transaction isolation = Isolation.READ_COMMITTED and no persistence "
						+ "context")
					.formatted(this.cacheName));
		}
		return permitted;
	}

}
