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
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * How well a pod hears and is heard, since when, and what the log says of it: once that
 * it does not, and why, and once that it does again. Thread-safe.
 */
final class CoherenceStatus {

	private static final Log logger = LogFactory.getLog(CoherenceStatus.class);

	private final InstantSource clock;

	private final Consumer<CoherenceState> listener;

	private Current current;

	private final OutageLog log;

	/**
	 * Last reason in this outage that somebody has to mend.
	 */
	private @Nullable Reason mending;

	/**
	 * Create a status.
	 * @param clock tells the time of changes
	 * @param listener told of the state again and again, so that caches hear of it that
	 * were made after it changed; neither blocks nor fails
	 */
	CoherenceStatus(InstantSource clock, Consumer<CoherenceState> listener) {
		this.clock = clock;
		this.listener = listener;
		this.log = new OutageLog(logger, clock);
		this.current = new Current(CoherenceState.OFF, clock.instant());
	}

	synchronized Current current() {
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
		if (state != this.current.state()) {
			this.current = new Current(state, this.clock.instant());
		}
		if (state == CoherenceState.COHERENT) {
			this.mending = null;
			this.log.end(() -> "This pod hears of the changes of others at once, and they hear of its own, again");
		}
		else if (state == CoherenceState.DEGRADED && reason.needsMending && reason != this.mending) {
			this.mending = reason;
			this.log.insist(reason.text);
		}
		else if (state == CoherenceState.DEGRADED) {
			this.log.begin(() -> reason.text);
		}
	}

	/**
	 * Why a pod is not coherent.
	 */
	enum Reason {

		/**
		 * Messages do not come through.
		 */
		DEAF(false,
				"This pod does not hear of the changes of others at once: the channel is lost. "
						+ "While the server answers, it finds them at its next check"),

		/**
		 * The server does not let this user listen.
		 */
		FORBIDDEN(true,
				"This pod does not hear of the changes of others at once: its Redis user may not use the channels "
						+ "of Warmcache. Add the rule '&{namespace}:*' to the user's ACL, with the namespace of this application"),

		/**
		 * The server does not answer, or is one that takes no changes.
		 */
		NOT_ANSWERED(false,
				"This pod does not hear of the changes of others, nor they of its own: Redis does not answer, or "
						+ "refuses its work. Own changes wait until it does it again"),

		/**
		 * The server answers and does not take the changes of this pod.
		 */
		UNTOLD(true,
				"Other pods do not hear of changes of this one: Redis answers, but takes none of them. They wait, are "
						+ "tried again at each check, and others keep what they have until then");

		/**
		 * Whether somebody has to mend it, who is told of it though another reason was
		 * told before.
		 */
		private final boolean needsMending;

		private final String text;

		Reason(boolean needsMending, String text) {
			this.needsMending = needsMending;
			this.text = text;
		}

	}

	/**
	 * A state and when it began.
	 */
	record Current(CoherenceState state, Instant since) {
	}

}
