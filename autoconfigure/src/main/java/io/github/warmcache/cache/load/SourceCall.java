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

package io.github.warmcache.cache.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.warmcache.cache.ObservedOperation;
import io.github.warmcache.cache.OperationKind;
import io.github.warmcache.cache.change.Transactions;
import io.github.warmcache.cache.flight.Bulkhead.Permit;
import io.github.warmcache.cache.flight.Deadline;
import io.github.warmcache.cache.flight.FlightLeader;
import io.github.warmcache.cache.flight.Interruption;
import io.github.warmcache.cache.local.Fence;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.LoadCancellation;
import io.github.warmcache.source.SourceBusyException;
import org.jspecify.annotations.Nullable;

/**
 * One call of the source, run on a thread of ours. Settled once: by the answer, or by a
 * waiter that gives up.
 */
final class SourceCall implements Runnable, LoadCancellation {

	/**
	 * Result of a source that failed: it may have the value or not.
	 */
	static final Object UNKNOWN = new Object();

	private final SourceCalls calls;

	private final CacheSource<Object, Object> source;

	private final Object key;

	private final Fence.Mark mark;

	private final @Nullable FlightLeader principal;

	private final CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();

	private final AtomicBoolean settled = new AtomicBoolean();

	private final long start = System.nanoTime();

	private final boolean inTransaction = Transactions.isActive();

	private @Nullable Interruption running;

	private @Nullable Runnable onCancel;

	private @Nullable Permit permit;

	private boolean cancelled;

	private boolean over;

	private volatile boolean keptNowhere;

	private final boolean permitted;

	private final boolean leftAlone;

	private final ObservedOperation operation;

	private volatile boolean asked;

	/**
	 * Create a call.
	 * @param mark the mark of the load that asks
	 * @param permitted whether it may ask the source, beside the earlier ones
	 * @param leftAlone whether it may not because the source fails for this key
	 */
	SourceCall(SourceCalls calls, CacheSource<Object, Object> source, Object key, Fence.Mark mark,
			@Nullable FlightLeader principal, boolean permitted, boolean leftAlone) {
		this.calls = calls;
		this.source = source;
		this.key = key;
		this.mark = mark;
		this.principal = principal;
		this.permitted = permitted;
		this.leftAlone = leftAlone;
		this.asked = permitted && calls.earlier().isEmpty();
		this.operation = calls.observe(OperationKind.LOAD_BY_SOURCE);
	}

	/**
	 * Return the answer of the source: the value, {@code null} if it knows no such key,
	 * or its failure. The future never completes if the call is given up or times out.
	 */
	CompletableFuture<@Nullable Object> answer() {
		return this.answer;
	}

	/**
	 * Wait for the answer.
	 * @return the value, {@code null} if the source knows no such key, {@link #UNKNOWN}
	 * if it failed, if the current thread was interrupted, or if the answer came just too
	 * late
	 * @throws TimeoutException if the source did not answer in time
	 */
	@Nullable Object await(Deadline deadline) throws TimeoutException {
		try {
			return deadline.await(this.answer);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
		}
		catch (InterruptedException ex) {
			// The method body decides what an interrupt means to it.
			Thread.currentThread().interrupt();
			giveUp();
		}
		catch (TimeoutException ex) {
			if (timeOut()) {
				throw ex;
			}
		}
		return UNKNOWN;
	}

	@Override
	public void run() {
		if (!enter()) {
			return;
		}
		FlightLeader leader = FlightLeader.standIn(this.principal);
		boolean outer = this.calls.bulkhead().enter();
		ObservedOperation.Scope scope = this.operation.open();
		@Nullable Object value = null;
		@Nullable Throwable failure = null;
		try {
			value = load();
		}
		catch (Throwable ex) {
			failure = ex;
		}
		finally {
			scope.close();
			this.calls.bulkhead().leave(outer);
			leader.endStandIn(this.principal);
			leave();
		}
		settle(value, failure);
	}

	private @Nullable Object load() throws Exception {
		Object value = this.calls.earlier().load(this.key, this.mark, this, this::isCancelled);
		// A source whose thread was interrupted may have failed in its own way.
		if (value != null || !this.permitted || isCancelled()) {
			return value;
		}
		this.asked = true;
		return this.source.load(this.key, this);
	}

	private synchronized boolean isCancelled() {
		return this.cancelled;
	}

	private void settle(@Nullable Object value, @Nullable Throwable failure) {
		if (!this.settled.compareAndSet(false, true)) {
			return;
		}
		if (failure == null && this.asked) {
			this.calls.answered(this.key, value != null, nanos());
			this.operation.end((value != null) ? "value" : "absent", null);
			this.answer.complete(value);
			return;
		}
		if (failure == null && value != null) {
			this.calls.answeredEarlier(this.permitted, nanos());
			this.operation.end("value", null);
			this.answer.complete(value);
			return;
		}
		if (failure == null) {
			this.calls.skipped(this.leftAlone);
			this.operation.end("skipped", null);
			this.answer.completeExceptionally(new SourceBusyException("The source is skipped"));
			return;
		}
		if (!this.asked || failure instanceof InterruptedException || failure instanceof SourceBusyException) {
			this.calls.givenUp(this.permitted, nanos());
		}
		else {
			this.calls.failed(this.key, this.mark, failure, nanos());
		}
		this.operation.end("failed", failure);
		this.answer.completeExceptionally(failure);
	}

	/**
	 * End the call because the source did not answer in time, and count that as its
	 * failure.
	 * @return {@code false} if the call is settled already
	 */
	boolean timeOut() {
		if (!this.settled.compareAndSet(false, true)) {
			return false;
		}
		if (this.asked) {
			this.calls.failed(this.key, this.mark, new TimeoutException(), nanos());
		}
		else {
			this.calls.givenUp(this.permitted, nanos());
		}
		this.operation.end("timed-out", null);
		cancel();
		return true;
	}

	/**
	 * End the call for a reason that says nothing about the source.
	 */
	void giveUp() {
		if (this.settled.compareAndSet(false, true)) {
			this.calls.givenUp(this.permitted, nanos());
			this.operation.end("given-up", null);
			cancel();
		}
	}

	/**
	 * Take over a permit. It is released when the source is done with this call, which
	 * may be long after the call was given up.
	 */
	void releaseAtEnd(@Nullable Permit permit) {
		synchronized (this) {
			if (!this.over && this.running != null) {
				this.permit = permit;
				return;
			}
		}
		if (permit != null) {
			permit.release();
		}
	}

	private void cancel() {
		Runnable action;
		synchronized (this) {
			this.cancelled = true;
			action = this.onCancel;
			if (action == null && this.running != null) {
				this.running.fire();
			}
		}
		if (action != null) {
			cancel(action);
		}
	}

	private void cancel(Runnable action) {
		try {
			// The action may need a round trip to the server, and the caller waits no
			// longer.
			this.calls.executor().execute(action);
		}
		catch (RejectedExecutionException ex) {
			synchronized (this) {
				if (this.running != null) {
					this.running.fire();
				}
			}
		}
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

	@Override
	public void keepNowhere() {
		this.keptNowhere = true;
	}

	@Override
	public boolean isCallerInTransaction() {
		return this.inTransaction;
	}

	boolean isKeptNowhere() {
		return this.keptNowhere;
	}

	private synchronized boolean enter() {
		if (this.cancelled) {
			this.over = true;
			return false;
		}
		this.running = new Interruption();
		return true;
	}

	private void leave() {
		Permit held;
		synchronized (this) {
			this.over = true;
			if (this.running != null) {
				this.running.end();
			}
			held = this.permit;
			this.permit = null;
		}
		if (held != null) {
			held.release();
		}
	}

	private long nanos() {
		return System.nanoTime() - this.start;
	}

}
