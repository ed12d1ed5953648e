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

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

import io.github.warmcache.tier.stripe.StripeState;
import org.jspecify.annotations.Nullable;

/**
 * What this pod knows of the changes of one stripe: up to which one it heard all of them.
 * <p>
 * Whatever may have been missed is dropped first and known afterwards, so that a load
 * that begins in between is either dropped or begins late enough. Where a change is
 * missing, what was known last stays until the server was asked, which has to tell from
 * it whether its own history was lost. Thread-safe.
 */
final class StripeChain {

	/**
	 * Most changes to remember while the server is asked, the last ones.
	 */
	private static final int MOST_HEARD = 256;

	/**
	 * Where no stripe stands.
	 */
	private static final StripeState NOWHERE = new StripeState(-1, "", "", false);

	private final int stripe;

	private final StripeDrops drops;

	private final CoherenceStatistics statistics;

	private final Queue<ChangeMessage> heard = new ArrayDeque<>();

	private StripeState known = StripeState.UNTOUCHED;

	/**
	 * Whether changes are missing.
	 */
	private boolean broken = true;

	/**
	 * Whether changes may be missing.
	 */
	private boolean doubted;

	/**
	 * Where the stripe stood when what each cache holds of it was good, according to the
	 * file of an earlier run, until the server says where it stands.
	 */
	private final Map<String, StripeState> adopted = new HashMap<>();

	StripeChain(int stripe, StripeDrops drops, CoherenceStatistics statistics) {
		this.stripe = stripe;
		this.drops = drops;
		this.statistics = statistics;
	}

	synchronized StripeState known() {
		return this.known;
	}

	/**
	 * Return up to where all changes were applied, or {@code null} if some may not have
	 * been.
	 */
	synchronized @Nullable StripeState position() {
		if (this.broken) {
			// What was loaded since the start is newer than any of them.
			Set<StripeState> positions = Set.copyOf(this.adopted.values());
			return (positions.size() == 1 && !positions.contains(NOWHERE)) ? positions.iterator().next() : null;
		}
		return this.doubted ? null : this.known;
	}

	/**
	 * Decide whether nothing of a cache has changed since a position of an earlier run.
	 * What the server did not say yet is believed until it does.
	 */
	synchronized boolean adopt(String cacheName, StripeState position) {
		if (!this.broken) {
			return this.known.leaves(cacheName, position);
		}
		// A change that was heard already may be one that comes after the position.
		if (!this.known.equals(StripeState.UNTOUCHED) || !this.heard.isEmpty()) {
			return false;
		}
		this.adopted.merge(cacheName, position, (one, other) -> one.equals(other) ? one : NOWHERE);
		return true;
	}

	/**
	 * Return whether the server is to be asked where the stripe stands.
	 */
	synchronized boolean isUnsettled() {
		return this.broken || this.doubted;
	}

	/**
	 * The channel was not listened to for a while.
	 */
	synchronized void doubt() {
		this.doubted = true;
	}

	/**
	 * Hear of a change.
	 * @param change the change
	 * @param own whether this pod made it, and so has applied it already
	 */
	synchronized void heard(ChangeMessage change, boolean own) {
		boolean follows = follows(change);
		boolean isKnown = isKnown(change);
		if (change.kind() == ChangeMessage.Kind.ALL) {
			if (!isKnown) {
				lose();
			}
		}
		else if (!own) {
			this.drops.drop(change);
		}
		if (this.broken) {
			if (this.heard.size() == MOST_HEARD) {
				this.heard.remove();
			}
			// Long keys of messages that nobody can check must not fill the heap.
			this.heard.add(change.link());
		}
		else if (follows) {
			advance(change);
		}
		else if (!isKnown && (change.sequence() >= this.known.sequence() || change.isFirst())) {
			gap();
		}
	}

	/**
	 * Hear where the stripe stands: all earlier changes have been heard by now.
	 */
	synchronized void heard(BeatMessage beat) {
		if (!this.broken) {
			compare(new StripeState(beat.sequence(), beat.token(), "", false));
		}
	}

	/**
	 * Be told by the server where the stripe stood a while ago.
	 * @param before what was known before it was asked
	 * @param answer where the stripe stood
	 */
	synchronized void check(StripeState before, StripeState answer) {
		if (this.broken) {
			return;
		}
		boolean lost = answer.sequence() < before.sequence()
				|| (answer.sequence() == before.sequence() && !answer.isAt(before));
		if (lost || answer.reset()) {
			gap();
		}
		else {
			compare(answer);
		}
	}

	private void compare(StripeState state) {
		if (state.sequence() > this.known.sequence()
				|| (state.sequence() == this.known.sequence() && !state.isAt(this.known))) {
			gap();
		}
	}

	/**
	 * Begin to ask the server.
	 * @return what is known
	 */
	synchronized StripeState ask() {
		this.doubted = false;
		return this.known;
	}

	/**
	 * Know where the stripe stands, because the server was asked for that.
	 * @param asked what was known when it was asked
	 * @param server its answer
	 */
	synchronized void settle(StripeState asked, StripeState server) {
		Map<String, StripeState> positions = Map.copyOf(this.adopted);
		this.adopted.clear();
		boolean heardMore = !this.broken && !server.reset() && asked.sequence() <= server.sequence()
				&& server.sequence() < this.known.sequence();
		if (server.reset()) {
			this.statistics.record(CoherenceEvent.RESET);
		}
		if (heardMore) {
			this.known = this.known.toldBy(server.run());
			return;
		}
		if (server.reset() || !positions.isEmpty() || !server.isAt(this.known)) {
			this.drops.dropStripe(this.stripe, (cacheName) -> server.reset() || !isLeft(cacheName, positions, server));
		}
		this.known = server.toldBy(server.run());
		this.broken = false;
		// What came after that was applied when it was heard.
		for (ChangeMessage change = this.heard.poll(); change != null; change = this.heard.poll()) {
			if (follows(change)) {
				advance(change);
			}
		}
	}

	/**
	 * What a cache holds without a position was loaded since the start, which is after
	 * each position.
	 */
	private static boolean isLeft(String cacheName, Map<String, StripeState> positions, StripeState server) {
		StripeState own = positions.get(cacheName);
		return (own != null) ? server.leaves(cacheName, own)
				: positions.values().stream().anyMatch((position) -> server.leaves(cacheName, position));
	}

	/**
	 * Know that the server did not say where the stripe stands.
	 */
	synchronized void unanswered() {
		this.doubted = true;
	}

	private boolean follows(ChangeMessage change) {
		return change.sequence() == this.known.sequence() + 1 && change.previous().equals(this.known.token());
	}

	private boolean isKnown(ChangeMessage change) {
		return change.sequence() == this.known.sequence() && change.token().equals(this.known.token());
	}

	private void advance(ChangeMessage change) {
		this.known = this.known.after(change.token(), change.cleared());
	}

	private void gap() {
		this.statistics.record(CoherenceEvent.GAP);
		lose();
	}

	private void lose() {
		this.drops.dropStripe(this.stripe, (cacheName) -> true);
		this.broken = true;
	}

}
