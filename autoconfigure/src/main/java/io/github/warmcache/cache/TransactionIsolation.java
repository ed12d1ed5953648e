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

package io.github.warmcache.cache;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.TransactionDefinition;

/**
 * Tells whether each statement of the calling thread's read-only transaction sees all
 * data that is committed by then. Values are kept for others only if they are read in
 * such a transaction: one that holds on to an older state would bring back values that
 * were invalidated meanwhile. Called by many threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TransactionIsolation {

	/**
	 * Trusts only transactions that ask for READ COMMITTED themselves.
	 */
	TransactionIsolation DECLARED = (level) -> level != null && level == TransactionDefinition.ISOLATION_READ_COMMITTED;

	/**
	 * Return whether the transaction of the calling thread is at READ COMMITTED;
	 * {@code false} if that is not known.
	 * @param level the level that the transaction asked for, as in
	 * {@link java.sql.Connection}, or {@code null} for the default of its database
	 * @return whether each statement sees the data that is committed by then
	 */
	boolean isReadCommitted(@Nullable Integer level);

}
