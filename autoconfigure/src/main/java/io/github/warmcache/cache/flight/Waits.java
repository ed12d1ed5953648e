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

package io.github.warmcache.cache.flight;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Way in which threads wait for each other, and its clock.
 */
public interface Waits {

	/**
	 * Waits with the threads and the clock of this machine.
	 */
	Waits REAL = new Waits() {

		@Override
		public long nanos() {
			return System.nanoTime();
		}

		@Override
		public void pause(Object blocker, long nanos) {
			LockSupport.parkNanos(blocker, nanos);
		}

		@Override
		public <T extends @Nullable Object> T get(CompletableFuture<T> future, long nanos)
				throws InterruptedException, ExecutionException, TimeoutException {
			return future.get(nanos, TimeUnit.NANOSECONDS);
		}

		@Override
		public <T extends @Nullable Object> T join(CompletableFuture<T> future) {
			return future.join();
		}

	};

	/**
	 * Return the time in nanoseconds, comparable only to other times of these waits.
	 */
	long nanos();

	/**
	 * Wait for the given time or less.
	 */
	void pause(Object blocker, long nanos);

	/**
	 * Wait for a result, at most for the given time.
	 */
	<T extends @Nullable Object> T get(CompletableFuture<T> future, long nanos)
			throws InterruptedException, ExecutionException, TimeoutException;

	/**
	 * Wait for a result that is sure to come.
	 */
	<T extends @Nullable Object> T join(CompletableFuture<T> future);

}
