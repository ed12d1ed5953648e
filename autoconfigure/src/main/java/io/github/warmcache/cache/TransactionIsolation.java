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
 * Tells whether the read-only transaction of the calling thread sees, with each of its
 * statements, what is committed by then. Only what such a transaction reads is kept for
 * others: one that holds on to an older state would bring back what was invalidated
 * meanwhile. Called by many threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TransactionIsolation {

	/**
	 * Trusts transactions that ask for READ COMMITTED themselves, and no others.
	 */
	TransactionIsolation DECLARED = (level) -> level != null && level == TransactionDefinition.ISOLATION_READ_COMMITTED;

	/**
	 * Return whether the transaction of the calling thread is at READ COMMITTED. What is
	 * not known is not.
	 * @param level the level that the transaction asked for, as in
	 * {@link java.sql.Connection}, or {@code null} for the default of its database
	 * @return whether each statement sees what is committed by then
	 */
	boolean isReadCommitted(@Nullable Integer level);

}
