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

package io.github.warmcache.breaker;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Breaker that rejects calls to a target that failed repeatedly, and lets a few through
 * after a while. Thread-safe; no method blocks or throws.
 * <p>
 * Each permitted call ends in exactly one of {@link #succeeded}, {@link #failed} and
 * {@link #released}.
 *
 * @since 0.1.0
 */
public interface CallBreaker {

	/**
	 * Breaker that never opens.
	 */
	CallBreaker NONE = new CallBreaker() {

	};

	/**
	 * Ask for permission to make a call.
	 * @return whether the call may be made
	 */
	default boolean permits() {
		return true;
	}

	/**
	 * Record that a permitted call was answered.
	 * @param nanos how long it took, in nanoseconds
	 */
	default void succeeded(long nanos) {
	}

	/**
	 * Record that a permitted call failed, in a way that is the fault of its target.
	 * @param nanos how long it took, in nanoseconds
	 * @param failure why it failed, or {@code null} if that is not known
	 */
	default void failed(long nanos, @Nullable Throwable failure) {
	}

	/**
	 * Record that a permitted call was not made, or ended in a way that says nothing
	 * about its target.
	 */
	default void released() {
	}

	/**
	 * Let calls through on trial, if they are rejected now, because there is a sign of
	 * life from elsewhere.
	 */
	default void tryAgain() {
	}

	/**
	 * Let no call through on trial for a while, if they are rejected now. There is no
	 * sign of life from elsewhere, and nobody should have to wait to learn that again.
	 * This alone does not open the breaker.
	 * @param time how long, unless {@link #tryAgain} is called before
	 */
	default void holdTrials(Duration time) {
	}

	/**
	 * Return the current state.
	 * @return the state
	 */
	default BreakerState state() {
		return BreakerState.CLOSED;
	}

}
