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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.warmcache.tier.MissCause;
import io.github.warmcache.tier.SharedRead;
import org.jspecify.annotations.Nullable;

/**
 * Reads of one cache that need no script: hits, and misses that nobody takes a lease
 * after. Thread-safe.
 */
final class PlainReader {

	/**
	 * A read that comes to nothing costs a round trip more, several times what a script
	 * costs more than a hit.
	 */
	private static final int ENOUGH_HITS = 8;

	private static final long NO_KEY = -2;

	private static final byte[] VALUE = "v1:".getBytes(StandardCharsets.US_ASCII);

	private final KeySpace keys;

	private final ValueReader reader;

	private final ObservedRunner commands;

	private final int longest;

	/**
	 * How many of the last reads in a row were hits. Only a guess, so that threads may
	 * lose each other's counts.
	 */
	private int hits;

	PlainReader(KeySpace keys, ValueReader reader, ObservedRunner commands, int longest) {
		this.keys = keys;
		this.reader = reader;
		this.commands = commands;
		this.longest = longest;
	}

	/**
	 * Return whether a key is likely to have a value.
	 */
	boolean expectsHit() {
		return this.hits >= ENOUGH_HITS;
	}

	/**
	 * Learn from a read.
	 */
	void learn(SharedRead read) {
		if (read instanceof SharedRead.Hit) {
			this.hits = Math.min(ENOUGH_HITS, this.hits + 1);
		}
		else if (read instanceof SharedRead.Miss) {
			this.hits = 0;
		}
	}

	/**
	 * Read a key.
	 * @param tier who issues the ticket of a miss
	 * @param leases whether a miss is to take the lease, which only a script does
	 * @return the answer, or {@code null} if a script has to find it
	 * @throws RedisUnavailableException if the server did not answer in time
	 */
	@Nullable SharedRead read(RedisSharedTier tier, RedisKey key, boolean leases) {
		Reply reply = this.commands.run(new PlainRead(key.name(), this.keys.meta(key.stripe()), this.keys.epochField(),
				this.keys.schemasField(), this.longest));
		if (reply == null || reply.values().isEmpty()) {
			return null;
		}
		byte[] epoch = reply.bytes(PlainRead.EPOCH);
		byte[] stored = reply.bytes(PlainRead.STORED);
		long remaining = reply.number(PlainRead.REMAINING);
		if (epoch == null || stored == null) {
			return null;
		}
		if (remaining > 0 && isOf(epoch, stored)) {
			return (this.reader.read(stored, remaining, null) instanceof SharedRead.Hit hit) ? hit : null;
		}
		if (!leases && remaining == NO_KEY && stored.length == 0
				&& reply.text(PlainRead.SCHEMAS).contains(this.keys.schema())) {
			return new SharedRead.Miss(MissCause.ABSENT, ticket(tier, key, reply));
		}
		return null;
	}

	private static RedisTicket ticket(RedisSharedTier tier, RedisKey key, Reply reply) {
		String sequence = reply.text(PlainRead.SEQUENCE);
		return new RedisTicket(tier, key, reply.text(PlainRead.EPOCH), sequence.isEmpty() ? "0" : sequence, "", false,
				"");
	}

	private static boolean isOf(byte[] epoch, byte[] stored) {
		int end = VALUE.length + epoch.length;
		return stored.length > end && stored[end] == ':'
				&& Arrays.equals(stored, 0, VALUE.length, VALUE, 0, VALUE.length)
				&& Arrays.equals(stored, VALUE.length, end, epoch, 0, epoch.length);
	}

}
