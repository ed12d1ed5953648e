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
import org.jspecify.annotations.Nullable;

/**
 * Tier of one cache that all pods see. Thread-safe.
 * <p>
 * No operation throws because of the state of the server: each says what came of it in
 * its result. A key that has no text by which other pods could tell it is shared by
 * nobody: reads of it are misses, nothing stores it, and a change of it counts as one of
 * the whole cache. Every operation may block, up to the command timeout for each round
 * trip.
 *
 * @since 0.1.0
 */
public interface SharedTier {

	/**
	 * Number of stripes that keys are spread over.
	 */
	int STRIPES = 32;

	/**
	 * How long the changes of a key are remembered, so that a put whose call began before
	 * them is recognized. The call of a put that comes later than that is taken to have
	 * begun before everything.
	 */
	Duration CHANGES_REMEMBERED = Duration.ofMinutes(1);

	/**
	 * Return the stripe of a key: the same in every pod, without asking the server,
	 * unless the key has no text.
	 * @param key the key
	 * @return a number from 0 to {@link #STRIPES} - 1
	 */
	int stripe(Object key);

	/**
	 * Return the key that another pod calls by a text, without asking the server.
	 * @param text the text that a change of the key was published with
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
	 * Read one key; on a miss take the lease that lets one pod alone fill it.
	 * @param key the key
	 * @return a hit, a miss with a ticket, or busy while another pod holds the lease
	 */
	SharedRead readOrLease(Object key);

	/**
	 * Read one key for a load ahead of its expiry. A value that ends soon counts as none,
	 * but stays readable for others while it is loaded anew.
	 * @param key the key
	 * @param atLeast how much longer a value must live to be a hit
	 * @return a hit, a miss with a ticket, or busy while another pod loads the key ahead
	 * of its expiry
	 */
	SharedRead readAhead(Object key, Duration atLeast);

	/**
	 * Read many keys in as few round trips as there are stripes.
	 * @param keys the keys
	 * @return the hits by key; keys without a readable value have no mapping, and the map
	 * is empty when the server does not answer
	 */
	Map<Object, SharedRead.Hit> readAll(Collection<?> keys);

	/**
	 * Store what was loaded after a miss. Tells no other pod.
	 * @param key the key
	 * @param value the value, or {@code null} for a known absence
	 * @param timeToLive how long the value lives, positive
	 * @param ticket from the miss of this key
	 * @return {@link FillOutcome#STORED} only if nothing invalidated the key since the
	 * ticket was issued
	 */
	FillOutcome fill(Object key, @Nullable Object value, Duration timeToLive, FillTicket ticket);

	/**
	 * Give a lease back because nothing was loaded, so that others need not wait for its
	 * end. Does nothing for a ticket without a lease.
	 * @param key the key
	 * @param ticket from the miss of this key
	 */
	void release(Object key, FillTicket ticket);

	/**
	 * Begin to store many loaded entries, as a warm-up does. What is invalidated from now
	 * on is not overwritten by them.
	 * @return the fill, to be closed; its entries are refused if the server does not
	 * answer
	 */
	default BulkFill beginFill() {
		return beginFill((key) -> {
		});
	}

	/**
	 * Begin to store many loaded entries, as a warm-up does. What is invalidated from now
	 * on is not overwritten by them.
	 * @param superseded hears of the keys of which the shared tier has a newer version,
	 * or that were changed so short a time before that the source may lag behind, so that
	 * the given one is not to be kept locally either; called in {@link BulkFill#add} and
	 * {@link BulkFill#close}
	 * @return the fill, to be closed; its entries are refused if the server does not
	 * answer
	 */
	BulkFill beginFill(Consumer<Object> superseded);

	/**
	 * Return what marks the calls that put something later.
	 * @return the same object for all tiers of a server, or {@code null} if the order of
	 * calls cannot be told
	 */
	default @Nullable ChangeMarks changeMarks() {
		return null;
	}

	/**
	 * Replace a value, and count that as a change of the key. If a newer version is there
	 * the value is dropped; if one was there a moment ago the key is removed.
	 * @param key the key
	 * @param value the value, or {@code null} for a known absence
	 * @param timeToLive how long the value lives, positive
	 * @return what became of it
	 */
	ChangeOutcome update(Object key, @Nullable Object value, Duration timeToLive);

	/**
	 * Replace a value, as a {@code @CachePut} does, and count that as a change of the
	 * key. If the key was changed since the call began, in a way that versions do not put
	 * in order, the key is removed instead.
	 * @param key the key
	 * @param value the value, or {@code null} for a known absence
	 * @param timeToLive how long the value lives, positive
	 * @param mark where the call began, or {@code null} if it has no beginning
	 * @return what became of it
	 */
	default ChangeOutcome update(Object key, @Nullable Object value, Duration timeToLive, @Nullable ChangeMark mark) {
		if (mark == null) {
			return update(key, value, timeToLive);
		}
		ChangeOutcome outcome = invalidate(key);
		return (outcome == ChangeOutcome.APPLIED) ? ChangeOutcome.INVALIDATED : outcome;
	}

	/**
	 * Store a value unless the key has one, atomically among all pods.
	 * @param key the key
	 * @param value the value, or {@code null} for a known absence
	 * @param timeToLive how long the value lives, positive
	 * @return a hit with the value that was there, a miss of cause
	 * {@link MissCause#ABSENT} if the given one was stored, or another miss if neither is
	 * known
	 */
	SharedRead putIfAbsent(Object key, @Nullable Object value, Duration timeToLive);

	/**
	 * Store a value unless the key has one, atomically among all pods.
	 * @param key the key
	 * @param value the value, or {@code null} for a known absence
	 * @param timeToLive how long the value lives, positive
	 * @param mark where the call began, or {@code null} if it has no beginning
	 * @return a hit with the value that was there, a miss of cause
	 * {@link MissCause#ABSENT} if the given one was stored, of cause
	 * {@link MissCause#CHANGED} if nothing was, of cause {@link MissCause#NOT_SHARED} if
	 * nothing is there of such a key, or another miss if neither is known
	 */
	default SharedRead putIfAbsent(Object key, @Nullable Object value, Duration timeToLive, @Nullable ChangeMark mark) {
		return (mark != null) ? new SharedRead.Miss(MissCause.CHANGED, null) : putIfAbsent(key, value, timeToLive);
	}

	/**
	 * Remove a key and count that as a change of it. A lease on the key ends with it.
	 * @param key the key
	 * @return whether the server took it; if not, this pod does not read the key from the
	 * server until it did
	 */
	ChangeOutcome invalidate(Object key);

	/**
	 * Make all values of this cache unreadable, by a new epoch on every stripe.
	 * @return whether the server took it on every stripe
	 */
	ChangeOutcome clear();

	/**
	 * Hand every readable value to the sink, in no order; a key may come more than once.
	 * @param sink takes the entries, with their remaining time to live
	 * @throws Exception if the server failed before all entries were handed over
	 */
	void stream(EntrySink<Object, SharedRead.Hit> sink) throws Exception;

	/**
	 * Return whether values are shared. If not, because another pod could not read them
	 * as they are, each pod keeps its own: reads are misses, fills store nothing, and
	 * changes are told all the same.
	 * @return whether a value may be stored and read
	 */
	default boolean sharesValues() {
		return true;
	}

	/**
	 * Return how many values were read back as something else than was loaded.
	 * @return the number since the tier was made
	 */
	default long unequalValues() {
		return 0;
	}

	/**
	 * Return what pods tell each other about loading this cache as a whole.
	 * @return the loads, or {@code null} if pods cannot tell each other
	 */
	default @Nullable FleetLoads fleetLoads() {
		return null;
	}

	/**
	 * Return what pods tell each other about the keys that they read most.
	 * @return the keys, or {@code null} if pods cannot tell each other
	 */
	default @Nullable HotKeys hotKeys() {
		return null;
	}

}
