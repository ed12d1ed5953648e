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
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

import io.github.warmcache.redis.ObservedRunner;
import io.github.warmcache.redis.RedisUnavailableException;
import io.github.warmcache.redis.Reply;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.tier.BulkFill;
import io.github.warmcache.tier.ChangeMark;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.tier.HotKeys;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.FillTicket;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.codec.StoredValues.Payload;
import io.github.warmcache.tier.key.Digests;
import io.github.warmcache.tier.stripe.KeySpace;
import io.github.warmcache.tier.stripe.KnownKeys;
import io.github.warmcache.tier.stripe.RedisKey;
import io.github.warmcache.tier.stripe.StripePositions.Position;
import io.github.warmcache.tier.stripe.UniqueNames;
import org.jspecify.annotations.Nullable;

/**
 * Shared tier of one cache on Redis.
 */
final class RedisSharedTier implements SharedTier {

	private final KeySpace keys;

	private final KnownKeys texts;

	private final RedisValues values;

	private final RedisReads reads;

	private final CacheScripts scripts;

	private final ObservedRunner commands;

	private final RedisChanges changes;

	private final RedisBatches batches;

	private final UniqueNames tokens;

	private final InstantSource clock;

	private final FleetLoads fleetLoads;

	RedisSharedTier(KeySpace keys, KnownKeys texts, RedisValues values, CacheScripts scripts, ObservedRunner commands,
			RedisChanges changes, RedisBatches batches, UniqueNames tokens, InstantSource clock,
			FleetLoads fleetLoads) {
		this.keys = keys;
		this.texts = texts;
		this.values = values;
		this.scripts = scripts;
		this.commands = commands;
		this.changes = changes;
		this.batches = batches;
		this.tokens = tokens;
		this.clock = clock;
		this.fleetLoads = fleetLoads;
		this.reads = new RedisReads(this, values, scripts, commands, changes, clock);
	}

	@Override
	public int stripe(Object key) {
		return this.texts.stripe(key);
	}

	@Override
	public @Nullable Object key(String text) {
		return this.keys.key(text);
	}

	@Override
	public SharedRead read(Object key) {
		return read(key, RedisReads.NO_LEASE, Duration.ZERO);
	}

	private SharedRead read(Object key, String token, Duration atLeast) {
		RedisKey located = sharesValues() ? this.texts.locate(key) : null;
		return (located != null) ? this.reads.read(located, token, atLeast) : RedisReads.NOT_SHARED;
	}

	@Override
	public SharedRead readOrLease(Object key) {
		return read(key, this.tokens.token(), Duration.ZERO);
	}

	@Override
	public SharedRead readAhead(Object key, Duration atLeast) {
		return read(key, this.tokens.token(), atLeast);
	}

	@Override
	public Map<Object, SharedRead.Hit> readAll(Collection<?> keys) {
		return sharesValues() ? this.batches.readAll(keys) : Map.of();
	}

	@Override
	public FillOutcome fill(Object key, @Nullable Object value, Duration timeToLive, FillTicket ticket,
			Provenance provenance) {
		if (!(ticket instanceof RedisTicket own) || !own.isOf(this, key) || this.changes.isPending(own.key())) {
			return FillOutcome.REFUSED;
		}
		Payload payload = this.values.write(own.key(), value, timeToLive, provenance);
		if (payload == null) {
			release(key, ticket);
			return FillOutcome.FAILED;
		}
		try {
			return outcome(this.commands.run(this.scripts.fill(own, payload, this.clock.millis())).number(0));
		}
		catch (RedisUnavailableException ex) {
			return FillOutcome.FAILED;
		}
	}

	private static FillOutcome outcome(long result) {
		if (result > 0) {
			return FillOutcome.STORED;
		}
		if (result == 0) {
			return FillOutcome.REFUSED;
		}
		return (result == -2) ? FillOutcome.SUPERSEDED : FillOutcome.FAILED;
	}

	@Override
	public void release(Object key, FillTicket ticket) {
		if (ticket instanceof RedisTicket own && own.isOf(this, key) && !own.token().isEmpty()) {
			try {
				this.commands.run(this.scripts.release(own));
			}
			catch (RedisUnavailableException ex) {
				// The lease expires by itself.
			}
		}
	}

	@Override
	public BulkFill beginFill(Consumer<Object> superseded) {
		return sharesValues() ? this.batches.beginFill(superseded) : new NoFill();
	}

	@Override
	public ChangeMark.Source changeMarks() {
		return this.changes.marks();
	}

	@Override
	public ChangeOutcome update(Object key, @Nullable Object value, Duration timeToLive) {
		return update(key, value, timeToLive, null);
	}

	@Override
	public ChangeOutcome update(Object key, @Nullable Object value, Duration timeToLive, @Nullable ChangeMark mark) {
		RedisKey located = this.texts.locate(key);
		if (located == null) {
			ChangeOutcome outcome = this.changes.clear();
			// For such a key it is unknown whether the call came late.
			return (outcome == ChangeOutcome.APPLIED && mark != null) ? ChangeOutcome.INVALIDATED : outcome;
		}
		Payload payload = this.values.write(located, value, timeToLive, Provenance.PUT);
		return this.changes.update(located, (payload != null) ? payload : this.values.withoutValue(value), mark,
				this.clock.millis());
	}

	@Override
	public SharedRead putIfAbsent(Object key, @Nullable Object value, Duration timeToLive) {
		return putIfAbsent(key, value, timeToLive, null);
	}

	@Override
	public SharedRead putIfAbsent(Object key, @Nullable Object value, Duration timeToLive, @Nullable ChangeMark mark) {
		RedisKey located = sharesValues() ? this.texts.locate(key) : null;
		if (located == null) {
			return RedisReads.NOT_SHARED;
		}
		if (!this.changes.settle(located)) {
			return new SharedRead.Miss(MissCause.DISTRUSTED, null);
		}
		Payload payload = this.values.write(located, value, timeToLive, Provenance.PUT);
		if (payload == null) {
			SharedRead found = read(key);
			return (found instanceof SharedRead.Hit) ? found : new SharedRead.Miss(MissCause.UNAVAILABLE, null);
		}
		try {
			return putIfAbsent(located, payload, mark);
		}
		catch (RedisUnavailableException ex) {
			return new SharedRead.Miss(MissCause.UNAVAILABLE, null);
		}
	}

	private SharedRead putIfAbsent(RedisKey key, Payload payload, @Nullable ChangeMark mark) {
		String unreadable = "";
		Position known = this.changes.marks().known().get(key.stripe());
		for (int attempt = 0; attempt < 2; attempt++) {
			Reply reply = this.changes.putIfAbsent(key, payload, mark, this.clock.millis(), unreadable);
			byte[] stored = reply.text(0).equals("H") ? reply.bytes(1) : null;
			if (stored == null) {
				return new SharedRead.Miss(reply.text(0).equals("L") ? MissCause.CHANGED : MissCause.ABSENT, null);
			}
			if (this.changes.marks().isBehind(known, reply.text(3), reply.text(4))) {
				return new SharedRead.Miss(MissCause.DISTRUSTED, null);
			}
			SharedRead read = this.values.read(key, stored, reply.number(2), null);
			if (read instanceof SharedRead.Hit) {
				return read;
			}
			// Try once more and treat these bytes as absent.
			unreadable = Digests.sha1(stored);
		}
		return new SharedRead.Miss(MissCause.UNREADABLE, null);
	}

	@Override
	public ChangeOutcome invalidate(Object key) {
		RedisKey located = this.texts.locate(key);
		return (located != null) ? this.changes.invalidate(located) : this.changes.clear();
	}

	@Override
	public ChangeOutcome clear() {
		return this.changes.clear();
	}

	@Override
	public void stream(EntrySink<Object, SharedRead.Hit> sink) throws Exception {
		if (sharesValues()) {
			this.batches.stream(sink);
		}
	}

	@Override
	public HotKeys hotKeys() {
		return new RedisHotKeys(this.keys, this.commands);
	}

	@Override
	public FleetLoads fleetLoads() {
		return sharesValues() ? this.fleetLoads : new LoneLoads(this.fleetLoads);
	}

	@Override
	public boolean sharesValues() {
		return !this.values.isRejected();
	}

	@Override
	public long unequalValues() {
		return this.values.unequal();
	}

	/**
	 * Fill of a cache whose values are not shared. Stores nothing and reports nothing as
	 * missing.
	 */
	private static final class NoFill implements BulkFill {

		@Override
		public void add(Object key, @Nullable Object value, Duration timeToLive, Provenance provenance) {
			// Each pod keeps its own values.
		}

		@Override
		public void close() {
			// Nothing is left to write.
		}

		@Override
		public long stored() {
			return 0;
		}

	}

	/**
	 * Loads of a cache whose values are not shared. Each pod loads for itself, within the
	 * rate that all pods share.
	 */
	private record LoneLoads(FleetLoads shared) implements FleetLoads {

		@Override
		public @Nullable FinishedLoad lastFinished() {
			return null;
		}

		@Override
		public Duration reserve(int entries, double perSecond) {
			return this.shared.reserve(entries, perSecond);
		}

	}

}
