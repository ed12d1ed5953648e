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

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.warmcache.redis.ObservedRunner;
import io.github.warmcache.redis.RedisUnavailableException;
import io.github.warmcache.redis.Reply;
import io.github.warmcache.redis.Script;
import io.github.warmcache.redis.ScriptCall;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.stripe.KeySpace;
import io.github.warmcache.tier.stripe.UniqueNames;
import org.jspecify.annotations.Nullable;

/**
 * Coordination of pods, through Redis, that load one whole cache.
 */
final class RedisFleetLoads implements FleetLoads {

	private static final int FIELDS = 5;

	private final KeySpace keys;

	private final byte[] lease;

	private final byte[] progress;

	private final byte[] last;

	private final byte[] doubtful;

	private final byte[] rate;

	private final ObservedRunner runner;

	private final UniqueNames tokens;

	/**
	 * Create the loads of a cache.
	 * @param keys the names of the cache
	 * @param runner runs scripts even while the breaker is open, because these calls
	 * decide whether the source is read once or by every pod
	 * @param tokens creates the tokens of leases
	 */
	RedisFleetLoads(KeySpace keys, ObservedRunner runner, UniqueNames tokens) {
		this.keys = keys;
		this.lease = keys.loadName("lease");
		this.progress = keys.loadName("progress");
		this.last = keys.loadName("last");
		this.doubtful = keys.loadName("doubtful");
		this.rate = keys.loadName("rate");
		this.runner = runner;
		this.tokens = tokens;
	}

	@Override
	public @Nullable FinishedLoad lastFinished() {
		try {
			return load(this.runner.run(new ScriptCall(Script.LOAD_LAST).key(this.last)).text(0));
		}
		catch (RedisUnavailableException ex) {
			return null;
		}
	}

	@Override
	public Bid bid(long replacing, Duration leaseDuration) {
		String token = this.tokens.token();
		RedisLoadLease bid = new RedisLoadLease(this, token, leaseDuration, Map.of());
		try {
			Reply reply = this.runner.run(new ScriptCall(Script.LOAD_BID).key(this.lease)
				.key(this.progress)
				.key(this.last)
				.key(this.doubtful)
				.argument(token)
				.argument(leaseDuration.toMillis())
				.argument(replacing));
			return switch (reply.text(0)) {
				case "L" -> new Bid.Leads(new RedisLoadLease(this, token, leaseDuration, fields(reply)));
				case "B" -> new Bid.Follows(number(reply.text(1)));
				case "F" -> finished(reply);
				default -> new Bid.Unavailable();
			};
		}
		catch (RedisUnavailableException ex) {
			if (ex.undecided()) {
				// Redis may have granted a lease that nobody here knows of.
				bid.abandon();
			}
			return new Bid.Unavailable();
		}
	}

	private static Bid finished(Reply reply) {
		FinishedLoad load = load(reply.text(1));
		return (load != null) ? new Bid.Finished(load, Duration.ofMillis(number(reply.text(2))))
				: new Bid.Unavailable();
	}

	private static Map<String, String> fields(Reply reply) {
		Map<String, String> fields = new HashMap<>();
		for (int i = 1; i + 1 < reply.values().size(); i += 2) {
			fields.put(reply.text(i), reply.text(i + 1));
		}
		return fields;
	}

	private static @Nullable FinishedLoad load(String text) {
		String[] fields = text.split(":", -1);
		if (fields.length != FIELDS) {
			return null;
		}
		try {
			return new FinishedLoad(Long.parseLong(fields[0]), Long.parseLong(fields[1]),
					Instant.ofEpochMilli(Long.parseLong(fields[2])), Long.parseLong(fields[3]), fields[4]);
		}
		catch (NumberFormatException | DateTimeException ex) {
			// Not written by this library.
			return null;
		}
	}

	private static long number(String text) {
		try {
			return Long.parseLong(text);
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	@Override
	public Duration reserve(int entries, double perSecond) {
		try {
			Reply reply = this.runner.run(new ScriptCall(Script.LOAD_RATE).key(this.rate)
				.argument(entries)
				.argument(Double.toString(perSecond)));
			return Duration.of(number(reply.text(0)), ChronoUnit.MICROS);
		}
		catch (RedisUnavailableException ex) {
			return Duration.ZERO;
		}
	}

	@Override
	public List<String> positions() {
		List<ScriptCall> calls = new ArrayList<>();
		for (int stripe = 0; stripe < SharedTier.STRIPES; stripe++) {
			calls.add(new ScriptCall(Script.POSITION).key(this.keys.meta(stripe))
				.key(this.keys.nothing(stripe))
				.argument(this.keys.epochField())
				.argument(this.tokens.epoch()));
		}
		try {
			List<Reply> replies = this.runner.runAll(calls);
			replies.forEach(Reply::requireSuccess);
			return replies.stream().map((reply) -> reply.text(0) + ":" + reply.text(1)).toList();
		}
		catch (RedisUnavailableException ex) {
			return List.of();
		}
	}

	/**
	 * Digest the text of a key with 64-bit FNV-1a (Fowler, Noll and Vo), and spread the
	 * result with the finalizer of SplitMix64, so that sums distinguish sets.
	 */
	@Override
	public long print(Object key) {
		long hash = 0xcbf29ce484222325L;
		for (byte one : this.keys.text(key)) {
			hash = (hash ^ (one & 0xff)) * 0x100000001b3L;
		}
		hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
		hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
		return hash ^ (hash >>> 31);
	}

	ObservedRunner runner() {
		return this.runner;
	}

	ScriptCall onLoad(Script script) {
		return new ScriptCall(script).key(this.lease).key(this.progress);
	}

	ScriptCall finish() {
		return onLoad(Script.LOAD_FINISH).key(this.last).key(this.doubtful);
	}

	ScriptCall release() {
		return new ScriptCall(Script.LOAD_RELEASE).key(this.lease);
	}

}
