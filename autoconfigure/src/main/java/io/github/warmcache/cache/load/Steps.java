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

import java.util.concurrent.Future;

import io.github.warmcache.cache.flight.Deadline;
import io.github.warmcache.cache.flight.Watchdog;
import org.jspecify.annotations.Nullable;

/**
 * Progress of an {@link AsyncReadPath.AsyncLoad load}: it ends with its last step or with
 * a timeout. Each step registers how to cancel it. Thread-safe.
 */
final class Steps {

	static final Runnable NOTHING = () -> {
	};

	private final Watchdog watchdog;

	private final LoadPermit permit;

	private Runnable cancel = NOTHING;

	private boolean over;

	private volatile @Nullable Future<?> timer;

	Steps(Watchdog watchdog, LoadPermit permit) {
		this.watchdog = watchdog;
		this.permit = permit;
	}

	void endAt(Deadline deadline, Runnable timeOut) {
		this.timer = this.watchdog.after(deadline.remaining(), timeOut);
	}

	/**
	 * Go on to a step, unless the load is over.
	 * @param cancel cancels the step
	 * @return whether to go on; if not, the step was cancelled
	 */
	boolean advance(Runnable cancel) {
		synchronized (this) {
			if (!this.over) {
				this.cancel = cancel;
				return true;
			}
		}
		cancel.run();
		this.permit.end();
		return false;
	}

	/**
	 * End the load with its last step, so that it cannot time out any more.
	 * @return {@code false} if the load was over already
	 */
	boolean finish() {
		synchronized (this) {
			if (!this.over) {
				this.over = true;
				return true;
			}
		}
		this.permit.end();
		return false;
	}

	/**
	 * End the load because of a timeout.
	 * @return the action that cancels the current step, or {@code null} if the load was
	 * over already
	 */
	synchronized @Nullable Runnable timeOut() {
		if (this.over) {
			return null;
		}
		this.over = true;
		return this.cancel;
	}

	/**
	 * Cancel the timer and release the permit.
	 */
	void end() {
		Future<?> timer = this.timer;
		if (timer != null) {
			timer.cancel(false);
		}
		this.permit.end();
	}

}
