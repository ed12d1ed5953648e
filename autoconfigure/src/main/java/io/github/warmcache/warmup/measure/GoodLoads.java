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

package io.github.warmcache.warmup.measure;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.thread.DaemonThreads;
import io.github.warmcache.warmup.GoodLoad;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Last good load of each cache. Every pod keeps those of its own caches in its heap and
 * tells them to the stores while it runs, so that a store that loses them has them back
 * in a moment.
 * <p>
 * Talks to the stores between {@link #start()} and {@link #stop()}, which may be
 * repeated, on one thread for each. The state of a store never makes a method fail.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class GoodLoads implements SmartLifecycle {

	/**
	 * Lifecycle phase: stops before the snapshots, in whose directory the loads may be
	 * kept.
	 */
	public static final int PHASE = 1600;

	/**
	 * Time between two talks. A Redis with {@code allkeys-lru} evicts what was not read
	 * for longest, and a full one may replace all its keys within seconds.
	 */
	private static final Duration INTERVAL = Duration.ofSeconds(2);

	/**
	 * Time after which a store that failed and forgets nothing is asked again.
	 */
	private static final Duration RETRY = Duration.ofSeconds(30);

	/**
	 * Maximum time to wait for stores that were not asked so far. A pool of connections
	 * may take half a minute to give up.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private static final Duration STOP_AT_MOST = Duration.ofSeconds(2);

	private static final EventLog logger = EventLog.of("io.github.warmcache.warmup");

	private final KnownLoads known;

	private final LongSupplier nanoTime;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final List<Talk> talks = new ArrayList<>();

	private boolean running;

	/**
	 * Create good loads that are not kept anywhere else so far.
	 */
	public GoodLoads() {
		this(InstantSource.system(), System::nanoTime);
	}

	GoodLoads(InstantSource clock, LongSupplier nanoTime) {
		this.known = new KnownLoads(clock);
		this.nanoTime = nanoTime;
	}

	/**
	 * Keep the loads in a store as well, from now on if these loads were started. No
	 * store is asked before this pod has a cache that is warmed.
	 * @param store the store
	 */
	public void keepIn(GoodLoadStore store) {
		this.lock.lock();
		try {
			Talk talk = new Talk(store);
			this.talks.add(talk);
			if (this.running) {
				talk.start();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the last good load of a cache. Waits up to two seconds for stores that were
	 * not asked so far.
	 * @param cacheName the name of the cache
	 * @return the load, or {@code null} if none is known
	 * @throws InterruptedException if interrupted while waiting
	 */
	public @Nullable GoodLoad last(String cacheName) throws InterruptedException {
		long remaining = PATIENCE.toNanos();
		this.lock.lockInterruptibly();
		try {
			if (this.known.addOwn(cacheName)) {
				tell();
			}
			while (this.running && remaining > 0 && !this.talks.stream().allMatch((talk) -> talk.tried)) {
				remaining = this.changed.awaitNanos(remaining);
			}
		}
		finally {
			this.lock.unlock();
		}
		return this.known.get(cacheName);
	}

	/**
	 * Record a good load that this pod knows of.
	 * @param cacheName the name of the cache
	 * @param load the load; forgotten if a later one is known
	 */
	public void add(String cacheName, GoodLoad load) {
		this.known.addOwn(cacheName);
		this.known.learn(cacheName, load);
		tellLater();
	}

	/**
	 * Record a good load that this pod has just made.
	 * @param cacheName the name of the cache
	 * @param entries how many entries it brought, positive
	 * @param from the name of the warmer that brought them
	 * @param measured whether it was measured by an earlier load, or by what the user has
	 * written; if not, a store that answers later may know better
	 */
	public void add(String cacheName, long entries, String from, boolean measured) {
		this.known.addOwn(cacheName);
		this.known.made(cacheName, entries, from, measured);
		tellLater();
	}

	private void tellLater() {
		this.lock.lock();
		try {
			tell();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Let the stores be told. Call under the lock.
	 */
	private void tell() {
		this.talks.forEach((talk) -> talk.due = true);
		this.changed.signalAll();
	}

	@Override
	public void start() {
		this.lock.lock();
		try {
			if (!this.running) {
				this.running = true;
				this.talks.forEach(Talk::start);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void stop() {
		List<Thread> ended = new ArrayList<>();
		this.lock.lock();
		try {
			this.running = false;
			for (Talk talk : this.talks) {
				if (talk.thread != null) {
					ended.add(talk.thread);
				}
				talk.thread = null;
			}
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		long deadline = System.nanoTime() + STOP_AT_MOST.toNanos();
		try {
			// Not interrupted before that: a driver may close more than its connection.
			for (Thread thread : ended) {
				thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		ended.forEach(Thread::interrupt);
	}

	@Override
	public boolean isRunning() {
		this.lock.lock();
		try {
			return this.running;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * Conversation with one store, on a thread of its own: a store that hangs holds up no
	 * other one.
	 */
	private final class Talk {

		private final GoodLoadStore store;

		private volatile @Nullable Thread thread;

		/**
		 * Whether there is something new. Guarded by the lock.
		 */
		private boolean due = true;

		/**
		 * Whether the store was asked. Guarded by the lock.
		 */
		private boolean tried;

		private boolean answered;

		private boolean failing;

		private long failedAt;

		private @Nullable Map<String, GoodLoad> told;

		Talk(GoodLoadStore store) {
			this.store = store;
		}

		void start() {
			Thread begun = DaemonThreads.named("warmcache-good-loads", this::run);
			this.thread = begun;
			begun.start();
		}

		private boolean isCurrent() {
			return this.thread == Thread.currentThread();
		}

		private void run() {
			try {
				while (isCurrent()) {
					if (awaitDue()) {
						exchange();
						tried();
					}
				}
			}
			catch (InterruptedException ex) {
				// The loads were stopped.
			}
		}

		/**
		 * Wait until there is something new, or until the next talk.
		 * @return whether there is a cache to talk about
		 */
		private boolean awaitDue() throws InterruptedException {
			GoodLoads.this.lock.lockInterruptibly();
			try {
				long remaining = INTERVAL.toNanos();
				while (isCurrent() && remaining > 0 && !this.due) {
					remaining = GoodLoads.this.changed.awaitNanos(remaining);
				}
				this.due = false;
				return isCurrent() && GoodLoads.this.known.hasOwn();
			}
			finally {
				GoodLoads.this.lock.unlock();
			}
		}

		private void tried() {
			GoodLoads.this.lock.lock();
			try {
				this.tried = true;
				GoodLoads.this.changed.signalAll();
			}
			finally {
				GoodLoads.this.lock.unlock();
			}
		}

		private void exchange() {
			KnownLoads known = GoodLoads.this.known;
			if (!isWorthIt(known.own())) {
				return;
			}
			try {
				if (!this.answered) {
					known.learnFirst(this.store.name(), this.store.exchange(Map.of()));
					this.answered = true;
				}
				if (isCurrent()) {
					this.store.exchange(known.own()).forEach(known::learn);
					this.told = known.own();
				}
				this.failing = false;
			}
			catch (Exception | LinkageError ex) {
				failed(ex);
			}
		}

		private boolean isWorthIt(Map<String, GoodLoad> known) {
			if (this.store.forgets()) {
				return true;
			}
			if (this.failing) {
				return GoodLoads.this.nanoTime.getAsLong() - this.failedAt >= RETRY.toNanos();
			}
			return !known.equals(this.told);
		}

		private void failed(Throwable problem) {
			this.failedAt = GoodLoads.this.nanoTime.getAsLong();
			if (!this.failing && isCurrent() && !this.store.forgets()) {
				logger.warn(LogEvent.GOOD_LOADS_NOT_KEPT)
					.cause(problem)
					.with(LogField.STORE, this.store.name())
					.log(("The last good loads of caches cannot be kept in %s (%s). A start may not notice that a source "
							+ "has lost entries")
						.formatted(this.store.name(), problem.getClass().getName()));
			}
			logger.debug("The last good loads were not exchanged with " + this.store.name(), problem);
			this.failing = true;
		}

	}

}
