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

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.tier.stripe.RedisStripes;
import io.github.warmcache.tier.stripe.StripeState;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.DefaultMessage;

/**
 * What {@link Coherence} does, in steps that a test makes: it has no thread, and hears
 * what it is told.
 */
public final class SteppedCoherence {

	private final RedisStripes stripes;

	private final StripeChains chains;

	private final ChangeListener listener;

	private long number;

	/**
	 * Begin to listen.
	 * @param caches the caches of the pod
	 * @param stripes where its stripes stand
	 */
	public SteppedCoherence(TieredCacheManager caches, RedisStripes stripes) {
		CoherenceStatistics statistics = new CoherenceStatistics();
		this.stripes = stripes;
		this.chains = new StripeChains(new LocalDrops(caches), statistics);
		this.listener = new ChangeListener(stripes, this.chains, statistics, () -> {
		});
		this.chains.settle(stripes);
	}

	/**
	 * Hear of a change.
	 * @param message the message
	 */
	public void hear(String message) {
		this.listener.onMessage(new DefaultMessage(this.stripes.changes(), message.getBytes(StandardCharsets.UTF_8)),
				null);
	}

	/**
	 * Ask the server where all stripes stand, and then compare.
	 * @param between runs between the two
	 */
	public void beat(Runnable between) {
		List<StripeState> known = this.chains.known();
		List<@Nullable StripeState> answers = this.stripes.beat(++this.number);
		between.run();
		this.chains.check(known, answers);
		this.chains.settle(this.stripes);
	}

	/**
	 * Return whether no change is missing.
	 * @return {@code true} if so
	 */
	public boolean isSettled() {
		return this.chains.areSettled();
	}

}
