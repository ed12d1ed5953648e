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

package io.github.warmcache.interleaving;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.warmcache.interleaving.FaultyLink.Fault;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.tier.BulkFill;
import io.github.warmcache.tier.ChangeMark;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.FillTicket;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

/**
 * Shared tier of one pod whose callers pause before and after every call. A caller that
 * finds another pod's lease waits until someone has written.
 */
final class SteppingTier implements SharedTier {

	private final SharedTier real;

	private final Fleet fleet;

	private final Pod pod;

	private final Footprint shared;

	SteppingTier(SharedTier real, Fleet fleet, Pod pod) {
		this.real = real;
		this.fleet = fleet;
		this.pod = pod;
		this.shared = Footprint.writes(Fleet.SHARED).and(pod.marks());
	}

	@Override
	public int stripe(Object key) {
		return this.real.stripe(key);
	}

	@Override
	public @Nullable Object key(String text) {
		return this.real.key(text);
	}

	@Override
	public SharedRead read(Object key) {
		return reading("read", false, () -> this.real.read(key));
	}

	@Override
	public SharedRead readOrLease(Object key) {
		SharedRead read = reading("read or lease", true, () -> this.real.readOrLease(key));
		Actor actor = Actor.current();
		if (read instanceof SharedRead.Busy && actor != null && actor.isImpatient()) {
			// Ends the wait at once, as half a second without a value does.
			Thread.currentThread().interrupt();
			actor.ticketed(false);
			return read;
		}
		while (read instanceof SharedRead.Busy && actor != null) {
			int seen = this.fleet.writes();
			Actor.pause("wait for the lease", this.shared, () -> this.fleet.writes() != seen);
			read = reading(null, true, () -> this.real.readOrLease(key));
		}
		return read;
	}

	@Override
	public SharedRead readAhead(Object key, Duration atLeast) {
		return reading("read ahead", true, () -> this.real.readAhead(key, atLeast));
	}

	private SharedRead reading(@Nullable String label, boolean willLoad, Supplier<SharedRead> call) {
		if (label != null) {
			Actor.pause(label, this.shared);
		}
		SharedRead read = call.get();
		if (this.fleet.race().isJournaled()) {
			this.fleet.told(this.pod);
		}
		Actor actor = Actor.current();
		if (actor != null && !(read instanceof SharedRead.Busy)) {
			actor.ticketed(read instanceof SharedRead.Miss miss && miss.ticket() != null);
			if (!willLoad || !actor.isTicketed()) {
				Actor.pause("take what was read", this.pod.local());
			}
		}
		return read;
	}

	@Override
	public Map<Object, SharedRead.Hit> readAll(Collection<?> keys) {
		return this.real.readAll(keys);
	}

	@Override
	public FillOutcome fill(Object key, @Nullable Object value, Duration timeToLive, FillTicket ticket,
			Provenance provenance) {
		Actor.pause("fill", this.shared);
		FillOutcome outcome = this.real.fill(key, value, timeToLive, ticket, provenance);
		this.fleet.wrote();
		Actor.pause("keep what was filled", this.pod.local());
		return outcome;
	}

	@Override
	public void release(Object key, FillTicket ticket) {
		Actor.pause("release", this.shared);
		this.real.release(key, ticket);
		this.fleet.wrote();
		Actor.pause("end", this.pod.local());
	}

	@Override
	public BulkFill beginFill(Consumer<Object> superseded) {
		Actor.pause("begin a bulk fill", this.shared);
		BulkFill bulk = this.real.beginFill(superseded);
		Actor.pause("take marks", this.pod.local());
		return new BulkFill() {

			@Override
			public void add(Object key, @Nullable Object value, Duration timeToLive, Provenance provenance) {
				bulk.add(key, value, timeToLive, provenance);
			}

			@Override
			public long stored() {
				return bulk.stored();
			}

			@Override
			public void close() {
				Actor.pause("fill many", SteppingTier.this.shared);
				bulk.close();
				SteppingTier.this.fleet.wrote();
			}

		};
	}

	@Override
	public ChangeMark.@Nullable Source changeMarks() {
		return this.real.changeMarks();
	}

	@Override
	public ChangeOutcome update(Object key, @Nullable Object value, Duration timeToLive) {
		return update(key, value, timeToLive, null);
	}

	@Override
	public ChangeOutcome update(Object key, @Nullable Object value, Duration timeToLive, @Nullable ChangeMark mark) {
		return change("update", () -> this.real.update(key, value, timeToLive, mark));
	}

	@Override
	public SharedRead putIfAbsent(Object key, @Nullable Object value, Duration timeToLive) {
		return putIfAbsent(key, value, timeToLive, null);
	}

	@Override
	public SharedRead putIfAbsent(Object key, @Nullable Object value, Duration timeToLive, @Nullable ChangeMark mark) {
		Actor.pause("put if absent", this.shared.and(Footprint.writes(Fleet.DATABASE)));
		SharedRead read = this.real.putIfAbsent(key, value, timeToLive, mark);
		if (!(read instanceof SharedRead.Hit)) {
			this.fleet.race().scripted(value);
		}
		this.fleet.wrote();
		this.fleet.told(this.pod);
		Actor.pause("keep what was put", this.pod.local());
		return read;
	}

	@Override
	public ChangeOutcome invalidate(Object key) {
		return change("invalidate", () -> this.real.invalidate(key));
	}

	@Override
	public ChangeOutcome clear() {
		return change("clear", this.real::clear);
	}

	private ChangeOutcome change(String label, Supplier<ChangeOutcome> change) {
		Actor.pause(label, this.shared);
		Actor actor = Actor.current();
		Fault fault = (actor != null) ? actor.takeFault() : Fault.NONE;
		ChangeOutcome outcome = this.pod.link().during(fault, change);
		this.fleet.race().scripted(Race.NEW);
		this.fleet.wrote();
		this.fleet.told(this.pod);
		if (outcome == ChangeOutcome.QUEUED) {
			this.fleet.race().replay(this.pod);
		}
		Actor.pause("apply once more", this.pod.local());
		return outcome;
	}

	@Override
	public void stream(EntrySink<Object, SharedRead.Hit> sink) throws Exception {
		this.real.stream(sink);
	}

}
