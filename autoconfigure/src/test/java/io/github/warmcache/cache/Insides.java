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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.change.DeferredChanges;
import io.github.warmcache.cache.change.TransactionalChanges;
import io.github.warmcache.cache.flight.Flights;
import io.github.warmcache.cache.load.SingleFlight;
import io.github.warmcache.cache.load.Tiers;
import io.github.warmcache.cache.local.LocalEntry;
import io.github.warmcache.cache.tiered.TieredCache;
import org.jspecify.annotations.Nullable;

/**
 * What a cache holds that nobody sees from outside.
 */
public final class Insides {

	private static final VarHandle TIERS = field(TieredCache.class, "tiers", Tiers.class);

	private static final VarHandle FLIGHT = field(TieredCache.class, "flight", SingleFlight.class);

	private static final VarHandle FLIGHTS = field(SingleFlight.class, "flights", Flights.class);

	private static final VarHandle FLYING = field(Flights.class, "flights", ConcurrentMap.class);

	private static final VarHandle ANNOUNCED = field(DeferredChanges.class, "announced", ConcurrentMap.class);

	private static final VarHandle CHANGES = field(TieredCache.class, "changes", TransactionalChanges.class);

	private static final VarHandle OPEN = field(TransactionalChanges.class, "open", AtomicInteger.class);

	private Insides() {
	}

	private static VarHandle field(Class<?> owner, String name, Class<?> type) {
		try {
			return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findVarHandle(owner, name, type);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Look for a live entry without using it.
	 * @param cache the cache
	 * @param key the key
	 * @return the entry, or {@code null} if there is none
	 */
	private static @Nullable LocalEntry entry(TieredCache cache, Object key) {
		return (((Tiers) TIERS.get(cache)).local()).findAgain(key);
	}

	/**
	 * Return the value of a live entry.
	 * @param cache the cache
	 * @param key the key
	 * @param otherwise returned if there is none
	 * @return the value
	 */
	public static @Nullable Object held(TieredCache cache, Object key, Object otherwise) {
		LocalEntry entry = entry(cache, key);
		return (entry != null) ? entry.get() : otherwise;
	}

	/**
	 * Return whether the shared tier is still to be told of changes.
	 * @param cache the cache
	 * @return whether it is
	 */
	public static boolean hasAnnounced(TieredCache cache) {
		return !((Map<?, ?>) ANNOUNCED.get(((Tiers) TIERS.get(cache)).deferred())).isEmpty();
	}

	/**
	 * Return what of a cache should have ended when nobody uses it.
	 * @param cache the cache
	 * @return what has not, empty if everything has
	 */
	public static String leftOver(TieredCache cache) {
		StringBuilder text = new StringBuilder();
		Map<?, ?> flights = (Map<?, ?>) FLYING.get((Flights) FLIGHTS.get((SingleFlight) FLIGHT.get(cache)));
		if (!flights.isEmpty()) {
			text.append(flights.size()).append(" flights ");
		}
		Map<?, ?> announced = (Map<?, ?>) ANNOUNCED.get(((Tiers) TIERS.get(cache)).deferred());
		if (!announced.isEmpty()) {
			text.append(announced.size()).append(" announced changes ");
		}
		int open = ((AtomicInteger) OPEN.get((TransactionalChanges) CHANGES.get(cache))).get();
		if (open != 0) {
			text.append(open).append(" open transactions ");
		}
		if (cache.loadsUnderWay() != 0) {
			text.append(cache.loadsUnderWay()).append(" permits");
		}
		return text.toString();
	}

}
