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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.tier.PendingChanges;
import io.github.warmcache.tier.SharedHistory;
import io.github.warmcache.tier.stripe.RedisStripes;
import io.github.warmcache.tier.stripe.StripeState;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.DefaultMessage;

/**
 * What {@link CoherenceLoop} does, without its thread and its clock: a round at a time,
 * which waits where its caller says.
 */
public final class SimulatedCoherence {

	private final TieredCacheManager caches;

	private final RedisStripes stripes;

	private final PendingChanges pending;

	private final StripeChains chains;

	private final CoherenceStatistics statistics = new CoherenceStatistics();

	private final ChangeListener listener;

	private final SubscriptionKeeper keeper;

	private final byte[] changes;

	private final byte[] beats;

	private final List<Runnable> acknowledgements = new ArrayList<>();

	private boolean answering = true;

	private long number;

	/**
	 * Make what keeps a pod coherent.
	 * @param caches the caches of the pod
	 * @param stripes where its stripes stand
	 * @param pending what it has to tell
	 * @param subscribed runs when it subscribes anew
	 * @param unsettled asks for {@link #settle()} soon
	 */
	public SimulatedCoherence(TieredCacheManager caches, RedisStripes stripes, PendingChanges pending,
			Consumer<SimulatedCoherence> subscribed, Runnable unsettled) {
		this.caches = caches;
		this.stripes = stripes;
		this.pending = pending;
		this.chains = new StripeChains(new LocalDrops(caches), this.statistics);
		this.listener = new ChangeListener(stripes, this.chains, this.statistics, unsettled);
		this.changes = stripes.changes();
		this.beats = stripes.beats();
		this.keeper = new SubscriptionKeeper((acknowledged) -> {
			this.acknowledgements.clear();
			this.acknowledgements.add(acknowledged);
			subscribed.accept(this);
			return new Subscription() {

				@Override
				public boolean isOver() {
					return false;
				}

				@Override
				public void close() {
				}

			};
		}, () -> {
			this.chains.doubt();
			unsettled.run();
		}, this.statistics);
	}

	/**
	 * Return the channel of all changes.
	 * @return its name
	 */
	public byte[] changes() {
		return this.changes;
	}

	/**
	 * Return the channel on which this pod hears itself.
	 * @return its name
	 */
	public byte[] beats() {
		return this.beats;
	}

	/**
	 * Be told by the server that it is going to publish to this pod.
	 */
	public void acknowledge() {
		for (Runnable acknowledged : List.copyOf(this.acknowledgements)) {
			acknowledged.run();
			acknowledged.run();
		}
	}

	/**
	 * Hear a message.
	 * @param channel its channel
	 * @param message the message
	 */
	public void hear(byte[] channel, byte[] message) {
		this.listener.onMessage(new DefaultMessage(channel, message), null);
	}

	/**
	 * Make a round.
	 * @param between waits for what is on its way
	 * @return whether the server answered, and nothing is missing
	 */
	public boolean round(Runnable between) {
		BeatRound round = new BeatRound(++this.number, System.nanoTime(), this.chains.known());
		this.listener.expect(round);
		boolean subscribed = this.keeper.isOpen();
		List<@Nullable StripeState> answers = this.stripes.beat(round.number());
		boolean any = answers.stream().anyMatch(Objects::nonNull);
		this.answering = !answers.contains(null);
		if (any) {
			this.keeper.keepOpen();
			this.pending.tellPending();
		}
		between.run();
		this.chains.check(round.known(), answers);
		if (any && subscribed) {
			this.keeper.round(round.wasHeard());
		}
		settle();
		return this.answering && this.chains.areSettled();
	}

	/**
	 * Put right what is known to be wrong.
	 */
	public void settle() {
		this.chains.settle(this.stripes);
		boolean coherent = isCoherent();
		for (TieredCache cache : this.caches.getCachesPresent()) {
			cache.localCopies().hear(coherent);
		}
	}

	/**
	 * Return whether this pod hears of all changes, as far as it knows.
	 * @return whether it does
	 */
	public boolean isCoherent() {
		return this.answering && this.keeper.isHearing() && this.chains.areSettled();
	}

	/**
	 * Return whether no change is known to be missing.
	 * @return whether none is
	 */
	public boolean isSettled() {
		return this.answering && this.chains.areSettled();
	}

	/**
	 * Return what {@link Coherence} tells snapshots.
	 * @param wait waits for messages that are on their way
	 * @return the history
	 */
	public SharedHistory history(Runnable wait) {
		return new SharedHistory() {

			@Override
			public List<@Nullable String> positions() {
				List<Integer> untouched = SimulatedCoherence.this.chains.untouched();
				if (!untouched.isEmpty()) {
					SimulatedCoherence.this.stripes.anchor(untouched);
					wait.run();
				}
				return SimulatedCoherence.this.chains.positions();
			}

			@Override
			public List<Boolean> adopt(String cacheName, List<@Nullable String> positions) {
				return SimulatedCoherence.this.chains.adopt(cacheName, positions);
			}

		};
	}

	/**
	 * Return the counts of what happened.
	 * @return the live counts
	 */
	public CoherenceStatistics statistics() {
		return this.statistics;
	}

	/**
	 * Write a message as a person reads it.
	 * @param message the message
	 * @return its text
	 */
	public static String text(byte[] message) {
		return new String(message, StandardCharsets.UTF_8);
	}

}
