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

package io.github.warmcache.coherence;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.coherence.CoherenceStatus.Reason;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.thread.DaemonThreads;
import io.github.warmcache.tier.PendingChanges;
import io.github.warmcache.tier.stripe.RedisStripes;
import io.github.warmcache.tier.stripe.StripeState;
import org.jspecify.annotations.Nullable;

/**
 * Checks every stripe periodically, on a thread of its own: sends a beat, compares what
 * came back over the channel with the answer of the server, and repairs differences.
 */
final class CoherenceLoop {

	private static final EventLog logger = EventLog.of(CoherenceLoop.class);

	/**
	 * Time that a beat may take over the channel. After that, only the answer of the
	 * server counts.
	 */
	private static final long SETTLE_AFTER = TimeUnit.MILLISECONDS.toNanos(400);

	/**
	 * Maximum time between checks while the server does not answer or has not been told
	 * of all changes.
	 */
	private static final long RETRY_AFTER = TimeUnit.MILLISECONDS.toNanos(500);

	/**
	 * Pause between repairs, so that messages that contradict each other do not make this
	 * pod ask all the time.
	 */
	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

	private final RedisStripes stripes;

	private final StripeChains chains;

	private final ChangeListener listener;

	private final SubscriptionKeeper keeper;

	/**
	 * Has permits if stripes may have to be repaired at once.
	 */
	private final Semaphore wakeups;

	private final CoherenceStatus status;

	private final PendingChanges pending;

	private final Runnable serverIsBack;

	private final Runnable serverIsSilent;

	private final long interval;

	private final FalseAlarms falseAlarms;

	private final CountDownLatch decided = new CountDownLatch(1);

	private final Thread thread;

	private volatile boolean stopped;

	private boolean answering = true;

	/**
	 * Number of consecutive rounds that left changes of this pod untold. Changes that
	 * come up during a round are told in the next one.
	 */
	private int untold;

	private long number;

	CoherenceLoop(RedisStripes stripes, StripeChains chains, ChangeListener listener, SubscriptionKeeper keeper,
			Semaphore wakeups, CoherenceStatus status, FalseAlarms falseAlarms, PendingChanges pending,
			Runnable serverIsBack, Runnable serverIsSilent, Duration interval) {
		this.stripes = stripes;
		this.chains = chains;
		this.listener = listener;
		this.keeper = keeper;
		this.wakeups = wakeups;
		this.status = status;
		this.falseAlarms = falseAlarms;
		this.pending = pending;
		this.serverIsBack = serverIsBack;
		this.serverIsSilent = serverIsSilent;
		this.interval = interval.toNanos();
		this.thread = DaemonThreads.named("warmcache-coherence", this::run);
	}

	void start() {
		this.status.enter(CoherenceState.JOINING);
		this.thread.start();
	}

	/**
	 * Wait until this pod has joined, or is known to have to do without.
	 */
	void awaitJoined(Duration atMost) {
		try {
			if (!this.decided.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
				logger.debug("Startup continues before this pod receives invalidations from other pods");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	void stop(Duration atMost) {
		this.stopped = true;
		this.thread.interrupt();
		try {
			this.thread.join(atMost.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		try {
			while (!this.stopped) {
				check();
			}
		}
		catch (InterruptedException ex) {
			// The loop was stopped.
		}
		finally {
			// Closing would fail if this thread were still interrupted.
			Thread.interrupted();
			this.keeper.close();
			this.decided.countDown();
		}
	}

	/**
	 * Make one check. If it fails, pause and let the loop make another one: without
	 * checks, this pod would be deaf and not know it. Running out of memory for a moment
	 * is no reason to end either.
	 */
	private void check() throws InterruptedException {
		try {
			round();
		}
		catch (RuntimeException | Error ex) {
			this.status.degrade(Reason.DEAF);
			this.decided.countDown();
			tell(ex);
			TimeUnit.NANOSECONDS.sleep(RETRY_AFTER);
		}
	}

	private static void tell(Throwable failure) {
		try {
			logger.warn(LogEvent.COHERENCE_CHECK_FAILED)
				.cause(failure)
				.log("Check for missed invalidations failed with " + failure.getClass().getName());
			logger.debug("Check for missed invalidations failed", failure);
		}
		catch (Error ex) {
			// Not even logging works.
		}
	}

	private void round() throws InterruptedException {
		long begin = System.nanoTime();
		BeatRound round = new BeatRound(++this.number, begin, this.chains.known());
		this.listener.expect(round);
		boolean subscribed = this.keeper.isOpen();
		List<@Nullable StripeState> answers = this.stripes.beat(round.number());
		boolean any = answers.stream().anyMatch(Objects::nonNull);
		boolean back = !this.answering;
		this.answering = !answers.contains(null);
		if (any) {
			this.keeper.keepOpen();
			// Tell the masters of a Cluster that answer even if one of them is away.
			tellPending(back && this.answering);
			this.untold = (this.pending.pending() > 0) ? this.untold + 1 : 0;
		}
		else {
			this.serverIsSilent.run();
		}
		waitAndSettle(begin + Math.min(SETTLE_AFTER, this.interval * 2 / 5));
		this.chains.check(round.known(), answers);
		if (any && subscribed) {
			this.keeper.round(round.wasHeard());
		}
		settle();
		judge();
		this.decided.countDown();
		boolean done = this.answering && this.pending.pending() == 0;
		waitAndSettle(begin + (done ? this.interval : Math.min(this.interval, RETRY_AFTER)));
	}

	/**
	 * Tell the server of pending changes. A failure must not keep this pod from checking.
	 */
	private void tellPending(boolean back) {
		try {
			if (back) {
				this.serverIsBack.run();
			}
			this.pending.tellPending();
		}
		catch (RuntimeException ex) {
			logger.debug("Could not tell Redis of pending invalidations", ex);
		}
	}

	/**
	 * Wait until a time, and meanwhile repair stripes that messages show to be wrong.
	 * Ends at that time even if a channel that loses message after message needs repairs
	 * all the time.
	 */
	private void waitAndSettle(long until) throws InterruptedException {
		while (isWokenBefore(until)) {
			settle();
			judge();
			TimeUnit.NANOSECONDS.sleep(PAUSE);
		}
	}

	private boolean isWokenBefore(long until) throws InterruptedException {
		long left = until - System.nanoTime();
		if (left <= 0 || !this.wakeups.tryAcquire(left, TimeUnit.NANOSECONDS)) {
			return false;
		}
		// One repair is the answer to all messages so far.
		this.wakeups.drainPermits();
		return true;
	}

	private void settle() {
		this.chains.settle(this.stripes);
		this.falseAlarms.report();
	}

	private void judge() {
		if (!this.answering) {
			this.status.degrade(Reason.NOT_ANSWERED);
		}
		else if (this.untold > 1) {
			this.status.degrade(Reason.UNTOLD);
		}
		else if (this.listener.isFlooded()) {
			this.status.degrade(Reason.FLOODED);
			this.decided.countDown();
		}
		else if (this.keeper.isHearing() && this.chains.areSettled()) {
			this.status.enter(CoherenceState.COHERENT);
			this.decided.countDown();
		}
		else if (this.decided.getCount() == 0) {
			this.status.degrade(this.keeper.isForbidden() ? Reason.FORBIDDEN : Reason.DEAF);
		}
	}

}
