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

import io.github.warmcache.cache.ObservedOperation;
import io.github.warmcache.cache.OperationKind;
import io.github.warmcache.cache.OperationObserver;
import io.github.warmcache.warmup.CacheProgress;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.fill.CacheFiller;
import org.jspecify.annotations.Nullable;

/**
 * State of one cache for the decisions of {@link WarmupExecution}, under whose lock it is
 * read and written.
 */
final class WarmupTask {

	final CacheWarmupStep step;

	final CacheProgress progress;

	final CacheFiller filler;

	Stage stage = Stage.NEW;

	boolean filled;

	/**
	 * Whether there are entries, though they may be incomplete.
	 */
	boolean unverified;

	/**
	 * Whether the attempts that a start waits for are used up.
	 */
	boolean exhausted;

	/**
	 * Whether the start stopped waiting for this cache before it stopped waiting for all.
	 */
	boolean late;

	/**
	 * Whether the last attempt found a source that is empty or lacks its table. The
	 * application may change that.
	 */
	boolean emptySource;

	int failures;

	/**
	 * Number of the next attempt. Attempts with older numbers were replaced.
	 */
	int ticket;

	private final OperationObserver observer;

	/**
	 * The observed warm-up, from the first attempt to the last, or {@code null} if none
	 * is in progress.
	 */
	private @Nullable ObservedOperation operation;

	WarmupTask(CacheWarmupStep step, CacheProgress progress, CacheFiller filler, OperationObserver observer) {
		this.observer = observer;
		this.step = step;
		this.progress = progress;
		this.filler = filler;
	}

	/**
	 * Return the observed warm-up of the cache. Begins one if there is none.
	 */
	ObservedOperation observed() {
		ObservedOperation observed = this.operation;
		if (observed == null) {
			observed = this.observer.begin(OperationKind.WARMUP, this.step.cacheName());
			this.operation = observed;
		}
		return observed;
	}

	/**
	 * End the observed warm-up, if there is one.
	 * @param failure why the cache was not filled, or {@code null} if nothing failed
	 */
	void endObserved(String outcome, @Nullable Throwable failure) {
		ObservedOperation observed = this.operation;
		if (observed != null) {
			this.operation = null;
			observed.end(outcome, failure);
		}
	}

	boolean isBegun() {
		return this.stage != Stage.NEW;
	}

	boolean isRunning() {
		return this.stage == Stage.RUNNING;
	}

	/**
	 * Return whether an attempt is in progress or waits for a free thread.
	 */
	boolean isBusy() {
		return this.stage == Stage.QUEUED || this.stage == Stage.RUNNING;
	}

	/**
	 * Return whether a start no longer waits for this cache, whatever becomes of it.
	 */
	boolean isGivenUp() {
		return this.exhausted || this.late;
	}

	boolean isUsable() {
		return this.filled || this.unverified;
	}

	boolean hasFailed() {
		return isGivenUp() && !isUsable();
	}

	/**
	 * Where the attempts to fill the cache stand.
	 */
	enum Stage {

		/**
		 * No attempt was handed to a thread yet.
		 */
		NEW,

		/**
		 * An attempt waits for a free thread.
		 */
		QUEUED,

		/**
		 * An attempt is in progress.
		 */
		RUNNING,

		/**
		 * The next attempt is scheduled for later.
		 */
		SCHEDULED,

		/**
		 * No further attempt is planned.
		 */
		IDLE

	}

}
