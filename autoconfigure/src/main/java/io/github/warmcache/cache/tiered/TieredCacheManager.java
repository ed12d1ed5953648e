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

package io.github.warmcache.cache.tiered;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.tier.PropertyNames;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.CacheManager;

/**
 * {@link CacheManager} of {@link TieredCache}s. Each cache is made when it is first asked
 * for. Thread-safe.
 * <p>
 * Caches whose names are not known beforehand are dynamic. Their number is bounded;
 * beyond the bound, the least recently requested one is removed. There is never more than
 * one cache of a name. If somebody still holds a removed cache, it continues to be told
 * of changes, and is returned if its name is asked for again.
 *
 * @since 0.1.0
 */
public final class TieredCacheManager implements CacheManager {

	private static final EventLog logger = EventLog.of(TieredCacheManager.class);

	private final Supplier<? extends Collection<String>> knownNames;

	private final Function<String, TieredCache> factory;

	private final int maximumDynamic;

	private final Ticker ticker;

	private final ConcurrentMap<String, Member> members = new ConcurrentHashMap<>();

	private final ReachableCaches reachable = new ReachableCaches();

	/**
	 * Whether the log has said that the bound was reached. Guarded by this object.
	 */
	private boolean boundToldOnce;

	/**
	 * Create a manager of any number of caches.
	 * @param knownNames supplies the names of the caches that are known before they are
	 * used, from configuration and annotations
	 * @param factory makes the cache of a name; called once for each, and free to ask
	 * this manager for other caches
	 */
	public TieredCacheManager(Supplier<? extends Collection<String>> knownNames,
			Function<String, TieredCache> factory) {
		this(knownNames, factory, Integer.MAX_VALUE, Ticker.disabledTicker());
	}

	/**
	 * Create a manager.
	 * @param knownNames supplies the names of the caches that are known before they are
	 * used, from configuration and annotations; those are never removed
	 * @param factory makes the cache of a name; called again after it was removed, and
	 * free to ask this manager for other caches
	 * @param maximumDynamic the maximum number of other caches, positive
	 * @param ticker tells when each of them was asked for last
	 */
	public TieredCacheManager(Supplier<? extends Collection<String>> knownNames, Function<String, TieredCache> factory,
			int maximumDynamic, Ticker ticker) {
		this.knownNames = knownNames;
		this.factory = factory;
		this.maximumDynamic = maximumDynamic;
		this.ticker = ticker;
	}

	/**
	 * Return a cache, and make it if necessary.
	 * @param name the name, configured or not
	 * @return the cache
	 */
	@Override
	public TieredCache getCache(String name) {
		Member member = this.members.get(name);
		if (member == null) {
			return makeCache(name);
		}
		member.used(this.ticker.read());
		return member.cache;
	}

	/**
	 * Return a cache if it was made already.
	 * @param name the name
	 * @return the cache, or {@code null} if nobody has asked for it yet or it was removed
	 */
	public @Nullable TieredCache getCacheIfPresent(String name) {
		Member member = this.members.get(name);
		return (member != null) ? member.cache : null;
	}

	/**
	 * Return the caches that were made and not removed.
	 * @return a copy
	 */
	public Collection<TieredCache> getCachesPresent() {
		return this.members.values().stream().map((member) -> member.cache).toList();
	}

	/**
	 * Return a cache if somebody may still use it.
	 * @param name the name
	 * @return the cache, removed or not, or {@code null} if there is none
	 */
	public @Nullable TieredCache getCacheIfReachable(String name) {
		return this.reachable.get(name);
	}

	/**
	 * Return the caches that somebody may still use, including removed ones that were not
	 * garbage collected yet.
	 * @return a copy
	 */
	public Collection<TieredCache> getCachesReachable() {
		return this.reachable.all();
	}

	private synchronized TieredCache makeCache(String name) {
		Member member = this.members.get(name);
		if (member == null) {
			TieredCache cache = this.reachable.get(name);
			if (cache == null) {
				cache = this.factory.apply(name);
				this.reachable.add(cache);
			}
			member = new Member(cache, this.ticker.read());
			this.members.put(name, member);
			removeBeyondMaximum(member);
		}
		return member.cache;
	}

	private void removeBeyondMaximum(Member latest) {
		if (this.members.size() <= this.maximumDynamic) {
			return;
		}
		List<Member> dynamic = dynamicMembers();
		if (dynamic.size() <= this.maximumDynamic || !dynamic.remove(latest)) {
			return;
		}
		Member oldest = Collections.min(dynamic, (first, second) -> Long.signum(first.lastUse - second.lastUse));
		if (!this.boundToldOnce) {
			this.boundToldOnce = true;
			logger.warn(LogEvent.CACHES_TOO_MANY)
				.cache(latest.cache.getName())
				.with(LogField.LIMIT, this.maximumDynamic)
				.log(("More than %d caches have names that are not known beforehand, such as '%s'. From now on, "
						+ "each new one removes the least recently used one and drops its entries from this pod. Raise "
						+ "'%s' if the heap has room for more")
					.formatted(this.maximumDynamic, latest.cache.getName(), PropertyNames.MAXIMUM_DYNAMIC_CACHES));
		}
		remove(oldest);
	}

	private List<Member> dynamicMembers() {
		Set<String> known = Set.copyOf(this.knownNames.get());
		List<Member> dynamic = new ArrayList<>(this.members.values());
		dynamic.removeIf((member) -> known.contains(member.cache.getName()));
		return dynamic;
	}

	private void remove(Member member) {
		this.members.remove(member.cache.getName(), member);
		member.cache.localCopies().release();
	}

	/**
	 * Remove a dynamic cache and drop its entries in this pod. Its entries in the shared
	 * tier stay until they expire or the cache is cleared.
	 * @param name the name
	 * @return whether it was removed; {@code false} if there is none, or if its name is
	 * known beforehand
	 */
	public synchronized boolean removeCache(String name) {
		Member member = this.members.get(name);
		if (member == null || !dynamicMembers().contains(member)) {
			return false;
		}
		remove(member);
		return true;
	}

	/**
	 * Clear all caches, in the shared tier as well, and remove the dynamic ones.
	 */
	@Override
	public void resetCaches() {
		getCacheNames().forEach((name) -> getCache(name).clear());
		synchronized (this) {
			dynamicMembers().forEach(this::remove);
		}
	}

	/**
	 * Return the names of all caches that are known beforehand or were asked for, except
	 * removed ones.
	 * @return a copy
	 */
	@Override
	public Collection<String> getCacheNames() {
		Set<String> names = new LinkedHashSet<>(this.knownNames.get());
		names.addAll(this.members.keySet());
		return Collections.unmodifiableSet(names);
	}

	/**
	 * Cache of this manager, and the time at which it was last asked for.
	 */
	private static final class Member {

		private final TieredCache cache;

		private volatile long lastUse;

		private Member(TieredCache cache, long now) {
			this.cache = cache;
			this.lastUse = now;
		}

		private void used(long now) {
			// An equal write would take the cache line from other threads.
			if (this.lastUse != now) {
				this.lastUse = now;
			}
		}

	}

}
