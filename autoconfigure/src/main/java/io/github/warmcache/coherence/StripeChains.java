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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.stripe.RedisStripes;
import io.github.warmcache.tier.stripe.StripeState;
import org.jspecify.annotations.Nullable;

/**
 * Chains of all stripes. Thread-safe.
 */
final class StripeChains {

	private final List<StripeChain> chains = new ArrayList<>(SharedTier.STRIPES);

	private final CoherenceStatistics statistics;

	StripeChains(StripeChain.Drops drops, CoherenceStatistics statistics) {
		this.statistics = statistics;
		for (int stripe = 0; stripe < SharedTier.STRIPES; stripe++) {
			this.chains.add(new StripeChain(stripe, drops, statistics));
		}
	}

	StripeChain get(int stripe) {
		return this.chains.get(stripe);
	}

	/**
	 * Return the known state of each stripe.
	 */
	List<StripeState> known() {
		return this.chains.stream().map(StripeChain::known).toList();
	}

	/**
	 * Return the settled stripes on which no change was ever counted.
	 */
	List<Integer> untouched() {
		return IntStream.range(0, this.chains.size())
			.filter((stripe) -> StripeState.UNTOUCHED.isAt(get(stripe).known()) && !get(stripe).isUnsettled())
			.boxed()
			.toList();
	}

	/**
	 * Return the state of each stripe up to which all changes were applied, or
	 * {@code null} if it is unknown or cannot be told from a state of another history.
	 */
	List<@Nullable String> positions() {
		List<@Nullable String> positions = new ArrayList<>(this.chains.size());
		for (StripeChain chain : this.chains) {
			StripeState position = chain.position();
			positions.add((position != null && !position.token().isEmpty()) ? position.text() : null);
		}
		return positions;
	}

	/**
	 * Return for each stripe whether a cache has not changed since an earlier run.
	 */
	List<Boolean> adopt(String cacheName, List<@Nullable String> positions) {
		List<Boolean> trusted = new ArrayList<>(this.chains.size());
		for (int stripe = 0; stripe < this.chains.size(); stripe++) {
			String text = (stripe < positions.size()) ? positions.get(stripe) : null;
			StripeState position = (text != null) ? StripeState.parse(text) : null;
			trusted.add(position != null && !position.token().isEmpty() && get(stripe).adopt(cacheName, position));
		}
		return trusted;
	}

	boolean areSettled() {
		return this.chains.stream().noneMatch(StripeChain::isUnsettled);
	}

	/**
	 * Doubt all states, because the channel was not listened to for a while.
	 */
	void doubt() {
		this.chains.forEach(StripeChain::doubt);
	}

	/**
	 * Compare the known states with earlier answers of the server.
	 * @param before the states known before the server was asked
	 * @param answers its answers, {@code null} for a stripe without one
	 */
	void check(List<StripeState> before, List<@Nullable StripeState> answers) {
		for (int stripe = 0; stripe < this.chains.size(); stripe++) {
			StripeState answer = answers.get(stripe);
			if (answer != null) {
				get(stripe).check(before.get(stripe), answer);
			}
		}
	}

	/**
	 * Ask the server about the stripes whose changes are or may be missing.
	 * @param stripes the server
	 * @return whether it answered for all of them
	 */
	boolean settle(RedisStripes stripes) {
		Map<Integer, StripeState> asked = new TreeMap<>();
		for (int stripe = 0; stripe < this.chains.size(); stripe++) {
			if (get(stripe).isUnsettled()) {
				asked.put(stripe, get(stripe).ask());
			}
		}
		if (asked.isEmpty()) {
			return true;
		}
		Map<Integer, StripeState> answers = stripes.baseline(asked);
		this.statistics.record(CoherenceEvent.RESYNC);
		asked.forEach((stripe, before) -> {
			StripeState answer = answers.get(stripe);
			if (answer != null) {
				get(stripe).settle(before, answer);
			}
			else {
				get(stripe).unanswered();
			}
		});
		return answers.size() == asked.size();
	}

}
