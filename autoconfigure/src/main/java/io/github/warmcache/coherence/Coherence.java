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

package io.github.warmcache.coherence;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.tier.PendingChanges;
import io.github.warmcache.tier.SharedHistory;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.stripe.RedisStripes;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Keeps the entries in the heap of a pod coherent with the changes of other pods: listens
 * to the channel of changes, drops what other pods changed, and checks that no change was
 * missed.
 * <p>
 * Does nothing before it knows a shared tier. Runs between {@link #start()} and
 * {@link #stop()}, which may be repeated. Thread-safe. The state of the server never
 * makes a method fail.
 *
 * @since 0.1.0
 */
public final class Coherence implements SmartLifecycle, SharedHistory {

	/**
	 * Lifecycle phase: starts after the connections of the application and before
	 * whatever uses the caches, and stops in reverse order.
	 */
	public static final int PHASE = 1000;

	private static final Duration JOIN_AT_MOST = Duration.ofSeconds(2);

	private static final Duration STOP_AT_MOST = Duration.ofSeconds(2);

	private static final List<@Nullable String> UNKNOWN = Collections.nCopies(SharedTier.STRIPES, null);

	private static final int ANCHOR_TRIES = 25;

	private static final long ANCHOR_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

	private final TieredCacheManager caches;

	private final Duration checkInterval;

	private final InstantSource clock;

	private final CoherenceStatus status;

	private final CoherenceStatistics statistics = new CoherenceStatistics();

	private volatile @Nullable Link link;

	private boolean running;

	private volatile @Nullable CoherenceLoop loop;

	/**
	 * Create coherence for the given caches.
	 * @param caches the caches
	 * @param checkInterval how often to check for missed changes, positive
	 * @param clock tells the time of changes of the state
	 */
	public Coherence(TieredCacheManager caches, Duration checkInterval, InstantSource clock) {
		if (checkInterval.isNegative() || checkInterval.isZero()) {
			throw new IllegalArgumentException("The check interval is " + checkInterval + " and must be positive");
		}
		this.caches = caches;
		this.checkInterval = checkInterval;
		this.clock = clock;
		this.status = new CoherenceStatus(clock, this::tell);
	}

	/**
	 * Tell the caches whether this pod hears of changes.
	 */
	private void tell(CoherenceState state) {
		for (TieredCache cache : this.caches.getCachesReachable()) {
			if (cache.sharedTier() != null) {
				cache.localCopies().hear(state == CoherenceState.COHERENT);
			}
		}
	}

	/**
	 * Listen for the changes of a shared tier, from now on if this object was started.
	 * Only the first call counts. Does not wait for the server.
	 * @param stripes the stripes of the shared tier
	 * @param pending changes that the server was not told yet; they are told on the
	 * checking thread after each check that the server answered
	 * @param serverIsBack called on the checking thread when the server answers checks
	 * again
	 * @param serverIsSilent called on the checking thread after each check that no server
	 * answered
	 */
	public synchronized void join(RedisStripes stripes, PendingChanges pending, Runnable serverIsBack,
			Runnable serverIsSilent) {
		if (this.link == null) {
			this.link = new Link(stripes, pending, serverIsBack, serverIsSilent,
					new StripeChains(new LocalDrops(this.caches), this.statistics));
			if (this.running) {
				begin(this.link);
			}
		}
	}

	/**
	 * Begin to listen if a shared tier is known. Waits until this pod hears of changes,
	 * for up to two seconds while the server answers.
	 */
	@Override
	public void start() {
		CoherenceLoop begun = null;
		synchronized (this) {
			if (!this.running) {
				this.running = true;
				begun = (this.link != null) ? begin(this.link) : null;
			}
		}
		if (begun != null) {
			begun.awaitJoined(JOIN_AT_MOST);
		}
	}

	private CoherenceLoop begin(Link to) {
		Semaphore wakeups = new Semaphore(0);
		RedisStripes stripes = to.stripes();
		Runnable wake = () -> {
			// Permits must not pile up while the loop cannot take them.
			if (wakeups.availablePermits() == 0) {
				wakeups.release();
			}
		};
		ChangeListener listener = new ChangeListener(stripes, to.chains(), this.statistics, wake);
		SubscriptionKeeper keeper = new SubscriptionKeeper((acknowledged) -> RedisSubscription
			.open(stripes.connectionFactory(), listener, acknowledged, stripes.changes(), stripes.beats()), () -> {
				to.chains().doubt();
				wake.run();
			}, this.statistics);
		CoherenceLoop begun = new CoherenceLoop(stripes, to.chains(), listener, keeper, wakeups, this.status,
				new FalseAlarms(this.statistics, this.clock), to.pending(), to.serverIsBack(), to.serverIsSilent(),
				this.checkInterval);
		this.loop = begun;
		begun.start();
		return begun;
	}

	/**
	 * Stop listening.
	 */
	@Override
	public synchronized void stop() {
		this.running = false;
		CoherenceLoop ended = this.loop;
		if (ended != null) {
			ended.stop(STOP_AT_MOST);
			this.loop = null;
			this.status.enter(CoherenceState.OFF);
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public List<@Nullable String> positions() {
		Link to = this.link;
		if (to == null || this.loop == null) {
			return UNKNOWN;
		}
		List<Integer> untouched = to.chains().untouched();
		if (!untouched.isEmpty()) {
			to.stripes().anchor(untouched);
			awaitAnchors(to.chains());
		}
		return to.chains().positions();
	}

	/**
	 * Wait until the anchors come back over the channel, for about half a second at most.
	 */
	private static void awaitAnchors(StripeChains chains) {
		try {
			for (int i = 0; i < ANCHOR_TRIES && !chains.untouched().isEmpty(); i++) {
				TimeUnit.NANOSECONDS.sleep(ANCHOR_PAUSE);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public List<Boolean> adopt(String cacheName, List<@Nullable String> positions) {
		Link to = this.link;
		return (to != null) ? to.chains().adopt(cacheName, positions) : Collections.nCopies(SharedTier.STRIPES, false);
	}

	/**
	 * Return how well this pod hears of the changes of other pods.
	 * @return the state
	 */
	public CoherenceState state() {
		return this.status.current().state();
	}

	/**
	 * Return since when this pod has been in its current state.
	 * @return the time of the last change of the state
	 */
	public Instant since() {
		return this.status.current().since();
	}

	/**
	 * Return the state of this pod, since when it has been in it, and why.
	 * @return what belongs together of the same moment
	 */
	public CoherenceReport report() {
		return this.status.current();
	}

	/**
	 * Return how many changes of this pod the server was not told yet.
	 * @return the number of keys; a cache that is pending as a whole counts as one
	 */
	public int pendingChanges() {
		Link to = this.link;
		return (to != null) ? to.pending().pending() : 0;
	}

	/**
	 * Return the caches that tell other pods of changes but share no values.
	 * @return the names, in alphabetical order
	 */
	public Collection<String> cachesWithLocalValues() {
		Set<String> names = new TreeSet<>();
		for (TieredCache cache : this.caches.getCachesPresent()) {
			SharedTier shared = cache.sharedTier();
			if (shared != null && !shared.sharesValues()) {
				names.add(cache.getName());
			}
		}
		return names;
	}

	/**
	 * Return the counts of what this pod heard.
	 * @return the live counts
	 */
	public CoherenceStatistics statistics() {
		return this.statistics;
	}

	/**
	 * Shared tier to listen to, and the callbacks of its owner.
	 */
	private record Link(RedisStripes stripes, PendingChanges pending, Runnable serverIsBack, Runnable serverIsSilent,
			StripeChains chains) {
	}

}
