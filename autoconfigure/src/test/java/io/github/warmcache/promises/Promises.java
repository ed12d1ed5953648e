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

package io.github.warmcache.promises;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * How promises are checked: by scenarios that hold, and fail as soon as a guard is
 * switched off.
 */
final class Promises {

	private Promises() {
	}

	/**
	 * Require something to come true.
	 * @param what what was promised
	 */
	static void eventually(Duration within, String what, Callable<Boolean> condition) {
		try {
			Awaitility.await()
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(10))
				.atMost(within)
				.ignoreExceptionsInstanceOf(TimeoutException.class)
				.until(condition);
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError("Promised: " + what, ex);
		}
	}

	static void require(String what, boolean kept) {
		if (!kept) {
			throw new AssertionError("Promised: " + what);
		}
	}

	/**
	 * Expect a scenario to fail because a guard is off.
	 * @param what the promise that is broken
	 */
	static void assertBroken(String what, ThrowingCallable scenario) {
		Assertions.assertThatThrownBy(scenario).isInstanceOf(AssertionError.class).hasMessage("Promised: " + what);
	}

}
