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

import java.time.Duration;
import java.util.List;

import io.github.warmcache.thread.DaemonThreads;
import io.github.warmcache.warmup.Rehearsal;
import io.github.warmcache.warmup.RehearsalSettings;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.fill.WarmupLog;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Runs the rehearsals once, on threads of its own, until the deadline at most.
 */
final class RehearsalRun {

	private static final String NAME = "warmcache-warmup-rehearsal";

	/**
	 * Time that cancelling waits for an interrupted rehearsal to end.
	 */
	private static final Duration END = Duration.ofMillis(400);

	private final List<Rehearsal> rehearsals;

	private final Duration deadline;

	private final WarmupState state;

	private final WarmupLog log;

	private volatile @Nullable Thread worker;

	private volatile @Nullable Thread watch;

	/**
	 * Whether the time is up or the run was cancelled. A rehearsal may have swallowed the
	 * interruption.
	 */
	private volatile boolean over;

	RehearsalRun(RehearsalSettings settings, WarmupState state, WarmupLog log) {
		this.rehearsals = List.copyOf(settings.rehearsals().get());
		this.deadline = settings.deadline();
		this.state = state;
		this.log = log;
	}

	boolean isEmpty() {
		return this.rehearsals.isEmpty();
	}

	/**
	 * Begin to rehearse.
	 * @param whenOver runs on a thread of this run when the rehearsals are done or their
	 * time is up; does not run after a cancellation
	 */
	void begin(Runnable whenOver) {
		this.state.rehearsal("under way");
		Thread practising = DaemonThreads.named(NAME, this::rehearse);
		this.worker = practising;
		// A separate thread watches the deadline, because a rehearsal may ignore
		// interruptions.
		Thread watching = DaemonThreads.named(NAME + "-watch", () -> {
			try {
				practising.join(this.deadline.toMillis());
			}
			catch (InterruptedException ex) {
				practising.interrupt();
				return;
			}
			if (practising.isAlive()) {
				this.over = true;
				practising.interrupt();
				this.state.rehearsal("not done after " + WarmupLog.seconds(this.deadline));
				this.log.rehearsalTooSlow(this.deadline);
			}
			whenOver.run();
		});
		this.watch = watching;
		practising.start();
		watching.start();
	}

	private void rehearse() {
		long began = System.nanoTime();
		int failures = 0;
		for (Rehearsal rehearsal : this.rehearsals) {
			if (this.over) {
				return;
			}
			try {
				rehearsal.rehearse();
			}
			catch (Throwable ex) {
				if (this.over || Thread.currentThread().isInterrupted() || ex instanceof InterruptedException) {
					return;
				}
				failures++;
				this.log.rehearsalFailed(ClassUtils.getUserClass(rehearsal).getSimpleName(), ex);
			}
		}
		if (this.over || Thread.currentThread().isInterrupted()) {
			return;
		}
		String took = "in " + WarmupLog.seconds(Duration.ofNanos(System.nanoTime() - began));
		this.state.rehearsal((failures == 0) ? "done " + took
				: "%d of %d failed, done %s".formatted(failures, this.rehearsals.size(), took));
		this.log.rehearsed(took);
	}

	/**
	 * Cancel the rehearsal in progress, if there is one.
	 * @return whether it ended in time
	 */
	boolean cancel() {
		Thread watching = this.watch;
		Thread practising = this.worker;
		if (watching == null || practising == null) {
			return true;
		}
		this.over = true;
		watching.interrupt();
		practising.interrupt();
		try {
			practising.join(END.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return !practising.isAlive();
	}

}
