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

package io.github.warmcache.source.redis;

import java.util.concurrent.CancellationException;

import io.github.warmcache.source.EntrySink;
import org.jspecify.annotations.Nullable;

/**
 * Ends one stream from another thread by interrupting the streaming thread, which makes
 * Lettuce stop waiting for an answer.
 */
final class StreamInterruption implements AutoCloseable {

	private final Thread streaming = Thread.currentThread();

	private boolean open = true;

	private boolean cancelled;

	/**
	 * Begin a stream on the current thread.
	 * @param sink the sink that cancels
	 * @return the interruption, to be closed at the end of the stream
	 * @throws CancellationException if the stream is already cancelled
	 */
	static StreamInterruption of(EntrySink<?, ?> sink) {
		StreamInterruption interruption = new StreamInterruption();
		sink.onCancel(interruption::cancel);
		if (interruption.isCancelled()) {
			interruption.close();
			throw interruption.exception(null);
		}
		return interruption;
	}

	private synchronized void cancel() {
		this.cancelled = true;
		if (this.open) {
			this.streaming.interrupt();
		}
	}

	synchronized boolean isCancelled() {
		return this.cancelled;
	}

	CancellationException exception(@Nullable Throwable cause) {
		CancellationException exception = new CancellationException("The stream was cancelled");
		exception.initCause(cause);
		return exception;
	}

	/**
	 * End the stream. Clears an interrupt of ours, which must not reach what the thread
	 * does next.
	 */
	@Override
	public synchronized void close() {
		this.open = false;
		if (this.cancelled) {
			Thread.interrupted();
		}
	}

}
