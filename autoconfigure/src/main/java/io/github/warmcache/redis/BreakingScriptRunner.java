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

package io.github.warmcache.redis;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.github.warmcache.breaker.BreakerState;
import io.github.warmcache.breaker.CallBreaker;

/**
 * Runner that rejects calls while the server is known to be unavailable, so that nobody
 * waits for it. Calls that were started must be awaited.
 */
public final class BreakingScriptRunner implements ScriptRunner {

	private final ScriptRunner runner;

	private final CallBreaker breaker;

	private final StallDetector stall;

	private final LongSupplier ticker;

	/**
	 * Create a runner.
	 * @param runner runs the scripts
	 * @param breaker knows of calls that failed
	 * @param stall knows of calls that wait
	 * @param ticker tells the time in nanoseconds
	 */
	public BreakingScriptRunner(ScriptRunner runner, CallBreaker breaker, StallDetector stall, LongSupplier ticker) {
		this.runner = runner;
		this.breaker = breaker;
		this.stall = stall;
		this.ticker = ticker;
	}

	@Override
	public Pending start(List<ScriptCall> calls) {
		if (!this.stall.enter()) {
			return new Refused(calls.size(), "earlier calls are still waiting for its answer");
		}
		boolean started = false;
		try {
			if (!this.breaker.permits()) {
				return new Refused(calls.size(), "it failed repeatedly");
			}
			Passage passage = new Passage(this.breaker.state(), this.ticker.getAsLong());
			try {
				Pending pending = new BreakingPending(this.runner.start(calls), passage);
				started = true;
				return pending;
			}
			finally {
				if (!started) {
					this.breaker.released();
				}
			}
		}
		finally {
			if (!started) {
				this.stall.leave(false);
			}
		}
	}

	@Override
	public boolean joinsStripes() {
		return this.runner.joinsStripes();
	}

	@Override
	public void send(ScriptCall call) {
		// Not gated: this undoes what an admitted call may have done, even if more calls
		// failed meanwhile. There are at most as many as admitted calls.
		this.runner.send(call);
	}

	@Override
	public void scan(byte[] pattern, int count, Consumer<List<byte[]>> step) {
		this.runner.scan(pattern, count, step);
	}

	private void ended(Passage passage, List<Reply> replies) {
		boolean answered = false;
		RedisUnavailableException outage = null;
		for (Reply reply : replies) {
			RedisUnavailableException failure = reply.failure();
			answered |= failure == null || failure.isAnswer();
			outage = (failure != null && failure.isOutage() && outage == null) ? failure : outage;
		}
		this.stall.leave(answered);
		// A call from before the trial has no part in it.
		boolean late = passage.under() == BreakerState.CLOSED && this.breaker.state() != BreakerState.CLOSED;
		long nanos = this.ticker.getAsLong() - passage.start();
		if (late || (outage == null && !answered)) {
			this.breaker.released();
		}
		else if (outage != null) {
			this.breaker.failed(nanos, outage);
		}
		else {
			this.breaker.succeeded(nanos);
		}
	}

	/**
	 * Admission of a call.
	 *
	 * @param under the state of the breaker at that time
	 * @param start the time
	 */
	private record Passage(BreakerState under, long start) {
	}

	/**
	 * Rejected calls.
	 */
	private record Refused(int calls, String reason) implements Pending {

		@Override
		public List<Reply> await() {
			return Collections.nCopies(this.calls, Reply.failed(RedisUnavailableException.refused(this.reason)));
		}

		@Override
		public void cancel() {
			// There is nothing to stop.
		}

	}

	/**
	 * Pending calls whose outcome is recorded.
	 */
	private final class BreakingPending implements Pending {

		private final Pending pending;

		private final Passage passage;

		BreakingPending(Pending pending, Passage passage) {
			this.pending = pending;
			this.passage = passage;
		}

		@Override
		public List<Reply> await() {
			List<Reply> replies = List.of();
			try {
				replies = this.pending.await();
				return replies;
			}
			finally {
				ended(this.passage, replies);
			}
		}

		@Override
		public void cancel() {
			this.pending.cancel();
		}

	}

}
