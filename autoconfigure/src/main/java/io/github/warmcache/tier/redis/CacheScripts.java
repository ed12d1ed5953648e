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

import io.github.warmcache.tier.redis.ValueCodec.Payload;

/**
 * The script calls of one cache, with their keys and arguments in the order that the
 * scripts expect.
 */
final class CacheScripts {

	/**
	 * What one call of a batch read may return, so that many large values come in several
	 * answers.
	 */
	private static final int MOST_BYTES = 256 * 1024;

	private static final byte[] NOTHING = {};

	private final KeySpace keys;

	private final Tokens tokens;

	private final String origin;

	private final long leaseMillis;

	private final int longestValue;

	CacheScripts(KeySpace keys, Tokens tokens, String origin, RedisTierSettings settings) {
		this.keys = keys;
		this.tokens = tokens;
		this.origin = origin;
		this.leaseMillis = settings.leaseDuration().toMillis();
		this.longestValue = settings.longestValue();
	}

	/**
	 * Read a key.
	 * @param token for the lease on a miss, or an empty string
	 * @param least how long a hit lives at least, in milliseconds
	 */
	ScriptCall read(RedisKey key, String token, long now, long least) {
		return onKey(Script.READ, key).key(refreshName(key))
			.argument(this.tokens.epoch())
			.argument(this.keys.schemasField())
			.argument(this.keys.schema())
			.argument(now)
			.argument(this.longestValue)
			.argument(token)
			.argument(this.leaseMillis)
			.argument(least);
	}

	ScriptCall fill(RedisTicket ticket, Payload payload, long now) {
		return onKey(Script.FILL, ticket.key()).key(leaseName(ticket))
			.argument(ticket.epoch())
			.argument(ticket.sequence())
			.argument(ticket.token())
			.argument(payload.bytes())
			.argument(payload.timeToLive())
			.argument(now)
			.argument(this.longestValue)
			.argument(ticket.unreadable());
	}

	ScriptCall release(RedisTicket ticket) {
		return new ScriptCall(Script.RELEASE).key(leaseName(ticket)).argument(ticket.token());
	}

	private byte[] leaseName(RedisTicket ticket) {
		return ticket.refreshes() ? refreshName(ticket.key()) : ticket.key().name();
	}

	private byte[] refreshName(RedisKey key) {
		return this.keys.refreshName(key, this.keys.schema());
	}

	/**
	 * Invalidate a key under the schema of this release and under others.
	 */
	ScriptCall invalidate(RedisKey key, Set<String> otherSchemas) {
		return change(onStripe(Script.INVALIDATE, key.stripe()).key(key.name()), key, otherSchemas);
	}

	/**
	 * Invalidate a key under other schemas only.
	 */
	ScriptCall invalidateOthers(RedisKey key, Set<String> otherSchemas) {
		return change(onStripe(Script.INVALIDATE, key.stripe()), key, otherSchemas);
	}

	ScriptCall update(RedisKey key, Payload payload, long now, Set<String> otherSchemas) {
		return change(onStripe(Script.UPDATE, key.stripe()).key(key.name()), key, otherSchemas)
			.argument(this.keys.schema())
			.argument(payload.bytes())
			.argument(payload.timeToLive())
			.argument(now)
			.argument(this.longestValue);
	}

	ScriptCall putIfAbsent(RedisKey key, Payload payload, long now, String unreadable, Set<String> otherSchemas) {
		return change(onStripe(Script.PUTIFABSENT, key.stripe()).key(key.name()), key, otherSchemas)
			.argument(this.keys.schema())
			.argument(payload.bytes())
			.argument(payload.timeToLive())
			.argument(now)
			.argument(this.longestValue)
			.argument(unreadable);
	}

	ScriptCall clear(int stripe) {
		return onStripe(Script.CLEAR, stripe).argument(this.tokens.epoch())
			.argument(stripe)
			.argument(this.keys.channel())
			.argument(this.keys.subject(this.tokens.token(), this.origin, NOTHING));
	}

	ScriptCall mark(int stripe) {
		return onStripe(Script.MARK, stripe).argument(this.tokens.epoch())
			.argument(this.keys.schemasField())
			.argument(this.keys.schema());
	}

	/**
	 * Begin a fill of many values: each adds a key, its value and its time to live.
	 */
	ScriptCall fillMany(int stripe, String epoch, String sequence, long now, boolean versioned) {
		return onStripe(Script.FILLMANY, stripe).argument(epoch)
			.argument(sequence)
			.argument(now)
			.argument(this.longestValue)
			.argument(versioned ? "1" : "");
	}

	/**
	 * Read many keys.
	 * @param wanted the keys, in the order of their stripes
	 */
	ScriptCall readMany(List<RedisKey> wanted) {
		ScriptCall call = new ScriptCall(Script.READMANY).argument(this.keys.epochField())
			.argument(this.longestValue)
			.argument(MOST_BYTES);
		int first = 0;
		for (int i = 1; i <= wanted.size(); i++) {
			if (i == wanted.size() || wanted.get(i).stripe() != wanted.get(first).stripe()) {
				call.key(this.keys.meta(wanted.get(first).stripe())).argument(i - first);
				first = i;
			}
		}
		wanted.forEach((key) -> call.key(key.name()));
		return call;
	}

	/**
	 * A change also ends the leases of refreshes, which are not where the values are.
	 */
	private ScriptCall change(ScriptCall call, RedisKey key, Set<String> otherSchemas) {
		call.key(refreshName(key));
		otherSchemas.forEach((schema) -> call.key(this.keys.name(key, schema)).key(this.keys.refreshName(key, schema)));
		return call.argument(this.tokens.epoch())
			.argument(this.keys.schemasField())
			.argument(key.stripe())
			.argument(this.keys.channel())
			.argument(this.keys.subject(this.tokens.token(), this.origin, key.text()));
	}

	private ScriptCall onKey(Script script, RedisKey key) {
		return new ScriptCall(script).key(key.name())
			.key(this.keys.meta(key.stripe()))
			.argument(this.keys.epochField());
	}

	private ScriptCall onStripe(Script script, int stripe) {
		return new ScriptCall(script).key(this.keys.meta(stripe)).argument(this.keys.epochField());
	}

}
