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
import java.util.List;
import java.util.Set;

import io.github.warmcache.redis.Script;
import io.github.warmcache.redis.ScriptCall;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.codec.StoredValues.Payload;
import io.github.warmcache.tier.stripe.KeySpace;
import io.github.warmcache.tier.stripe.RedisKey;
import io.github.warmcache.tier.stripe.StripePositions.Position;
import io.github.warmcache.tier.stripe.UniqueNames;
import org.jspecify.annotations.Nullable;

/**
 * Script calls of one cache, with keys and arguments in the order that the scripts
 * expect.
 */
final class CacheScripts {

	/**
	 * Limit on the bytes that one call of a batch read returns, so that many large values
	 * come in several answers.
	 */
	private static final int MOST_BYTES = 256 * 1024;

	private static final byte[] NOTHING = {};

	/**
	 * Origin that stands for no pod, so that this pod also drops its local entry when it
	 * receives the message.
	 */
	private static final String NOBODY = "";

	private final KeySpace keys;

	private final UniqueNames tokens;

	private final String origin;

	private final long leaseMillis;

	private final int longestValue;

	private final @Nullable Duration holdOff;

	/**
	 * Create the calls of one cache.
	 * @param holdOff how long the source may lag behind changes, or {@code null} if it
	 * does not
	 */
	CacheScripts(KeySpace keys, UniqueNames tokens, String origin, RedisTierSettings settings,
			@Nullable Duration holdOff) {
		this.keys = keys;
		this.tokens = tokens;
		this.origin = origin;
		this.leaseMillis = settings.leaseDuration().toMillis();
		this.longestValue = settings.longestValue();
		this.holdOff = holdOff;
	}

	/**
	 * Read a key.
	 * @param token token of the lease to take on a miss, or an empty string for none
	 * @param least minimum remaining lifetime of a hit, in milliseconds
	 */
	ScriptCall read(RedisKey key, String token, long now, long least) {
		ScriptCall call = onKey(Script.READ, key).key(refreshName(key))
			.argument(this.tokens.epoch())
			.argument(this.keys.schemasField())
			.argument(this.keys.schema())
			.argument(now)
			.argument(this.longestValue)
			.argument(token)
			.argument(this.leaseMillis)
			.argument(least);
		Duration holdOff = this.holdOff;
		if (holdOff != null) {
			call.key(this.keys.changeName(key)).key(this.keys.clearName(key.stripe())).argument(stillKnown(holdOff, 0));
		}
		return call;
	}

	ScriptCall fill(RedisTicket ticket, Payload payload, long now) {
		return onKey(Script.FILL, ticket.key()).key(leaseName(ticket))
			.key(payload.isVersioned() ? this.keys.changeName(ticket.key()) : ticket.key().name())
			.argument(ticket.epoch())
			.argument(ticket.sequence())
			.argument(ticket.token())
			.argument(payload.bytes())
			.argument(payload.timeToLive())
			.argument(now)
			.argument(this.longestValue)
			.argument(ticket.unreadable())
			.argument(this.keys.schema())
			.argument(this.keys.clearedField());
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
	 * Invalidate a key under the schema of this release and under the given others.
	 */
	ScriptCall invalidate(RedisKey key, Set<String> otherSchemas) {
		return change(onChange(Script.INVALIDATE, key).key(key.name()), key, this.origin, otherSchemas)
			.argument(NOTHING);
	}

	/**
	 * Invalidate a key because the server may not have applied an earlier change.
	 * @param version newest version that the server may not know, or an empty string
	 */
	ScriptCall invalidateLate(RedisKey key, String version, Set<String> otherSchemas) {
		return change(onChange(Script.INVALIDATE, key).key(key.name()), key, NOBODY, otherSchemas).argument(version);
	}

	/**
	 * Invalidate a key under other schemas only.
	 */
	ScriptCall invalidateOthers(RedisKey key, Set<String> otherSchemas) {
		return change(onChange(Script.INVALIDATE, key), key, this.origin, otherSchemas).argument(NOTHING);
	}

	/**
	 * Replace a value.
	 * @param mark position of the stripe when the call began
	 */
	ScriptCall update(RedisKey key, Payload payload, Position mark, long now, Set<String> otherSchemas) {
		return put(Script.UPDATE, key, payload, mark, now, otherSchemas);
	}

	ScriptCall putIfAbsent(RedisKey key, Payload payload, Position mark, long now, String unreadable,
			Set<String> otherSchemas) {
		return put(Script.PUT_IF_ABSENT, key, payload, mark, now, otherSchemas).argument(unreadable);
	}

	private ScriptCall put(Script script, RedisKey key, Payload payload, Position mark, long now,
			Set<String> otherSchemas) {
		return change(onChange(script, key).key(key.name()), key, this.origin, otherSchemas).argument(payload.bytes())
			.argument(payload.timeToLive())
			.argument(now)
			.argument(this.longestValue)
			.argument(this.keys.clearedField())
			.argument(mark.history())
			.argument(mark.count());
	}

	ScriptCall clear(int stripe) {
		ScriptCall call = onStripe(Script.CLEAR, stripe).argument(this.tokens.epoch())
			.argument(stripe)
			.argument(this.keys.channel())
			.argument(this.keys.subject(this.tokens.token(), this.origin, NOTHING))
			.argument(this.keys.clearedField());
		if (this.holdOff != null) {
			call.key(this.keys.clearName(stripe)).argument(SharedTier.CHANGES_REMEMBERED.toMillis());
		}
		return call;
	}

	ScriptCall mark(int stripe) {
		return onStripe(Script.MARK, stripe).argument(this.tokens.epoch())
			.argument(this.keys.schemasField())
			.argument(this.keys.schema());
	}

	/**
	 * Begin a fill of many values. Each value is {@linkplain #addTo added}; then the call
	 * is {@linkplain #end completed}.
	 */
	ScriptCall fillMany(int stripe, String epoch, String sequence, long now, boolean versioned) {
		return onStripe(Script.FILL_MANY, stripe).argument(epoch)
			.argument(sequence)
			.argument(now)
			.argument(this.longestValue)
			.argument(versioned ? this.keys.schema() : "")
			.argument(this.keys.clearedField());
	}

	void addTo(ScriptCall call, RedisKey key, Payload payload, boolean versioned) {
		call.key(key.name()).argument(payload.bytes()).argument(payload.timeToLive());
		if (versioned || this.holdOff != null) {
			call.key(this.keys.changeName(key));
		}
	}

	/**
	 * Complete a fill of many values.
	 * @param since how long ago the load of the values began, in milliseconds
	 */
	void end(ScriptCall call, long since) {
		call.argument((this.holdOff != null) ? Long.toString(stillKnown(this.holdOff, since)) : "");
	}

	/**
	 * Return the minimum time, in milliseconds, for which Redis still remembers a change
	 * that was made so shortly before a load that the source may not have known it.
	 * @param since how long ago the load began, in milliseconds
	 */
	private static long stillKnown(Duration holdOff, long since) {
		return Math.max(0, SharedTier.CHANGES_REMEMBERED.minus(holdOff).toMillis() - Math.max(0, since));
	}

	/**
	 * Read many keys.
	 * @param wanted the keys, in the order of their stripes
	 */
	ScriptCall readMany(List<RedisKey> wanted) {
		ScriptCall call = new ScriptCall(Script.READ_MANY).argument(this.keys.epochField())
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
	 * Add the keys and arguments that all changes have. A change also ends the leases of
	 * refreshes, which have keys of their own.
	 */
	private ScriptCall change(ScriptCall call, RedisKey key, String by, Set<String> otherSchemas) {
		call.key(refreshName(key));
		otherSchemas.forEach((schema) -> call.key(this.keys.name(key, schema)).key(this.keys.refreshName(key, schema)));
		return call.argument(this.tokens.epoch())
			.argument(this.keys.schemasField())
			.argument(key.stripe())
			.argument(this.keys.channel())
			.argument(this.keys.subject(this.tokens.token(), by, key.text()))
			.argument(this.keys.schema())
			.argument(SharedTier.CHANGES_REMEMBERED.toMillis());
	}

	private ScriptCall onKey(Script script, RedisKey key) {
		return new ScriptCall(script).key(key.name())
			.key(this.keys.meta(key.stripe()))
			.argument(this.keys.epochField());
	}

	private ScriptCall onChange(Script script, RedisKey key) {
		return onStripe(script, key.stripe()).key(this.keys.since(key.stripe())).key(this.keys.changeName(key));
	}

	private ScriptCall onStripe(Script script, int stripe) {
		return new ScriptCall(script).key(this.keys.meta(stripe)).argument(this.keys.epochField());
	}

}
