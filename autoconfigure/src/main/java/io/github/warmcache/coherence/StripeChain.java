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
import java.util.function.Predicate;

import io.github.warmcache.tier.stripe.StripeState;
import org.jspecify.annotations.Nullable;

/**
 * Chain of the changes of one stripe: the last one up to which this pod heard all of
 * them.
 * <p>
 * If changes may have been missed, the chain drops the stripe first and records its new
 * state afterwards. So a load that begins in between is either dropped or begins late
 * enough. If a change is missing, the last known state stays until the server was asked,
 * because the server needs it to find out whether its own history was lost. Thread-safe.
 */
final class StripeChain {

	/**
	 * Maximum number of changes, the latest ones, to remember while the server is asked.
	 */
	private static final int MOST_HEARD = 256;

	/**
	 * State that no stripe can be in.
	 */
	private static final StripeState NOWHERE = new StripeState(-1, "", "", false);

	private final int stripe;

	private final Drops drops;

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
	 * Whether only a message says that changes are missing.
	 */
	private boolean alarmed;

	/**
	 * State of the stripe, by cache name, up to which a snapshot of an earlier run was
	 * good. Kept until the server says where the stripe stands.
	 */
	private final Map<String, StripeState> adopted = new HashMap<>();

	StripeChain(int stripe, Drops drops, CoherenceStatistics statistics) {
		this.stripe = stripe;
		this.drops = drops;
		this.statistics = statistics;
	}

	synchronized StripeState known() {
		return this.known;
	}

	/**
	 * Return the state up to which all changes were applied, or {@code null} if some may
	 * not have been.
	 */
	synchronized @Nullable StripeState position() {
		if (this.broken) {
			// Entries loaded since the start are newer than any of these states.
			Set<StripeState> positions = Set.copyOf(this.adopted.values());
			return (positions.size() == 1 && !positions.contains(NOWHERE)) ? positions.iterator().next() : null;
		}
		return this.doubted ? null : this.known;
	}

	/**
	 * Return whether a cache has not changed since a state of an earlier run. Believes it
	 * as long as the server has not said where the stripe stands.
	 */
	synchronized boolean adopt(String cacheName, StripeState position) {
		if (!this.broken) {
			return this.known.leaves(cacheName, position);
		}
		// A change that was already heard may come after the position.
		if (!this.known.equals(StripeState.UNTOUCHED) || !this.heard.isEmpty()) {
			return false;
		}
		this.adopted.merge(cacheName, position, (one, other) -> one.equals(other) ? one : NOWHERE);
		return true;
	}

	/**
	 * Return whether to ask the server where the stripe stands.
	 */
	synchronized boolean isUnsettled() {
		return this.broken || this.doubted;
	}

	/**
	 * Doubt the state, because the channel was not listened to for a while.
	 */
	synchronized void doubt() {
		this.doubted = true;
	}

	/**
	 * Process a change that was heard.
	 * @param change the change
	 * @param own whether this pod made the change, and has applied it already
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
			// Keep only the link, so that long keys of unchecked messages do not fill the
			// heap.
			this.heard.add(change.link());
		}
		else if (follows) {
			advance(change);
		}
		else if (!isKnown && (change.sequence() >= this.known.sequence() || change.isFirst())) {
			gap();
			this.alarmed = true;
		}
	}

	/**
	 * Process a beat, which tells where the stripe stands. All earlier changes have been
	 * heard by now.
	 */
	synchronized void heard(BeatMessage.Stand stand) {
		if (!this.broken) {
			compare(new StripeState(stand.sequence(), stand.token(), "", false));
		}
	}

	/**
	 * Compare with an answer of the server, which tells where the stripe stood a while
	 * ago.
	 * @param before the state known before the server was asked
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
	 * @return the known state
	 */
	synchronized StripeState ask() {
		this.doubted = false;
		return this.known;
	}

	/**
	 * Take over the answer of the server to the question where the stripe stands.
	 * @param asked the state known when the server was asked
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
		if (this.alarmed && !server.reset() && server.isAt(this.known)) {
			this.statistics.record(CoherenceEvent.FALSE_ALARM);
		}
		this.alarmed = false;
		if (heardMore) {
			this.known = this.known.toldBy(server.run());
			return;
		}
		if (server.reset() || !positions.isEmpty() || !server.isAt(this.known)) {
			this.drops.dropStripe(this.stripe, (cacheName) -> server.reset() || !isLeft(cacheName, positions, server));
		}
		this.known = server.toldBy(server.run());
		this.broken = false;
		// Later changes were applied when they were heard.
		for (ChangeMessage change = this.heard.poll(); change != null; change = this.heard.poll()) {
			if (follows(change)) {
				advance(change);
			}
		}
	}

	/**
	 * Return whether a cache is unchanged. The entries of a cache without a position were
	 * loaded since the start, which is after each position.
	 */
	private static boolean isLeft(String cacheName, Map<String, StripeState> positions, StripeState server) {
		StripeState own = positions.get(cacheName);
		return (own != null) ? server.leaves(cacheName, own)
				: positions.values().stream().anyMatch((position) -> server.leaves(cacheName, position));
	}

	/**
	 * Doubt the state, because the server did not answer.
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

	/**
	 * Drops entries that this pod holds. Neither blocks nor fails.
	 */
	interface Drops {

		/**
		 * Drop the entries that another pod changed.
		 */
		void drop(ChangeMessage change);

		/**
		 * Drop everything on a stripe, in the caches with chosen names.
		 */
		void dropStripe(int stripe, Predicate<String> caches);

	}

}
