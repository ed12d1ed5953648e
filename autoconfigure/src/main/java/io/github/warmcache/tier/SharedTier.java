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

package io.github.warmcache.tier;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

import io.github.warmcache.source.EntrySink;
import io.github.warmcache.tier.SharedRead.FillTicket;
import io.github.warmcache.tier.SharedRead.MissCause;
import org.jspecify.annotations.Nullable;

/**
 * Tier of one cache that all pods see. Thread-safe.
 * <p>
 * No operation throws because of the state of the server; the result tells what happened.
 * A key without a text by which other pods could identify it is not shared: reads of it
 * are misses, nothing stores it, and a change of it counts as a change of the whole
 * cache. Every operation may block, up to the command timeout for each round trip.
 *
 * @since 0.1.0
 */
public interface SharedTier {

	/**
	 * Number of stripes over which keys are spread.
	 */
	int STRIPES = 32;

	/**
	 * Time for which the changes of a key are remembered, so that a put whose call began
	 * before them is recognized. If the put comes later than that, its call counts as
	 * having begun before everything.
	 */
	Duration CHANGES_REMEMBERED = Duration.ofMinutes(1);

	/**
	 * Return the stripe of a key without contacting the server. The stripe is the same in
	 * every pod, unless the key has no text.
	 * @param key the key
	 * @return a number from 0 to {@link #STRIPES} - 1
	 */
	int stripe(Object key);

	/**
	 * Return the key for a text that another pod published, without contacting the
	 * server.
	 * @param text the text with which a change of the key was published
	 * @return the key, or {@code null} if this cache cannot tell it from the text
	 */
	@Nullable Object key(String text);

	/**
	 * Read one key without taking a lease on it. Never {@link SharedRead.Busy}.
	 * @param key the key
	 * @return a hit, or a miss with a ticket for a later fill
	 */
	SharedRead read(Object key);

	/**
	 * Read one key. On a miss, take the lease that lets only one pod fill it.
	 * @param key the key
	 * @return a hit, a miss with a ticket, or busy while another pod holds the lease
	 */
	SharedRead readOrLease(Object key);

	/**
	 * Read one key for a background refresh. A value that expires soon counts as a miss,
	 * but stays readable for others while it is loaded again.
	 * @param key the key
	 * @param atLeast minimum remaining lifetime of a hit
	 * @return a hit, a miss with a ticket, or busy while another pod loads the key
	 */
	SharedRead readAhead(Object key, Duration atLeast);

	/**
	 * Read many keys in few round trips.
	 * @param keys the keys
	 * @return the hits by key; keys without a readable value have no mapping, and the map
	 * is empty if the server does not answer
	 */
	Map<Object, SharedRead.Hit> readAll(Collection<?> keys);

	/**
	 * Store a value of unknown provenance that was loaded after a miss. Tells no other
	 * pod.
	 * @param key the key
	 * @param value the value, or {@code null} for a known absence
	 * @param timeToLive how long the value lives, positive
	 * @param ticket the ticket from the miss of this key
	 * @return {@link FillOutcome#STORED} only if nothing invalidated the key since the
	 * ticket was issued
	 */
	default FillOutcome fill(Object key, @Nullable Object value, Duration timeToLive, FillTicket ticket) {
		return fill(key, value, timeToLive, ticket, Provenance.UNKNOWN);
	}

	/**
	 * Store a value that was loaded after a miss. Tells no other pod.
	 * @param key the key
	 * @param value the value, or {@code null} for a known absence
	 * @param timeToLive how long the value lives, positive
	 * @param ticket the ticket from the miss of this key
	 * @param provenance where the value was made, and how long ago; later hits have it
	 * @return {@link FillOutcome#STORED} only if nothing invalidated the key since the
	 * ticket was issued
	 */
	FillOutcome fill(Object key, @Nullable Object value, Duration timeToLive, FillTicket ticket, Provenance provenance);

	/**
	 * Release a lease because nothing was loaded, so that others need not wait until it
	 * expires. Does nothing for a ticket without a lease.
	 * @param key the key
	 * @param ticket the ticket from the miss of this key
	 */
	void release(Object key, FillTicket ticket);

	/**
	 * Begin to store many loaded entries, as a warm-up does. They do not overwrite what
	 * is invalidated from now on.
	 * @return the fill, to be closed; it stores nothing if the server does not answer
	 */
	default BulkFill beginFill() {
		return beginFill((key) -> {
		});
	}

	/**
	 * Begin to store many loaded entries, as a warm-up does. They do not overwrite what
	 * is invalidated from now on.
	 * @param superseded receives keys whose given value must not be kept locally either:
	 * the shared tier has a newer version, or the key was changed so recently that the
	 * source may lag behind; called in {@link BulkFill#add} and {@link BulkFill#close}
	 * @return the fill, to be closed; it stores nothing if the server does not answer
	 */
	BulkFill beginFill(Consumer<Object> superseded);

	/**
	 * Return the source of marks for calls that put something later.
	 * @return the same object for all tiers of a server, or {@code null} if the order of
	 * calls is unknown
	 */
	default ChangeMark.@Nullable Source changeMarks() {
		return null;
	}

	/**
	 * Replace a value, and count that as a change of the key. If a newer version is
	 * there, the value is dropped; if one was there a moment ago, the key is removed.
	 * Later hits have the origin {@link ValueOrigin#PUT}.
	 * @param key the key
	 * @param value the value, or {@code null} for a known absence
	 * @param timeToLive how long the value lives, positive
	 * @return the outcome
	 */
	ChangeOutcome update(Object key, @Nullable Object value, Duration timeToLive);

	/**
	 * Replace a value, as a {@code @CachePut} does, and count that as a change of the
	 * key. If the key was changed since the call began, and versions do not tell the
	 * order, the key is removed instead.
	 * @param key the key
	 * @param value the value, or {@code null} for a known absence
	 * @param timeToLive how long the value lives, positive
	 * @param mark the mark of the call, or {@code null} for none
	 * @return the outcome
	 */
	default ChangeOutcome update(Object key, @Nullable Object value, Duration timeToLive, @Nullable ChangeMark mark) {
		if (mark == null) {
			return update(key, value, timeToLive);
		}
		ChangeOutcome outcome = invalidate(key);
		return (outcome == ChangeOutcome.APPLIED) ? ChangeOutcome.INVALIDATED : outcome;
	}

	/**
	 * Store a value unless the key has one, atomically among all pods. Later hits have
	 * the origin {@link ValueOrigin#PUT}.
	 * @param key the key
	 * @param value the value, or {@code null} for a known absence
	 * @param timeToLive how long the value lives, positive
	 * @return a hit with the existing value, a miss of cause {@link MissCause#ABSENT} if
	 * the given value was stored, or another miss if neither is known
	 */
	SharedRead putIfAbsent(Object key, @Nullable Object value, Duration timeToLive);

	/**
	 * Store a value unless the key has one, atomically among all pods.
	 * @param key the key
	 * @param value the value, or {@code null} for a known absence
	 * @param timeToLive how long the value lives, positive
	 * @param mark the mark of the call, or {@code null} for none
	 * @return a hit with the existing value, a miss of cause {@link MissCause#ABSENT} if
	 * the given value was stored, of cause {@link MissCause#CHANGED} if nothing was
	 * stored, of cause {@link MissCause#NOT_SHARED} if such a key is never shared, or
	 * another miss if the outcome is unknown
	 */
	default SharedRead putIfAbsent(Object key, @Nullable Object value, Duration timeToLive, @Nullable ChangeMark mark) {
		return (mark != null) ? new SharedRead.Miss(MissCause.CHANGED, null) : putIfAbsent(key, value, timeToLive);
	}

	/**
	 * Remove a key and count that as a change of it. This ends a lease on the key.
	 * @param key the key
	 * @return whether the server applied it; if not, this pod does not read the key from
	 * the server until it has
	 */
	ChangeOutcome invalidate(Object key);

	/**
	 * Make all values of this cache unreadable by a new epoch on every stripe.
	 * @return whether the server applied it on every stripe
	 */
	ChangeOutcome clear();

	/**
	 * Hand every readable value to the sink, in no order. A key may come more than once.
	 * @param sink receives the entries, with their remaining time to live
	 * @throws Exception if the server failed before all entries were handed over
	 */
	void stream(EntrySink<Object, SharedRead.Hit> sink) throws Exception;

	/**
	 * Return whether values are shared. If not, because another pod could not read them
	 * unchanged, each pod keeps its own: reads are misses, fills store nothing, and
	 * changes are published all the same.
	 * @return whether a value may be stored and read
	 */
	default boolean sharesValues() {
		return true;
	}

	/**
	 * Return how many values were not read back unchanged.
	 * @return the number since the tier was created
	 */
	default long unequalValues() {
		return 0;
	}

	/**
	 * Return the coordination of the pods that load this whole cache.
	 * @return the loads, or {@code null} if pods cannot coordinate
	 */
	default @Nullable FleetLoads fleetLoads() {
		return null;
	}

	/**
	 * Return the most-read keys that pods publish.
	 * @return the keys, or {@code null} if pods cannot publish any
	 */
	default @Nullable HotKeys hotKeys() {
		return null;
	}

	/**
	 * Outcome of a fill of the shared tier.
	 */
	enum FillOutcome {

		/**
		 * The value is in the shared tier.
		 */
		STORED,

		/**
		 * The key changed, or another fill came first. The value was not stored and must
		 * not be kept locally either.
		 */
		REFUSED,

		/**
		 * The shared tier has a newer version. The given value must not be kept locally
		 * either.
		 */
		SUPERSEDED,

		/**
		 * The server did not answer, or the value could not be written.
		 */
		FAILED

	}

}
