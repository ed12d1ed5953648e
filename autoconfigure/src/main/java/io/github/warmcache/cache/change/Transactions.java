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

import io.github.warmcache.cache.local.CallMark;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/**
 * Current thread's transaction as Spring knows it; none if Spring's transaction support
 * is missing. Reactive transactions are not bound to a thread and not seen.
 */
public final class Transactions {

	private static final boolean PRESENT = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager",
			Transactions.class.getClassLoader());

	private Transactions() {
	}

	public static boolean isActive() {
		return PRESENT && TransactionSynchronizationManager.isActualTransactionActive();
	}

	static boolean isReadOnly() {
		return PRESENT && TransactionSynchronizationManager.isCurrentTransactionReadOnly();
	}

	/**
	 * Return the isolation level that the transaction asked for, or {@code null} if it
	 * asked for none.
	 */
	static @Nullable Integer isolationLevel() {
		return PRESENT ? TransactionSynchronizationManager.getCurrentTransactionIsolationLevel() : null;
	}

	/**
	 * Return the changes that wait for the current transaction to commit, or {@code null}
	 * if there are none.
	 */
	static @Nullable TransactionChanges pending() {
		return PRESENT ? Synchronization.find() : null;
	}

	/**
	 * Return the changes of the current transaction, to add another one, or {@code null}
	 * if a change has no commit to wait for.
	 */
	static @Nullable TransactionChanges join() {
		return PRESENT ? Synchronization.join() : null;
	}

	/**
	 * Mark the beginning of the current transaction, which has not changed anything yet.
	 */
	static void begin(CallMark mark) {
		if (PRESENT) {
			Synchronization.begin(mark);
		}
	}

	/**
	 * Loaded only if Spring's transaction support is on the class path.
	 */
	private static final class Synchronization implements TransactionSynchronization {

		private final TransactionChanges changes;

		private Synchronization(@Nullable CallMark began) {
			this.changes = new TransactionChanges(began);
		}

		static @Nullable TransactionChanges find() {
			// A transaction that another thread completed leaves its resource behind.
			return (TransactionSynchronizationManager
				.getResource(TransactionChanges.class) instanceof TransactionChanges found && !found.isOver()) ? found
						: null;
		}

		static @Nullable TransactionChanges join() {
			if (!isPossible()) {
				return null;
			}
			TransactionChanges found = find();
			if (found != null) {
				return found.isCommitted() ? null : found;
			}
			return register(null);
		}

		static void begin(CallMark mark) {
			if (isPossible() && find() == null) {
				register(mark);
			}
		}

		private static boolean isPossible() {
			return TransactionSynchronizationManager.isSynchronizationActive()
					&& TransactionSynchronizationManager.isActualTransactionActive();
		}

		private static TransactionChanges register(@Nullable CallMark mark) {
			Synchronization begun = new Synchronization(mark);
			TransactionSynchronizationManager.registerSynchronization(begun);
			begun.suspend();
			begun.resume();
			return begun.changes;
		}

		/**
		 * Run before other synchronizations, so that they find the changes applied.
		 */
		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		public void suspend() {
			TransactionSynchronizationManager.unbindResourceIfPossible(TransactionChanges.class);
		}

		@Override
		public void resume() {
			TransactionSynchronizationManager.bindResource(TransactionChanges.class, this.changes);
		}

		@Override
		public void savepointRollback(Object savepoint) {
			this.changes.distrustValues();
		}

		@Override
		public void afterCommit() {
			this.changes.commit();
		}

		@Override
		public void afterCompletion(int status) {
			suspend();
			if (status == STATUS_UNKNOWN) {
				this.changes.distrustValues();
			}
			try {
				if (status != STATUS_ROLLED_BACK) {
					// Also changes that another synchronization made after the commit.
					this.changes.commit();
				}
			}
			finally {
				this.changes.end();
			}
		}

	}

}
