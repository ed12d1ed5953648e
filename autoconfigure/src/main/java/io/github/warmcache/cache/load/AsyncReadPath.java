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
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import io.github.warmcache.cache.ObservedOperation;
import io.github.warmcache.cache.flight.AsyncBody;
import io.github.warmcache.cache.flight.Bulkhead.Permit;
import io.github.warmcache.cache.flight.Flights.Flight;
import io.github.warmcache.cache.flight.Interruption;
import io.github.warmcache.cache.flight.LoadLimits;
import io.github.warmcache.cache.flight.Loaded;
import io.github.warmcache.cache.load.ReadPath.Load;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ReadPath} for callers that must not be blocked: the same steps, one after
 * the other. Thread-safe.
 * <p>
 * Steps that may block run on the executor. No task there waits for another flight, so a
 * few threads suffice. If the executor rejects a task, the read skips the tiers below the
 * local one; only a read that had to wait for a permit is rejected.
 */
public final class AsyncReadPath {

	private final Tiers tiers;

	private final LoadLimits limits;

	private final LoadFailures failures;

	private final Executor executor;

	public AsyncReadPath(Tiers tiers, LoadLimits limits, LoadFailures failures, Executor executor) {
		this.tiers = tiers;
		this.limits = limits;
		this.failures = failures;
		this.executor = executor;
	}

	/**
	 * Prepare a load.
	 * @param loader the asynchronous method body, or {@code null} if there is none to
	 * call
	 * @param landing receives the result of the load
	 */
	<T> AsyncLoad<T> load(Load load, Flight flight, @Nullable Supplier<CompletableFuture<T>> loader, Landing landing) {
		AsyncBody<T> method = (loader != null) ? new AsyncBody<>(loader, flight, this.limits.bulkhead()) : null;
		return new AsyncLoad<>(load, method, landing);
	}

	/**
	 * Run a task that may block. If the executor is full, run the other one, which does
	 * not block, on this thread.
	 */
	public void run(Runnable task, Runnable otherwise) {
		if (this.tiers.isLocalOnly()) {
			task.run();
		}
		else {
			hop(task, otherwise);
		}
	}

	/**
	 * Move a task to the executor, because this thread belongs to others.
	 * @param otherwise run on this thread if the executor is full
	 */
	void hop(Runnable task, Runnable otherwise) {
		try {
			execute(task);
		}
		catch (RejectedExecutionException ex) {
			otherwise.run();
		}
	}

	/**
	 * Run a task on the executor.
	 * @throws RejectedExecutionException if it is full
	 */
	void execute(Runnable task) {
		this.executor.execute(task);
	}

	/**
	 * Receives the result of a load.
	 */
	@FunctionalInterface
	interface Landing {

		/**
		 * End the flight.
		 * @param loaded the loaded value; {@code null} if the load failed
		 * @param ex the failure, if any
		 */
		void land(@Nullable Loaded loaded, @Nullable Throwable ex);

	}

	/**
	 * One {@link Load}, one step after the other. Each step registers how to cancel it
	 * when the time is over; a result that comes later is dropped.
	 *
	 * @param <T> the type of the values
	 */
	final class AsyncLoad<T> {

		private final Load load;

		private final @Nullable AsyncBody<T> method;

		private final Landing landing;

		private final Steps steps;

		private volatile boolean admitted;

		private AsyncLoad(Load load, @Nullable AsyncBody<T> method, Landing landing) {
			this.load = load;
			this.method = method;
			this.landing = landing;
			this.steps = new Steps(AsyncReadPath.this.limits.watchdog(), load.permit());
		}

		/**
		 * Go through all tiers, then call the method body if no tier has a value. If the
		 * executor is full, skip the tiers.
		 */
		void begin() {
			run(this::fromTiers, this::fromBeyond);
		}

		void fromTiers() {
			Loaded found;
			try {
				found = this.load.fromTiers(this.method != null);
			}
			catch (Throwable ex) {
				end(null, ex);
				return;
			}
			if (found != null) {
				end(found, null);
			}
			else {
				fromBeyond();
			}
		}

		private void fromBeyond() {
			if (!this.load.isLoadable(this.method != null)) {
				end(Loaded.ABSENT, null);
				return;
			}
			LoadPermit admission = this.load.permit();
			if (this.load.isAhead()) {
				if (admission.tryNow()) {
					watch();
					fromSource();
				}
				else {
					end(Loaded.ABSENT, null);
				}
				return;
			}
			CompletableFuture<Permit> permit = admission.request();
			watch();
			if (permit.isDone()) {
				admitted(permit.join());
			}
			else {
				this.steps.advance(() -> AsyncReadPath.this.limits.bulkhead().withdraw(permit));
				// Even if the time is over: release a permit that came in between.
				permit.thenAccept((granted) -> hop(() -> admitted(granted), () -> refused(granted)));
			}
		}

		/**
		 * Release the permit at hand and give up, because the executor is full. Not on
		 * this thread: the next in line may have to give up too, and so on.
		 */
		private void refused(Permit permit) {
			AsyncReadPath.this.limits.watchdog().after(0, () -> {
				permit.release();
				if (this.steps.finish()) {
					end(null, AsyncReadPath.this.failures.rejected(null));
				}
			});
		}

		private void watch() {
			this.steps.endAt(AsyncReadPath.this.limits.deadline(), () -> hop(this::timeOut, () -> {
				this.load.shared().renounce();
				timeOut();
			}));
		}

		private void admitted(Permit permit) {
			this.load.permit().take(permit);
			if (this.steps.advance(Steps.NOTHING)) {
				fromSource();
			}
		}

		private void fromSource() {
			this.admitted = true;
			SourceCall call;
			try {
				call = this.load.askSource();
			}
			catch (Throwable ex) {
				settle(null, ex);
				return;
			}
			if (call == null) {
				fromMethod();
			}
			else if (this.steps.advance(() -> giveUp(call))) {
				call.answer().whenComplete((value, ex) -> {
					Runnable next = () -> sourceAnswered(value, ex);
					hop(next, next);
				});
			}
		}

		private void giveUp(SourceCall call) {
			if (call.timeOut()) {
				call.releaseAtEnd(this.load.permit().handOver());
			}
		}

		private void sourceAnswered(@Nullable Object value, @Nullable Throwable ex) {
			if (ex instanceof Error || value != null) {
				if (this.steps.finish()) {
					keep(() -> this.load.sourceReturned(value), ex);
				}
				return;
			}
			if (ex == null) {
				this.load.sourceAnswered();
			}
			if (this.steps.advance(Steps.NOTHING)) {
				fromMethod();
			}
		}

		private void fromMethod() {
			AsyncBody<T> method = this.method;
			if (method == null) {
				settle(this.load.withoutMethod(), null);
				return;
			}
			MethodCall observed = this.load.beginMethod();
			Interruption interruption = new Interruption();
			// Released by this thread, which may be busy for longer than callers wait.
			Permit permit = this.load.permit().handOver();
			CompletableFuture<T> body = this.steps.advance(interruption::fire) ? call(method, observed) : null;
			interruption.end();
			this.load.permit().take(permit);
			if (body == null) {
				this.load.permit().end();
			}
			else if (this.steps.advance(() -> body.cancel(true))) {
				body.whenComplete((value, ex) -> methodEnded(value, ex, observed));
			}
			else {
				observed.failed(null);
			}
		}

		private CompletableFuture<T> call(AsyncBody<T> method, MethodCall observed) {
			ObservedOperation.Scope scope = observed.open();
			try {
				return method.call();
			}
			finally {
				scope.close();
			}
		}

		private void methodEnded(@Nullable T value, @Nullable Throwable ex, MethodCall call) {
			boolean first = this.steps.finish();
			if (ex != null || !first) {
				call.failed(first ? ex : null);
			}
			if (first) {
				Runnable keep = () -> keep(() -> this.load.methodReturned(value, call), ex);
				if (this.load.shared().isTicketed()) {
					run(keep, () -> {
						this.load.shared().renounce();
						keep.run();
					});
				}
				else {
					keep.run();
				}
			}
		}

		private void keep(Supplier<Loaded> keeper, @Nullable Throwable failure) {
			Loaded kept = null;
			Throwable thrown = failure;
			try {
				kept = (failure != null) ? null : keeper.get();
			}
			catch (Throwable ex) {
				thrown = ex;
			}
			end(kept, thrown);
		}

		private void timeOut() {
			Runnable cancel = this.steps.timeOut();
			if (cancel != null) {
				Throwable failure = this.admitted ? this.load.timedOut() : AsyncReadPath.this.failures.rejected(null);
				cancel.run();
				end(null, failure);
			}
		}

		private void settle(@Nullable Loaded loaded, @Nullable Throwable ex) {
			if (this.steps.finish()) {
				end(loaded, ex);
			}
		}

		private void end(@Nullable Loaded loaded, @Nullable Throwable failure) {
			this.steps.end();
			if (failure == null) {
				abandon();
				this.landing.land(loaded, null);
				return;
			}
			Throwable cause = (failure instanceof CompletionException && failure.getCause() != null)
					? failure.getCause() : failure;
			Loaded instead = this.load.insteadOf(cause, this.method != null);
			abandon();
			this.landing.land(instead, (instead != null) ? null : cause);
		}

		private void abandon() {
			try {
				this.load.shared().abandon();
			}
			catch (RuntimeException ex) {
				// The lease expires by itself, and callers wait for the landing.
			}
		}

	}

}
