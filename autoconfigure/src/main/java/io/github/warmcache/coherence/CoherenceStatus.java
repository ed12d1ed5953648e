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

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

import io.github.warmcache.breaker.OutageLog;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import org.jspecify.annotations.Nullable;

/**
 * Current coherence state of this pod. Logs one line with the reason when the pod is no
 * longer coherent, and one when it is coherent again. Thread-safe.
 */
final class CoherenceStatus {

	private static final EventLog logger = EventLog.of(CoherenceStatus.class);

	private final InstantSource clock;

	private final Consumer<CoherenceState> listener;

	private CoherenceReport current;

	private final OutageLog log;

	private boolean wasCoherent;

	/**
	 * Last reason in this outage that somebody has to mend.
	 */
	private @Nullable Reason mending;

	/**
	 * Create a status.
	 * @param clock tells the time of changes
	 * @param listener told the state on every update, so that caches created after a
	 * change learn it too; neither blocks nor fails
	 */
	CoherenceStatus(InstantSource clock, Consumer<CoherenceState> listener) {
		this.clock = clock;
		this.listener = listener;
		this.log = new OutageLog(clock);
		this.current = new CoherenceReport(CoherenceState.OFF, clock.instant(), null);
	}

	synchronized CoherenceReport current() {
		return this.current;
	}

	void enter(CoherenceState state) {
		enter(state, Reason.DEAF);
	}

	void degrade(Reason reason) {
		enter(CoherenceState.DEGRADED, reason);
	}

	private synchronized void enter(CoherenceState state, Reason reason) {
		this.listener.accept(state);
		Instant since = (state != this.current.state()) ? this.clock.instant() : this.current.since();
		this.current = new CoherenceReport(state, since, (state == CoherenceState.DEGRADED) ? reason.text : null);
		if (state == CoherenceState.COHERENT) {
			this.mending = null;
			this.wasCoherent = true;
			this.log.end(() -> logger.info(LogEvent.COHERENCE_RESTORED)
				.with(LogField.STATUS, state)
				.log("Coherence restored: this pod and other pods receive each other's invalidations at once again"));
		}
		else if (state == CoherenceState.DEGRADED && reason.needsMending && reason != this.mending) {
			this.mending = reason;
			this.log.insist(reason::warn);
		}
		else if (state == CoherenceState.DEGRADED && this.wasCoherent) {
			this.log.begin(reason::warn);
		}
		else if (state == CoherenceState.DEGRADED) {
			this.log.beginUnlessStarting(reason::warn);
		}
	}

	/**
	 * Reason why a pod is not coherent.
	 */
	enum Reason {

		/**
		 * Messages do not arrive.
		 */
		DEAF(false,
				"This pod does not receive invalidations from other pods at once: the channel is lost. "
						+ "While Redis answers, it finds them at its next check"),

		/**
		 * The server does not let this user subscribe.
		 */
		FORBIDDEN(true,
				"This pod does not receive invalidations from other pods at once: its Redis user may not use the "
						+ "channels of Warmcache. Add the rule '&{namespace}:*' to the user's ACL, "
						+ "with the namespace of this application"),

		/**
		 * More messages arrive than this pod processes.
		 */
		FLOODED(true,
				"This pod does not process all invalidations at once: more than 20,000 messages a second arrive on a "
						+ "channel of Warmcache. While Redis answers, it finds what it missed at its next check. Find out "
						+ "who publishes them: no one but the pods of this application should be able to"),

		/**
		 * The server does not answer, or is one that accepts no changes.
		 */
		NOT_ANSWERED(false,
				"This pod does not receive invalidations from other pods, nor they from it: Redis does not answer "
						+ "or rejects commands. Invalidations of this pod wait until it recovers"),

		/**
		 * The server answers but does not accept the changes of this pod.
		 */
		UNTOLD(true, "Other pods do not receive invalidations from this pod: Redis answers but accepts none. They are "
				+ "retried at each check, and other pods keep outdated values until then");

		/**
		 * Whether someone has to fix this. It is then logged even if another reason was
		 * logged before.
		 */
		private final boolean needsMending;

		private final String text;

		Reason(boolean needsMending, String text) {
			this.needsMending = needsMending;
			this.text = text;
		}

		private void warn() {
			logger.warn(LogEvent.COHERENCE_LOST)
				.with(LogField.STATUS, CoherenceState.DEGRADED)
				.with(LogField.CAUSE, this)
				.log(this.text);
		}

	}

}
