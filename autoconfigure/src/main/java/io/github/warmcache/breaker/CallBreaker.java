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
 * Keeps calls away from something that failed again and again, and lets a few through
 * after a while. Thread-safe; no method blocks or throws.
 * <p>
 * Each call that was permitted ends in exactly one of {@link #succeeded}, {@link #failed}
 * and {@link #released}.
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
	 * Ask for a call.
	 * @return whether it may be made
	 */
	default boolean permits() {
		return true;
	}

	/**
	 * Say that a permitted call got its answer.
	 * @param nanos how long it took, in nanoseconds
	 */
	default void succeeded(long nanos) {
	}

	/**
	 * Say that a permitted call failed, in a way that speaks against whom it was made to.
	 * @param nanos how long it took, in nanoseconds
	 * @param failure why, or {@code null} if that is not known
	 */
	default void failed(long nanos, @Nullable Throwable failure) {
	}

	/**
	 * Say that a permitted call was not made, or ended in a way that says nothing.
	 */
	default void released() {
	}

	/**
	 * Let calls through on trial, if they are kept away: there is a sign of life from
	 * elsewhere.
	 */
	default void tryAgain() {
	}

	/**
	 * Let no call through on trial for a while, if they are kept away: there is no sign
	 * of life from elsewhere, and nobody should have to wait to learn that again. Calls
	 * are not kept away by this alone.
	 * @param time for how long, unless {@link #tryAgain} comes before
	 */
	default void holdTrials(Duration time) {
	}

	/**
	 * Return what happens to calls at present.
	 * @return the state
	 */
	default BreakerState state() {
		return BreakerState.CLOSED;
	}

}
