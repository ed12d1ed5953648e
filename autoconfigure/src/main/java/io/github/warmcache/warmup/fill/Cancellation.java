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

package io.github.warmcache.warmup.fill;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Cancellation of one stream of entries. Thread-safe.
 */
final class Cancellation {

	/**
	 * Marker that replaces the action once the stream is cancelled.
	 */
	private static final Runnable CANCELLED = () -> {
	};

	private final CountDownLatch cancelled = new CountDownLatch(1);

	private final AtomicReference<@Nullable Runnable> action = new AtomicReference<>();

	/**
	 * Register the action that ends a blocking call. Replaces the action registered
	 * before. If the stream is already cancelled, runs the action at once.
	 */
	void onCancel(Runnable value) {
		Runnable before = this.action.getAndUpdate((current) -> (current != CANCELLED) ? value : CANCELLED);
		if (before == CANCELLED) {
			runQuietly(value);
		}
	}

	boolean isCancelled() {
		return this.action.get() == CANCELLED;
	}

	void throwIfCancelled() {
		if (isCancelled()) {
			throw new CancellationException("The warm-up was cancelled");
		}
	}

	/**
	 * Wait for the given time. Throws {@link CancellationException} if the stream is
	 * cancelled.
	 */
	void pause(long nanos) throws InterruptedException {
		if (this.cancelled.await(nanos, TimeUnit.NANOSECONDS)) {
			throwIfCancelled();
		}
	}

	/**
	 * Cancel the stream. May block as long as the registered action does.
	 */
	void cancel() {
		Runnable registered = this.action.getAndSet(CANCELLED);
		this.cancelled.countDown();
		if (registered != null) {
			runQuietly(registered);
		}
	}

	private static void runQuietly(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException ex) {
			// Ignored: an interruption or the next entry ends the stream instead.
		}
	}

}
