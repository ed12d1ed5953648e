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

import java.time.Duration;
import java.time.InstantSource;

import io.github.warmcache.redis.ObservedRunner;
import io.github.warmcache.redis.RedisUnavailableException;
import io.github.warmcache.redis.Reply;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.stripe.RedisKey;
import io.github.warmcache.tier.stripe.StripePositions.Position;
import org.jspecify.annotations.Nullable;

/**
 * Reads of single keys of one cache, with or without a lease for the load that follows a
 * miss.
 */
final class RedisReads {

	static final String NO_LEASE = "";

	/**
	 * Result of reading a key that no pod shares.
	 */
	static final SharedRead NOT_SHARED = new SharedRead.Miss(MissCause.NOT_SHARED, null);

	private final SharedTier tier;

	private final RedisValues values;

	private final CacheScripts scripts;

	private final ObservedRunner commands;

	private final RedisChanges changes;

	private final InstantSource clock;

	/**
	 * Create the reads of one cache.
	 * @param tier the tier that issues the tickets of misses
	 */
	RedisReads(SharedTier tier, RedisValues values, CacheScripts scripts, ObservedRunner commands, RedisChanges changes,
			InstantSource clock) {
		this.tier = tier;
		this.values = values;
		this.scripts = scripts;
		this.commands = commands;
		this.changes = changes;
		this.clock = clock;
	}

	/**
	 * Read a key.
	 * @param token token of the lease to take on a miss, or {@link #NO_LEASE}
	 * @param atLeast minimum remaining lifetime of a hit
	 */
	SharedRead read(RedisKey key, String token, Duration atLeast) {
		if (!this.changes.settle(key)) {
			return new SharedRead.Miss(MissCause.DISTRUSTED, null);
		}
		Position known = this.changes.marks().known().get(key.stripe());
		try {
			return interpret(key, token, known,
					this.commands.run(this.scripts.read(key, token, this.clock.millis(), atLeast.toMillis())));
		}
		catch (RedisUnavailableException ex) {
			if (ex.undecided() && !token.isEmpty()) {
				// Redis may have granted a lease that nobody here knows of. Release it
				// without waiting.
				this.commands
					.send(this.scripts.release(new RedisTicket(this.tier, key, "", "", token, false, false, "")));
				if (!atLeast.isZero()) {
					this.commands
						.send(this.scripts.release(new RedisTicket(this.tier, key, "", "", token, true, false, "")));
				}
			}
			return new SharedRead.Miss(MissCause.UNAVAILABLE, null);
		}
	}

	private SharedRead interpret(RedisKey key, String token, @Nullable Position known, Reply reply) {
		String status = reply.text(0);
		if (status.equals("B")) {
			return new SharedRead.Busy();
		}
		boolean refreshes = status.equals("R");
		String lease = (status.equals("L") || refreshes) ? token : NO_LEASE;
		String epoch = reply.text(2);
		boolean hit = status.equals("H");
		RedisTicket ticket = epoch.isEmpty() ? null : new RedisTicket(this.tier, key, epoch, reply.text(3), lease,
				refreshes, !hit && reply.number(4) > 0, "");
		byte[] stored = hit ? reply.bytes(4) : null;
		if (stored == null) {
			return switch (reply.text(1)) {
				case "U" -> this.values.unusable(key, MissCause.UNREADABLE, ticket);
				case "O" -> this.values.unusable(key, MissCause.OVERSIZED, ticket);
				default -> new SharedRead.Miss(MissCause.ABSENT, ticket);
			};
		}
		if (this.changes.marks().isBehind(known, reply.text(3), reply.text(6))) {
			return new SharedRead.Miss(MissCause.DISTRUSTED, null);
		}
		SharedRead read = this.values.read(key, stored, reply.number(5), ticket);
		return (ticket != null && read instanceof SharedRead.Miss miss && RedisValues.isReplaceable(miss.cause()))
				? new SharedRead.Miss(miss.cause(), ticket.replacing(stored)) : read;
	}

}
