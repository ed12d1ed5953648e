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

package io.github.warmcache.simulation;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.warmcache.cache.change.TransactionMarks;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * One transaction on the simulated database, which writes one row.
 */
final class Transaction extends AbstractPlatformTransactionManager {

	private static final long serialVersionUID = 1L;

	private final transient Fleet fleet;

	private final int key;

	private final transient Runnable afterCommit;

	private transient @Nullable CompletableFuture<Void> lock;

	private @Nullable Long value;

	private boolean written;

	private int index = -1;

	Transaction(Fleet fleet, SimulatedPod pod, int key, Runnable afterCommit) {
		setTransactionExecutionListeners(List.of(new TransactionMarks(pod.marks())));
		this.fleet = fleet;
		this.key = key;
		this.afterCommit = afterCommit;
	}

	/**
	 * Write the row, which nobody else can until this transaction is over.
	 */
	void write(@Nullable Long newValue) {
		this.value = newValue;
		this.written = true;
	}

	void lock() {
		this.lock = this.fleet.database().lock(this.key);
	}

	/**
	 * Return which state of the row was committed, -1 if none was.
	 */
	int index() {
		return this.index;
	}

	@Override
	protected Object doGetTransaction() {
		return this;
	}

	@Override
	protected void doBegin(Object transaction, TransactionDefinition definition) {
		// There is nothing to do before the first write.
	}

	@Override
	protected void doCommit(DefaultTransactionStatus status) {
		if (this.written) {
			this.fleet.database().commit(this.key, this.value);
			this.index = this.fleet.database().row(this.key).last();
		}
		unlock();
		this.afterCommit.run();
	}

	@Override
	protected void doRollback(DefaultTransactionStatus status) {
		unlock();
	}

	private void unlock() {
		if (this.lock != null) {
			this.fleet.database().unlock(this.key, this.lock);
		}
	}

}
