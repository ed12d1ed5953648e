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

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a subscription open, and replaces it if nothing is heard through it. Belongs to
 * one thread, except for acknowledgements.
 */
final class SubscriptionKeeper {

	/**
	 * Number of unheard rounds after which the subscription is replaced.
	 */
	private static final int PATIENCE = 3;

	/**
	 * Maximum number of unheard rounds before a replacement. The number doubles as long
	 * as replacing does not help.
	 */
	private static final int MOST_PATIENCE = 48;

	/**
	 * Number of channels. Each one is acknowledged by itself.
	 */
	private static final int CHANNELS = 2;

	private final Subscription.Opener opener;

	private final Runnable acknowledged;

	private final CoherenceStatistics statistics;

	private final AtomicInteger acknowledgements = new AtomicInteger();

	private @Nullable Subscription subscription;

	private boolean opened;

	private volatile boolean forbidden;

	private int unheard;

	private int patience = PATIENCE;

	SubscriptionKeeper(Subscription.Opener opener, Runnable acknowledged, CoherenceStatistics statistics) {
		this.opener = opener;
		this.acknowledged = acknowledged;
		this.statistics = statistics;
	}

	boolean isOpen() {
		return this.subscription != null;
	}

	/**
	 * Record the result of a round that the server answered.
	 * @param heard whether the round was heard on the channel
	 */
	void round(boolean heard) {
		if (heard) {
			this.unheard = 0;
			this.patience = PATIENCE;
			return;
		}
		this.statistics.record(CoherenceEvent.BEAT_MISSED);
		if (++this.unheard % this.patience == 0) {
			close();
			this.patience = Math.min(2 * this.patience, MOST_PATIENCE);
		}
	}

	/**
	 * Subscribe unless there is a subscription. Called while the server answers.
	 */
	void keepOpen() {
		if (this.subscription != null && this.subscription.isOver()) {
			this.forbidden = this.subscription.isForbidden();
			close();
		}
		if (this.subscription == null) {
			if (this.opened) {
				this.statistics.record(CoherenceEvent.RECONNECT);
			}
			this.opened = true;
			this.acknowledgements.set(0);
			this.subscription = this.opener.open(this::acknowledge);
		}
	}

	private void acknowledge() {
		int count = this.acknowledgements.incrementAndGet();
		this.forbidden = false;
		// The driver resubscribed by itself.
		if (count > CHANNELS && count % CHANNELS == 1) {
			this.statistics.record(CoherenceEvent.RECONNECT);
		}
		this.acknowledged.run();
	}

	/**
	 * Return whether messages are assumed to arrive.
	 */
	boolean isHearing() {
		return this.subscription != null && this.acknowledgements.get() > 0 && this.unheard < PATIENCE;
	}

	/**
	 * Return whether the server did not let this user subscribe at the last try.
	 */
	boolean isForbidden() {
		return this.forbidden;
	}

	void close() {
		if (this.subscription != null) {
			this.subscription.close();
			this.subscription = null;
		}
	}

}
