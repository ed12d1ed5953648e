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

import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.redis.PendingInvalidations.Mark;
import io.github.warmcache.tier.redis.PendingInvalidations.Snapshot;
import io.github.warmcache.tier.redis.ValueCodec.Payload;

/**
 * Tells the server what changed in one cache, and remembers what it could not tell.
 */
final class RedisChanges {

	private static final int MOST_PENDING = 10_000;

	private static final long SUPERSEDED = 2;

	private final CacheScripts scripts;

	private final KnownSchemas schemas;

	private final ObservedRunner commands;

	private final PendingInvalidations pending = new PendingInvalidations(MOST_PENDING);

	private final ReentrantLock clearing = new ReentrantLock();

	RedisChanges(CacheScripts scripts, KnownSchemas schemas, ObservedRunner commands) {
		this.scripts = scripts;
		this.schemas = schemas;
		this.commands = commands;
	}

	ChangeOutcome invalidate(RedisKey key) {
		return change(key, (others) -> this.scripts.invalidate(key, others));
	}

	ChangeOutcome update(RedisKey key, Payload payload, long now) {
		if (payload.isVersioned() && this.pending.contains(key.key())) {
			// What the server did not hear of may be a newer version than this one.
			return invalidate(key);
		}
		return change(key, (others) -> this.scripts.update(key, payload, now, others));
	}

	private ChangeOutcome change(RedisKey key, Function<Set<String>, ScriptCall> call) {
		Mark before = this.pending.mark(key.key());
		try {
			Reply reply;
			do {
				reply = this.commands.run(call.apply(this.schemas.others()));
				// Once more if another release turns out to keep values of this cache.
			}
			while (this.schemas.learn(reply.text(1)));
			if (reply.number(0) == SUPERSEDED) {
				return ChangeOutcome.SUPERSEDED;
			}
			this.pending.remove(key.key(), before);
			return ChangeOutcome.APPLIED;
		}
		catch (RedisUnavailableException ex) {
			this.pending.add(key.key());
			return ChangeOutcome.QUEUED;
		}
	}

	/**
	 * Store a value unless the key has one, and make other releases forget theirs.
	 * @return what the script returned
	 * @throws RedisUnavailableException if it did not return in time
	 */
	Reply putIfAbsent(RedisKey key, Payload payload, long now, String unreadable) {
		Reply reply = this.commands.run(this.scripts.putIfAbsent(key, payload, now, unreadable, this.schemas.others()));
		if (reply.text(0).equals("S") && this.schemas.learn(reply.text(1))) {
			change(key, (others) -> this.scripts.invalidateOthers(key, others));
		}
		return reply;
	}

	ChangeOutcome clear() {
		Snapshot before = this.pending.snapshot();
		List<Reply> replies = this.commands
			.runAll(IntStream.range(0, SharedTier.STRIPES).mapToObj(this.scripts::clear).toList());
		if (replies.stream().anyMatch((reply) -> reply.failure() != null)) {
			this.pending.addAll();
			return ChangeOutcome.QUEUED;
		}
		this.pending.removeAll(before);
		return ChangeOutcome.APPLIED;
	}

	/**
	 * Tell the server what it still has to hear before the key may be read from it.
	 * @return whether the key may be read
	 */
	boolean settle(RedisKey key) {
		if (!settleAll()) {
			return false;
		}
		return this.pending.mark(key.key()) == null || invalidate(key) == ChangeOutcome.APPLIED;
	}

	/**
	 * Clear the cache on the server if it is distrusted as a whole. One thread tries at a
	 * time; the others do not wait for it.
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
			return this.pending.markOfAll() == null || clear() == ChangeOutcome.APPLIED;
		}
		finally {
			this.clearing.unlock();
		}
	}

	/**
	 * Return whether the server still has to hear of a change of the key.
	 */
	boolean isPending(RedisKey key) {
		return this.pending.contains(key.key());
	}

}
