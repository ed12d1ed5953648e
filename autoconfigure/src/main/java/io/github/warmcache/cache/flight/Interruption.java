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

import io.github.warmcache.cache.CacheLoadRejectedException;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.CacheOperationInvoker.ThrowableWrapper;

/**
 * Interrupt of one piece of work, created by the thread that does the work. Fires at most
 * once, and never after the end of the work.
 */
public final class Interruption {

	private final boolean interruptedBefore = Thread.currentThread().isInterrupted();

	private @Nullable Thread thread = Thread.currentThread();

	private boolean fired;

	/**
	 * Interrupt the work unless it has ended.
	 */
	public synchronized void fire() {
		if (this.thread != null && !this.fired) {
			this.fired = true;
			this.thread.interrupt();
		}
	}

	/**
	 * End the work; called by its thread. Later work is not interrupted.
	 * @return whether the work was interrupted
	 */
	public synchronized boolean end() {
		this.thread = null;
		if (this.fired && !this.interruptedBefore) {
			Thread.interrupted();
		}
		return this.fired;
	}

	/**
	 * Return whether a failure is an interrupt of the loading thread, possibly wrapped:
	 * by Spring's interceptor, or in a rejection.
	 */
	public static boolean is(@Nullable Throwable failure) {
		return failure instanceof InterruptedException
				|| (failure instanceof ThrowableWrapper wrapper && is(wrapper.getOriginal()))
				|| (failure instanceof CacheLoadRejectedException && is(failure.getCause()));
	}

}
