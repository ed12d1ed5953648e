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

package io.github.warmcache.tier.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

import io.github.warmcache.redis.ObservedRunner;
import io.github.warmcache.redis.RedisUnavailableException;
import io.github.warmcache.redis.Reply;
import io.github.warmcache.redis.ScriptCall;
import io.github.warmcache.tier.ChangeMark;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.codec.StoredValues.Payload;
import io.github.warmcache.tier.redis.PendingInvalidations.Mark;
import io.github.warmcache.tier.redis.PendingInvalidations.Snapshot;
import io.github.warmcache.tier.stripe.RedisKey;
import io.github.warmcache.tier.stripe.ServerWord;
import io.github.warmcache.tier.stripe.StripePositions;
import io.github.warmcache.tier.stripe.StripePositions.Position;
import org.jspecify.annotations.Nullable;

/**
 * Sender of one cache's changes to Redis. Remembers those that Redis did not apply.
 */
final class RedisChanges {

	/**
	 * Number of changes per batch, few enough not to delay other calls.
	 */
	private static final int BATCH = 200;

	private static final long SUPERSEDED = 2;

	private static final long LATE = 3;

	private final CacheScripts scripts;

	private final KnownSchemas schemas;

	private final ObservedRunner commands;

	private final StripePositions positions;

	private final PendingInvalidations pending;

	private final ReentrantLock clearing = new ReentrantLock();

	private final ChangeJournals journals;

	RedisChanges(CacheScripts scripts, KnownSchemas schemas, ObservedRunner commands, StripePositions positions,
			int mostPending, ChangeJournals journals) {
		this.positions = positions;
		this.scripts = scripts;
		this.schemas = schemas;
		this.commands = commands;
		this.pending = new PendingInvalidations(mostPending);
		this.journals = journals;
	}

	StripePositions marks() {
		return this.positions;
	}

	ChangeOutcome invalidate(RedisKey key) {
		return change(key, "", Position.NONE, (others, mark) -> this.scripts.invalidate(key, others));
	}

	/**
	 * Put a value, unless it is or may be older than the one in Redis.
	 * @param mark the mark of the call, or {@code null} for none
	 */
	ChangeOutcome update(RedisKey key, Payload payload, @Nullable ChangeMark mark, long now) {
		Position began = this.positions.at(key.stripe(), mark);
		if ((payload.isVersioned() || mark != null) && this.pending.contains(key.key())) {
			// The change that Redis did not apply may be newer than this value.
			began = Position.UNKNOWN;
		}
		return change(key, payload.version(), began,
				(others, position) -> this.scripts.update(key, payload, position, now, others));
	}

	private ChangeOutcome change(RedisKey key, String version, Position began,
			BiFunction<Set<String>, Position, ScriptCall> call) {
		ChangeOutcome outcome = tell(key, began, call);
		if (outcome != null) {
			return outcome;
		}
		this.pending.add(key, version);
		return untold();
	}

	/**
	 * Send a change to Redis.
	 * @return the outcome, or {@code null} if Redis did not apply the change
	 */
	private @Nullable ChangeOutcome tell(RedisKey key, Position began,
			BiFunction<Set<String>, Position, ScriptCall> call) {
		Mark before = this.pending.mark(key.key());
		ChangeOutcome outcome = ChangeOutcome.APPLIED;
		Position from = began;
		boolean again;
		try {
			do {
				ServerWord word = this.positions.word(key.stripe());
				Reply reply = this.commands.run(call.apply(this.schemas.others(), from));
				// Repeat if the reply names a release that was unknown, because its value
				// must change too.
				again = this.schemas.learn(reply.text(1));
				if (reply.number(0) == SUPERSEDED) {
					outcome = ChangeOutcome.SUPERSEDED;
				}
				else {
					outcome = (reply.number(0) == LATE) ? ChangeOutcome.INVALIDATED : ChangeOutcome.APPLIED;
					Position after = counted(key.stripe(), word, reply);
					// Its own change does not make the repeated call late.
					from = (outcome == ChangeOutcome.APPLIED) ? after : Position.UNKNOWN;
				}
			}
			while (again);
		}
		catch (RedisUnavailableException ex) {
			return null;
		}
		if (outcome != ChangeOutcome.SUPERSEDED) {
			this.pending.remove(key.key(), before);
		}
		return outcome;
	}

	/**
	 * Record a change that Redis has counted.
	 */
	private Position counted(int stripe, ServerWord before, Reply reply) {
		Position position = new Position(reply.text(3), Long.parseLong(reply.text(2)), reply.text(4));
		this.positions.changed(stripe, before, position);
		return position;
	}

	/**
	 * Return the outcome of a change that Redis did not apply. Call after adding it to
	 * the pending ones.
	 */
	private ChangeOutcome untold() {
		return this.journals.add(this) ? ChangeOutcome.QUEUED : ChangeOutcome.FAILED;
	}

	/**
	 * Store a value unless the key has one, and remove the values of other releases.
	 * @return the reply of the script
	 * @throws RedisUnavailableException if it failed or did not return in time
	 */
	Reply putIfAbsent(RedisKey key, Payload payload, @Nullable ChangeMark mark, long now, String unreadable) {
		ServerWord word = this.positions.word(key.stripe());
		Reply reply = this.commands.run(this.scripts.putIfAbsent(key, payload, this.positions.at(key.stripe(), mark),
				now, unreadable, this.schemas.others()));
		if (reply.text(0).equals("S")) {
			counted(key.stripe(), word, reply);
			if (this.schemas.learn(reply.text(1))) {
				change(key, payload.version(), Position.NONE,
						(others, position) -> this.scripts.invalidateOthers(key, others));
			}
		}
		return reply;
	}

	ChangeOutcome clear() {
		if (clear(this.commands)) {
			return ChangeOutcome.APPLIED;
		}
		this.pending.addAll();
		return untold();
	}

	private boolean clear(ObservedRunner runner) {
		Snapshot before = this.pending.snapshot();
		List<ServerWord> words = this.positions.words();
		List<Reply> replies = runner
			.runAll(IntStream.range(0, SharedTier.STRIPES).mapToObj(this.scripts::clear).toList());
		boolean cleared = replies.stream().allMatch((reply) -> reply.failure() == null);
		if (cleared) {
			IntStream.range(0, replies.size())
				.forEach((stripe) -> counted(stripe, words.get(stripe), replies.get(stripe)));
			this.pending.removeAll(before);
		}
		return cleared;
	}

	/**
	 * Send the changes that Redis must apply before the key may be read from it. A
	 * failure adds no new mark, because that would undo what another thread sends
	 * meanwhile.
	 * @return whether the key may be read
	 */
	boolean settle(RedisKey key) {
		if (!settleAll()) {
			return false;
		}
		Mark mark = this.pending.mark(key.key());
		return mark == null || tell(key, Position.NONE,
				(others, position) -> this.scripts.invalidateLate(key, mark.version(), others)) != null;
	}

	/**
	 * Clear the cache in Redis if it is distrusted as a whole. One thread tries at a
	 * time; others return without waiting.
	 * @return whether the cache may be read
	 */
	boolean settleAll() {
		if (this.pending.markOfAll() == null) {
			return true;
		}
		if (!this.clearing.tryLock()) {
			return false;
		}
		try {
			return this.pending.markOfAll() == null || clear(this.commands);
		}
		finally {
			this.clearing.unlock();
		}
	}

	/**
	 * Return whether a change of the key is still to be sent.
	 */
	boolean isPending(RedisKey key) {
		return this.pending.contains(key.key());
	}

	/**
	 * Return the number of keys with unsent changes; the whole cache counts as one.
	 */
	int pending() {
		return this.pending.size();
	}

	/**
	 * Send what is pending now, oldest first, until Redis takes nothing.
	 * @param runner runs the calls
	 * @param deadline {@link System#nanoTime()} after which no further batch is started
	 */
	void tell(ObservedRunner runner, long deadline) {
		// Changes that are added meanwhile wait for the next call, so that this one ends.
		for (int left = this.pending.size(); left > 0; left -= BATCH) {
			if (System.nanoTime() - deadline >= 0) {
				return;
			}
			if (!((this.pending.markOfAll() != null) ? clear(runner) : tellOldest(runner))) {
				return;
			}
		}
	}

	private boolean tellOldest(ObservedRunner runner) {
		List<Mark> marks = this.pending.oldest(BATCH);
		if (marks.isEmpty()) {
			return true;
		}
		Set<String> others = this.schemas.others();
		List<ServerWord> words = this.positions.words();
		List<Reply> replies = runner.runAll(
				marks.stream().map((mark) -> this.scripts.invalidateLate(mark.key(), mark.version(), others)).toList());
		List<Mark> failed = new ArrayList<>();
		for (int i = 0; i < replies.size(); i++) {
			Reply reply = replies.get(i);
			Mark mark = marks.get(i);
			if (reply.failure() != null) {
				failed.add(mark);
				continue;
			}
			int stripe = mark.key().stripe();
			counted(stripe, words.get(stripe), reply);
			if (!this.schemas.learn(reply.text(1))) {
				this.pending.remove(mark.key().key(), mark);
			}
		}
		if (failed.size() == marks.size()) {
			return false;
		}
		// One unreachable master of a Cluster must not hold up the others.
		failed.forEach(this.pending::postpone);
		return true;
	}

}
