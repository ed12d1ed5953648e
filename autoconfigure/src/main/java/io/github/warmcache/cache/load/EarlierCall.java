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

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.warmcache.cache.flight.Interruption;
import io.github.warmcache.source.LoadCancellation;
import org.jspecify.annotations.Nullable;

/**
 * Question to one of the earlier sources, which has only a part of the time of the load.
 * It is cancelled when its part is over, or with the load. Created by the thread that
 * asks.
 */
final class EarlierCall implements LoadCancellation {

	private final LoadCancellation load;

	private final Executor executor;

	private final Runnable expired;

	private final Interruption interruption = new Interruption();

	private @Nullable Runnable onCancel;

	private boolean over;

	private boolean late;

	/**
	 * Create a question.
	 * @param load the load that it belongs to
	 * @param executor runs what cancels it
	 * @param expired run once if its time is over before it is
	 */
	EarlierCall(LoadCancellation load, Executor executor, Runnable expired) {
		this.load = load;
		this.executor = executor;
		this.expired = expired;
	}

	/**
	 * Cancel the question unless it is over.
	 */
	void expire() {
		Runnable action;
		synchronized (this) {
			if (this.over) {
				return;
			}
			this.late = true;
			action = this.onCancel;
		}
		this.expired.run();
		if (action == null) {
			this.interruption.fire();
			return;
		}
		try {
			this.executor.execute(action);
		}
		catch (RejectedExecutionException ex) {
			this.interruption.fire();
		}
	}

	/**
	 * End the question; called by its thread.
	 * @return whether it was too late
	 */
	boolean end() {
		synchronized (this) {
			this.over = true;
		}
		this.interruption.end();
		return this.late;
	}

	@Override
	public void onCancel(Runnable action) {
		AtomicBoolean pending = new AtomicBoolean(true);
		Runnable once = () -> {
			if (pending.compareAndSet(true, false)) {
				action.run();
			}
		};
		boolean atOnce;
		synchronized (this) {
			this.onCancel = once;
			atOnce = this.late;
		}
		if (atOnce) {
			once.run();
		}
		else {
			this.load.onCancel(once);
		}
	}

	@Override
	public void keepNowhere() {
		this.load.keepNowhere();
	}

	@Override
	public boolean isCallerInTransaction() {
		return this.load.isCallerInTransaction();
	}

}
