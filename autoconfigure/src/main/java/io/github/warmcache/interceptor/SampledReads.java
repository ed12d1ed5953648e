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

package io.github.warmcache.interceptor;

import java.util.Optional;
import java.util.function.DoubleSupplier;

import io.github.warmcache.cache.ObservedOperation;
import io.github.warmcache.cache.OperationKind;
import io.github.warmcache.cache.OperationObserver;
import io.github.warmcache.cache.ReadTrace;
import org.jspecify.annotations.Nullable;

/**
 * Observer of a random share of the calls of cached methods, hits included. Calls that
 * are not in the sample cost a random number. Thread-safe.
 */
public final class SampledReads {

	private final OperationObserver observer;

	private final double share;

	private final DoubleSupplier random;

	/**
	 * Create an observer.
	 * @param observer observes the calls in the sample
	 * @param share the share of calls that are observed, from 0 to 1
	 * @param random returns numbers from 0 to below 1, on any thread
	 */
	public SampledReads(OperationObserver observer, double share, DoubleSupplier random) {
		this.observer = observer;
		this.share = share;
		this.random = random;
	}

	/**
	 * Return whether the next call is in the sample.
	 */
	boolean takesNext() {
		return this.random.getAsDouble() < this.share;
	}

	/**
	 * Observe a call.
	 * @param cacheName the name of the cache that the method reads
	 * @param call the call
	 * @return what the call returns
	 * @throws Throwable what the call throws
	 */
	@Nullable Object observe(String cacheName, Call call) throws Throwable {
		ObservedOperation operation = this.observer.begin(OperationKind.READ, cacheName);
		if (operation == ObservedOperation.NONE) {
			return call.answer();
		}
		Object answer = null;
		Throwable failure = null;
		try (ReadTrace trace = ReadTrace.start()) {
			ObservedOperation.Scope scope = operation.open();
			try {
				answer = call.answer();
			}
			catch (Throwable ex) {
				failure = ex;
			}
			scope.close();
			operation.answered(trace);
		}
		if (failure != null) {
			operation.end("failed", failure);
			throw failure;
		}
		boolean absent = answer == null || (answer instanceof Optional<?> optional && optional.isEmpty());
		operation.end(absent ? "absent" : "value", null);
		return answer;
	}

	/**
	 * Call of a cached method.
	 */
	@FunctionalInterface
	interface Call {

		@Nullable Object answer() throws Throwable;

	}

}
