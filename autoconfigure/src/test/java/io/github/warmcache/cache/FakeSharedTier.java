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

package io.github.warmcache.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.warmcache.source.EntrySink;
import io.github.warmcache.tier.BulkFill;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.FillTicket;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

/**
 * Shared tier in a map, whose answers a test can change and interleave with. What the
 * real one does is tested on a real server.
 */
public class FakeSharedTier implements SharedTier {

	public final Map<Object, SharedRead.Hit> values = new ConcurrentHashMap<>();

	public final List<String> calls = new CopyOnWriteArrayList<>();

	public volatile @Nullable SharedRead nextRead;

	public volatile FillOutcome fillOutcome = FillOutcome.STORED;

	public volatile ChangeOutcome changeOutcome = ChangeOutcome.APPLIED;

	public volatile Runnable onRead = () -> {
	};

	private volatile @Nullable FinishedLoad finished;

	/**
	 * Let a pod have completed a load of the whole cache.
	 */
	public void finishedLoad(long entries) {
		this.finished = new FinishedLoad(1, entries, Instant.EPOCH);
	}

	@Override
	public @Nullable FleetLoads fleetLoads() {
		return (this.finished != null) ? () -> this.finished : null;
	}

	@Override
	public int stripe(Object key) {
		return Math.floorMod(key.hashCode(), STRIPES);
	}

	@Override
	public Object key(String text) {
		return text;
	}

	@Override
	public SharedRead read(Object key) {
		return answer(key, "read");
	}

	@Override
	public SharedRead readOrLease(Object key) {
		return answer(key, "lease");
	}

	@Override
	public SharedRead readAhead(Object key, Duration atLeast) {
		SharedRead read = answer(key, "ahead");
		return (read instanceof SharedRead.Hit hit && hit.remaining().compareTo(atLeast) < 0)
				? new SharedRead.Miss(MissCause.ABSENT, new Ticket()) : read;
	}

	private SharedRead answer(Object key, String call) {
		this.calls.add(call);
		SharedRead forced = this.nextRead;
		SharedRead.Hit hit = this.values.get(key);
		this.onRead.run();
		if (forced != null) {
			return forced;
		}
		return (hit != null) ? hit : new SharedRead.Miss(MissCause.ABSENT, new Ticket());
	}

	@Override
	public Map<Object, SharedRead.Hit> readAll(Collection<?> keys) {
		this.calls.add("readAll " + keys.size());
		Map<Object, SharedRead.Hit> hits = new HashMap<>();
		for (Object key : keys) {
			SharedRead.Hit hit = this.values.get(key);
			if (hit != null) {
				hits.put(key, hit);
			}
		}
		return hits;
	}

	@Override
	public FillOutcome fill(Object key, @Nullable Object value, Duration timeToLive, FillTicket ticket,
			Provenance provenance) {
		this.calls.add("fill");
		if (this.fillOutcome == FillOutcome.STORED) {
			this.values.put(key, new SharedRead.Hit(value, timeToLive, provenance));
		}
		return this.fillOutcome;
	}

	@Override
	public void release(Object key, FillTicket ticket) {
		this.calls.add("release");
	}

	@Override
	public BulkFill beginFill(Consumer<Object> superseded) {
		List<Object> added = new ArrayList<>();
		return new BulkFill() {

			@Override
			public void add(Object key, @Nullable Object value, Duration timeToLive, Provenance provenance) {
				FakeSharedTier.this.values.put(key, new SharedRead.Hit(value, timeToLive, provenance));
				added.add(key);
			}

			@Override
			public void close() {
				FakeSharedTier.this.calls.add("bulk " + added.size());
			}

			@Override
			public long stored() {
				return added.size();
			}

		};
	}

	@Override
	public ChangeOutcome update(Object key, @Nullable Object value, Duration timeToLive) {
		this.calls.add("update");
		this.values.put(key, new SharedRead.Hit(value, timeToLive, Provenance.PUT));
		return this.changeOutcome;
	}

	@Override
	public SharedRead putIfAbsent(Object key, @Nullable Object value, Duration timeToLive) {
		this.calls.add("putIfAbsent");
		SharedRead.Hit existing = this.values.putIfAbsent(key, new SharedRead.Hit(value, timeToLive, Provenance.PUT));
		this.onRead.run();
		return (existing != null) ? existing : new SharedRead.Miss(MissCause.ABSENT, null);
	}

	@Override
	public ChangeOutcome invalidate(Object key) {
		this.calls.add("invalidate");
		this.values.remove(key);
		return this.changeOutcome;
	}

	@Override
	public ChangeOutcome clear() {
		this.calls.add("clear");
		this.values.clear();
		return this.changeOutcome;
	}

	@Override
	public void stream(EntrySink<Object, SharedRead.Hit> sink) {
		this.values.forEach(sink::accept);
	}

	record Ticket() implements FillTicket {
	}

}
