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

import java.util.concurrent.Executor;

import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.MissCause;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.support.SimpleValueWrapper;

/**
 * Puts and invalidations of one cache, in an order that lets no read in between bring
 * back what they replace.
 */
final class Changes {

	private final TierChain tiers;

	private final LocalTier local;

	private final Flights flights;

	private final Executor executor;

	Changes(TierChain tiers, Flights flights, Executor executor) {
		this.tiers = tiers;
		this.local = tiers.local();
		this.flights = flights;
		this.executor = executor;
	}

	void put(Object key, @Nullable Object value) {
		this.local.put(key, value);
		this.flights.detach(key);
		tell((shared) -> shared.update(key, value, this.tiers.sharedTimeToLive(value)), () -> {
			this.local.outdateLoads(key);
			this.flights.detach(key);
		});
	}

	/**
	 * Put a value unless there is one.
	 * @return what was there, or {@code null} if the given value was stored
	 */
	@Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
		SharedTier shared = this.tiers.shared();
		if (shared != null) {
			Fence.Mark mark = this.local.mark(key);
			SharedRead read = shared.putIfAbsent(key, value, this.tiers.sharedTimeToLive(value));
			if (read instanceof SharedRead.Hit hit) {
				this.local.fill(key, hit.value(), hit.remaining(), mark);
				return new SimpleValueWrapper(hit.value());
			}
			boolean stored = read instanceof SharedRead.Miss miss && miss.cause() == MissCause.ABSENT;
			record(stored ? ChangeOutcome.APPLIED : ChangeOutcome.QUEUED);
		}
		LocalEntry existing = this.local.putIfAbsent(key, value);
		this.flights.detach(key);
		return existing;
	}

	/**
	 * Remove a key.
	 * @return whether the local tier had it
	 */
	boolean evict(Object key) {
		boolean present = evictLocally(key);
		tell((shared) -> shared.invalidate(key), () -> evictLocally(key));
		return present;
	}

	private boolean evictLocally(Object key) {
		boolean present = this.local.remove(key);
		this.flights.detach(key);
		return present;
	}

	/**
	 * Remove everything.
	 * @return whether the local tier had anything
	 */
	boolean clear() {
		boolean any = clearLocally();
		tell(SharedTier::clear, this::clearLocally);
		return any;
	}

	private boolean clearLocally() {
		boolean any = this.local.clear();
		this.flights.detachAll();
		return any;
	}

	/**
	 * Tell the shared tier of a change that was applied locally, then apply it locally
	 * once more: a read that began in between may have brought back what the shared tier
	 * held until then.
	 */
	private void tell(SharedChange change, Runnable again) {
		SharedTier shared = this.tiers.shared();
		if (shared == null) {
			return;
		}
		Threads.runBlocking(this.executor, () -> {
			record(change.apply(shared));
			again.run();
		});
	}

	private void record(ChangeOutcome outcome) {
		this.tiers.statistics()
			.record((outcome == ChangeOutcome.APPLIED) ? CacheEvent.CHANGE_APPLIED : CacheEvent.CHANGE_QUEUED);
	}

	@FunctionalInterface
	private interface SharedChange {

		ChangeOutcome apply(SharedTier shared);

	}

}
