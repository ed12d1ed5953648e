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

package io.github.warmcache.warmup.run;

import java.util.concurrent.locks.ReentrantLock;

import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.fill.WarmupLog;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the application is ready. Guarded by the lock of {@link WarmupExecution}.
 */
final class WarmupReadiness {

	private final WarmupPlan plan;

	private final WarmupTasks tasks;

	private final WarmupAttempts attempts;

	private final WarmupState state;

	private final WarmupLog log;

	private final ReentrantLock lock;

	private @Nullable RehearsalRun rehearsal;

	private boolean rehearsing;

	WarmupReadiness(WarmupPlan plan, WarmupTasks tasks, WarmupAttempts attempts, WarmupState state, WarmupLog log,
			ReentrantLock lock) {
		this.plan = plan;
		this.tasks = tasks;
		this.attempts = attempts;
		this.state = state;
		this.log = log;
		this.lock = lock;
	}

	/**
	 * Plan a rehearsal before the application becomes ready.
	 * @return whether there is anything to rehearse
	 */
	boolean planRehearsal(RehearsalRun run) {
		this.rehearsal = run.isEmpty() ? null : run;
		return this.rehearsal != null;
	}

	boolean isRehearsing() {
		return this.rehearsing;
	}

	/**
	 * Check the readiness after the end of an attempt.
	 */
	void changed() {
		if (this.tasks.isWaitingOver() && this.tasks.areRequiredUsable() && !this.state.isReady()) {
			becomeReady();
		}
	}

	/**
	 * End the waiting for the caches: become ready, or apply the deadline policy.
	 */
	void endWaiting() {
		this.tasks.endWaiting();
		if (!this.tasks.areRequiredUsable()) {
			String reason = "required caches are not filled after %s: %s"
				.formatted(WarmupLog.seconds(this.state.elapsed()), this.tasks.missing());
			this.state.giveUpWaiting(reason);
			this.log.gaveUpWaiting(reason, this.plan.onDeadline());
			if (this.plan.onDeadline() == DeadlinePolicy.ACCEPT_TRAFFIC) {
				markReady();
			}
			return;
		}
		becomeReady();
	}

	private void becomeReady() {
		RehearsalRun run = this.rehearsal;
		if (run == null) {
			markReady();
		}
		else if (!this.rehearsing) {
			this.rehearsing = true;
			run.begin(this::rehearsed);
		}
	}

	private void rehearsed() {
		this.lock.lock();
		try {
			if (!this.attempts.isClosed()) {
				this.rehearsing = false;
				markReady();
				this.attempts.signalChange();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void markReady() {
		this.state.markReady();
		this.log.ready(this.state);
	}

	/**
	 * Cancel the rehearsal. Called without the lock, after the attempts were closed.
	 */
	void close() {
		boolean underWay;
		RehearsalRun run;
		this.lock.lock();
		try {
			underWay = this.rehearsing;
			run = this.rehearsal;
			this.rehearsing = false;
		}
		finally {
			this.lock.unlock();
		}
		// A late rehearsal may still be running while the application has traffic.
		boolean ended = run == null || run.cancel();
		if (underWay) {
			this.log.cancelled(ended);
		}
	}

}
