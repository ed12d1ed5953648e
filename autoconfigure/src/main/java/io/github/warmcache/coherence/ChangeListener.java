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

import java.util.Arrays;

import io.github.warmcache.tier.stripe.RedisStripes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;

/**
 * Listener on the channel, called on the I/O thread of the driver. Drops what changed and
 * does nothing else. No message makes it fail or wait.
 */
final class ChangeListener implements MessageListener {

	private static final Log logger = LogFactory.getLog(ChangeListener.class);

	private final RedisStripes stripes;

	private final byte[] changes;

	private final String origin;

	private final StripeChains chains;

	private final CoherenceStatistics statistics;

	/**
	 * Requests that the server be asked, without waiting for that.
	 */
	private final Runnable unsettled;

	private final FloodGate changesGate = new FloodGate(System::nanoTime);

	private final FloodGate beatsGate = new FloodGate(System::nanoTime);

	private volatile @Nullable BeatRound round;

	ChangeListener(RedisStripes stripes, StripeChains chains, CoherenceStatistics statistics, Runnable unsettled) {
		this.stripes = stripes;
		this.changes = stripes.changes();
		this.origin = stripes.origin();
		this.chains = chains;
		this.statistics = statistics;
		this.unsettled = unsettled;
	}

	/**
	 * Expect the beat of a round.
	 */
	void expect(BeatRound next) {
		this.round = next;
	}

	/**
	 * Return whether more messages came lately than this pod processes.
	 */
	boolean isFlooded() {
		return this.changesGate.isShedding() || this.beatsGate.isShedding();
	}

	@Override
	public void onMessage(Message message, byte @Nullable [] pattern) {
		try {
			boolean isChange = Arrays.equals(message.getChannel(), this.changes);
			if (!(isChange ? this.changesGate : this.beatsGate).admits()) {
				this.statistics.record(CoherenceEvent.SHED);
			}
			else if (isChange) {
				heardChange(ChangeMessage.parse(message.getBody()));
			}
			else {
				heardBeat(BeatMessage.parse(message.getBody()));
			}
		}
		catch (Exception | StackOverflowError ex) {
			// The stripe did not advance, so the next check drops it.
			this.statistics.record(CoherenceEvent.MALFORMED);
			logger.debug("Failed to process an invalidation message", ex);
		}
	}

	private void heardChange(@Nullable ChangeMessage change) {
		if (change == null) {
			this.statistics.record(CoherenceEvent.MALFORMED);
			return;
		}
		boolean own = change.origin().equals(this.origin);
		this.statistics.record(own ? CoherenceEvent.OWN : CoherenceEvent.RECEIVED);
		if (change.kind() == ChangeMessage.Kind.ALL) {
			this.stripes.heardReset(change.stripe(), change.sequence(), change.token());
		}
		else {
			this.stripes.heard(change.stripe(), change.sequence(), change.previous(), change.token());
		}
		StripeChain chain = this.chains.get(change.stripe());
		chain.heard(change, own);
		if (chain.isUnsettled()) {
			this.unsettled.run();
		}
	}

	private void heardBeat(@Nullable BeatMessage beat) {
		if (beat == null) {
			this.statistics.record(CoherenceEvent.MALFORMED);
			return;
		}
		BeatRound current = this.round;
		if (current != null && current.number() == beat.number()) {
			current.hear();
			this.statistics.recordLag(System.nanoTime() - current.begin());
		}
		boolean anyUnsettled = false;
		for (BeatMessage.Stand stand : beat.stands()) {
			StripeChain chain = this.chains.get(stand.stripe());
			chain.heard(stand);
			anyUnsettled |= chain.isUnsettled();
		}
		if (anyUnsettled) {
			this.unsettled.run();
		}
	}

}
