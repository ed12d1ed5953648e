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

package io.github.warmcache.cache.load;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.ObservedOperation;
import io.github.warmcache.cache.OperationKind;
import io.github.warmcache.cache.change.FillRule;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.CacheOperationInvoker.ThrowableWrapper;

/**
 * Call of the method body on behalf of one load: what it may fill, how long it takes, and
 * who observes it.
 */
final class MethodCall {

	private final SourceCalls observers;

	private final CacheStatistics statistics;

	private final boolean permitted;

	private final long start = System.nanoTime();

	private volatile ObservedOperation operation = ObservedOperation.NONE;

	/**
	 * Create a call, and check whether the current thread's transaction permits a fill.
	 * Only the method body runs in that transaction; the tiers before it are never read
	 * in it.
	 */
	MethodCall(SourceCalls observers, FillRule fillRule, CacheStatistics statistics) {
		this.observers = observers;
		this.statistics = statistics;
		this.permitted = fillRule.permits();
	}

	/**
	 * Begin to observe the method body.
	 * @return the scope of its call, to be closed by this thread
	 */
	ObservedOperation.Scope open() {
		this.operation = this.observers.observe(OperationKind.LOAD_BY_METHOD);
		return this.operation.open();
	}

	/**
	 * Return whether what the method returns may be kept.
	 */
	boolean mayFill() {
		if (!this.permitted) {
			this.statistics.record(CacheEvent.TRANSACTION_FILL_REFUSED);
		}
		return this.permitted;
	}

	void returned(@Nullable Object value) {
		this.operation.end((value != null) ? "value" : "absent", null);
		this.statistics.recordMethod(CacheEvent.METHOD_LOADED, System.nanoTime() - this.start);
	}

	/**
	 * Count a failure of the method body.
	 * @param failure the failure, or {@code null} if it ended too late
	 */
	void failed(@Nullable Throwable failure) {
		Throwable original = (failure instanceof ThrowableWrapper wrapper) ? wrapper.getOriginal() : failure;
		this.operation.end((failure != null) ? "failed" : "timed-out", original);
		this.statistics.recordMethod(CacheEvent.METHOD_FAILED, System.nanoTime() - this.start);
	}

}
