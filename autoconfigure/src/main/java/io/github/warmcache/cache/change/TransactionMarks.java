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

import io.github.warmcache.cache.local.CallMarks;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * Marks the beginning of each transaction that may write, so that its puts are compared
 * with the changes since. Add it to the transaction managers of the application; without
 * it, a put in a transaction is compared only with the changes since the put.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class TransactionMarks implements TransactionExecutionListener {

	private final CallMarks marks;

	/**
	 * Create a listener.
	 * @param marks the marks of the application's caches
	 */
	public TransactionMarks(CallMarks marks) {
		this.marks = marks;
	}

	@Override
	public void afterBegin(TransactionExecution transaction, @Nullable Throwable beginFailure) {
		if (beginFailure == null && !transaction.isReadOnly()) {
			Transactions.begin(this.marks.take());
		}
	}

}
