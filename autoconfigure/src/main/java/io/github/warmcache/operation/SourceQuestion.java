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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.warmcache.source.LoadCancellation;
import io.github.warmcache.thread.DaemonThreads;
import org.jspecify.annotations.Nullable;

/**
 * Question to a source, asked on a thread of its own. When the time is over, it is
 * cancelled as the source wants it, or else its thread is interrupted.
 */
final class SourceQuestion implements LoadCancellation {

	private final Question question;

	private final Runnable atEnd;

	private final CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();

	private final Thread thread = DaemonThreads.named("warmcache-inspection", this::run);

	private @Nullable Runnable onCancel;

	private boolean cancelled;

	private boolean over;

	/**
	 * Number of threads that work for this question: its own, and one that cancels it.
	 */
	private int threads = 1;

	/**
	 * Create a question.
	 * @param question what to ask
	 * @param atEnd called once, when no thread works for the question any more, which may
	 * be long after its time is over
	 */
	SourceQuestion(Question question, Runnable atEnd) {
		this.question = question;
		this.atEnd = atEnd;
	}

	/**
	 * Ask, and wait for the answer.
	 * @return the answer
	 * @throws ExecutionException with the failure of the source
	 * @throws TimeoutException if the source did not answer in time
	 * @throws InterruptedException if the current thread was interrupted
	 */
	@Nullable Object ask(Duration atMost) throws InterruptedException, ExecutionException, TimeoutException {
		try {
			this.thread.start();
		}
		catch (Throwable ex) {
			leave();
			throw ex;
		}
		try {
			return this.answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
		}
		finally {
			cancel();
		}
	}

	private void run() {
		try {
			this.answer.complete(this.question.ask(this));
		}
		catch (Throwable ex) {
			this.answer.completeExceptionally(ex);
		}
		finally {
			synchronized (this) {
				this.over = true;
			}
			leave();
		}
	}

	private synchronized void cancel() {
		if (this.over || this.answer.isDone()) {
			return;
		}
		this.cancelled = true;
		if (this.onCancel == null) {
			this.thread.interrupt();
			return;
		}
		// The action may need a round trip to a server that does not answer.
		Thread cancelling = DaemonThreads.named("warmcache-inspection-cancel", cancelling(this.onCancel));
		this.threads++;
		try {
			cancelling.start();
		}
		catch (Throwable ex) {
			this.threads--;
			throw ex;
		}
	}

	private Runnable cancelling(Runnable action) {
		return () -> {
			try {
				action.run();
			}
			finally {
				leave();
			}
		};
	}

	private void leave() {
		synchronized (this) {
			this.threads--;
			if (this.threads > 0) {
				return;
			}
		}
		this.atEnd.run();
	}

	@Override
	public void onCancel(Runnable action) {
		synchronized (this) {
			if (!this.cancelled) {
				this.onCancel = action;
				return;
			}
		}
		action.run();
	}

	/**
	 * What is asked.
	 */
	@FunctionalInterface
	interface Question {

		/**
		 * Ask the source.
		 * @param cancellation tells the source that nobody waits any more
		 * @return its answer
		 * @throws Exception if it fails
		 */
		@Nullable Object ask(LoadCancellation cancellation) throws Exception;

	}

}
