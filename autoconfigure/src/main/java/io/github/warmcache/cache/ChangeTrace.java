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

package io.github.warmcache.cache;

import io.github.warmcache.tier.ChangeOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Records the outcome of the changes that one thread makes to caches: puts, evictions and
 * clears. A change that waits for the thread's transaction is recorded after the commit.
 * <p>
 * If a thread must not be blocked, another thread tells the shared tier of its change
 * later, and the change is reported as {@link ChangeOutcome#QUEUED}. Changes made by
 * other threads are not seen. Changes of a cache that is in this pod only are never
 * queued and never fail.
 *
 * <pre class="code">
 * try (ChangeTrace trace = ChangeTrace.start()) {
 *     cities.rename(id, name);
 *     if (trace.outcome() == ChangeOutcome.QUEUED) {
 *         // Other pods may serve the old name for a while.
 *     }
 * }
 * </pre>
 *
 * @since 0.1.0
 */
public final class ChangeTrace implements AutoCloseable {

	private static final ThreadLocal<@Nullable ChangeTrace> CURRENT = new ThreadLocal<>();

	private final @Nullable ChangeTrace outer;

	private @Nullable ChangeOutcome outcome;

	private boolean closed;

	private ChangeTrace(@Nullable ChangeTrace outer) {
		this.outer = outer;
	}

	/**
	 * Begin to record the current thread's changes. Traces nest; the inner one also
	 * reports to the outer one.
	 * @return the trace, to be closed by the same thread
	 */
	public static ChangeTrace start() {
		ChangeTrace trace = new ChangeTrace(CURRENT.get());
		CURRENT.set(trace);
		return trace;
	}

	/**
	 * Return the worst outcome so far. From worst to best: failed, queued, invalidated,
	 * superseded by a newer version, applied.
	 * @return the outcome, or {@code null} if nothing was changed, or if the transaction
	 * is not committed yet
	 */
	public @Nullable ChangeOutcome outcome() {
		return this.outcome;
	}

	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		if (this.outer == null) {
			CURRENT.remove();
			return;
		}
		if (this.outcome != null) {
			this.outer.add(this.outcome);
		}
		CURRENT.set(this.outer);
	}

	public static void note(ChangeOutcome outcome) {
		ChangeTrace trace = CURRENT.get();
		if (trace != null) {
			trace.add(outcome);
		}
	}

	private void add(ChangeOutcome other) {
		if (this.outcome == null || badness(other) > badness(this.outcome)) {
			this.outcome = other;
		}
	}

	private static int badness(ChangeOutcome outcome) {
		return switch (outcome) {
			case APPLIED -> 0;
			case SUPERSEDED -> 1;
			case INVALIDATED -> 2;
			case QUEUED -> 3;
			case FAILED -> 4;
		};
	}

}
