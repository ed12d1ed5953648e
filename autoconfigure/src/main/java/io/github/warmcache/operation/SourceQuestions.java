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

package io.github.warmcache.operation;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;

import io.github.warmcache.operation.SourceQuestion.Question;
import org.jspecify.annotations.Nullable;

/**
 * Questions to sources on behalf of operators. They pass the circuit breakers and the
 * limits of loads by, because an operator asks what a source says now. So that they take
 * neither the connections nor the threads of the application, few are asked at a time.
 * Thread-safe.
 */
final class SourceQuestions {

	/**
	 * Maximum number of questions at a time in this pod. One that a source does not end
	 * in time counts until it really ends.
	 */
	static final int MOST = 2;

	private final Semaphore permits = new Semaphore(MOST);

	/**
	 * Ask a source.
	 * @return its answer
	 * @throws RejectedExecutionException if too many questions are under way
	 * @throws ExecutionException with the failure of the source
	 * @throws TimeoutException if it did not answer in time
	 * @throws InterruptedException if the current thread was interrupted
	 */
	@Nullable Object ask(Question question, Duration atMost) throws InterruptedException, ExecutionException, TimeoutException {
		if (!this.permits.tryAcquire()) {
			throw new RejectedExecutionException("Other questions to sources are under way");
		}
		return new SourceQuestion(question, this.permits::release).ask(atMost);
	}

}
