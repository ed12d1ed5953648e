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

package io.github.warmcache.source.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Ends one read (a stream or the load of a key) from another thread: interrupts it while
 * it waits for a connection, and cancels its statement after that.
 */
public final class StatementCancellation implements AutoCloseable {

	private static final int ATTEMPTS = 5;

	private static final long PAUSE_MILLIS = 100;

	/**
	 * Time that a caller which already has a connection waits for a second one.
	 */
	private static final long SECOND_CONNECTION_MILLIS = 100;

	private final Thread reading = Thread.currentThread();

	private final CountDownLatch closed = new CountDownLatch(1);

	private @Nullable Statement statement;

	private boolean open = true;

	private boolean interrupted;

	private volatile boolean waited;

	private volatile boolean cancelled;

	/**
	 * Cancel the read. Called by the cancelling thread. Drivers ignore a cancel that
	 * comes just before the statement reaches the server, so it is repeated a few times
	 * until the read ends.
	 */
	public void cancel() {
		Statement running = cancelled();
		int attempt = 0;
		while (running != null && attempt < ATTEMPTS) {
			tryCancel(running);
			attempt++;
			running = isOver() ? null : running;
		}
	}

	/**
	 * Limit the wait for a connection to 100 ms. Called by the reading thread before it
	 * asks for one. Callers that each hold a connection would otherwise wait for each
	 * other.
	 */
	public void waitBriefly() {
		CompletableFuture.delayedExecutor(SECOND_CONNECTION_MILLIS, TimeUnit.MILLISECONDS).execute(this::endWait);
	}

	private synchronized void endWait() {
		if (this.open && this.statement == null && !this.cancelled) {
			this.waited = true;
			this.interrupted = true;
			this.reading.interrupt();
		}
	}

	/**
	 * Return whether the wait for a connection was ended by {@link #waitBriefly()}.
	 */
	public boolean hasWaited() {
		return this.waited;
	}

	private synchronized @Nullable Statement cancelled() {
		this.cancelled = true;
		if (this.open && this.statement == null) {
			this.interrupted = true;
			this.reading.interrupt();
		}
		return this.statement;
	}

	/**
	 * Begin a statement. Called by the reading thread before it runs the statement.
	 * @param statement the statement
	 * @throws CancellationException if the read is already cancelled
	 */
	public synchronized void begin(Statement statement) {
		throwIfCancelled();
		this.statement = statement;
	}

	public void throwIfCancelled() {
		if (this.cancelled) {
			throw exception(null);
		}
	}

	public boolean isCancelled() {
		return this.cancelled;
	}

	public CancellationException exception(@Nullable Throwable cause) {
		CancellationException exception = new CancellationException("The read was cancelled");
		exception.initCause(cause);
		return exception;
	}

	/**
	 * End the read. Clears an interrupt of ours, which must not reach what the thread
	 * does next.
	 */
	@Override
	public synchronized void close() {
		this.open = false;
		this.statement = null;
		this.closed.countDown();
		if (this.interrupted) {
			Thread.interrupted();
		}
	}

	private boolean isOver() {
		if (Thread.currentThread() == this.reading) {
			return true;
		}
		try {
			return this.closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
	}

	private static void tryCancel(Statement statement) {
		try {
			statement.cancel();
		}
		catch (SQLException ex) {
			// The next attempt or the sink ends the read.
		}
	}

}
