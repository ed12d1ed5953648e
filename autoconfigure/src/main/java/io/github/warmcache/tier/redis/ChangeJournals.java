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

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.warmcache.redis.ObservedRunner;

/**
 * Journals of all caches of this pod. A journal with unsent changes is kept even if its
 * cache object is gone: a cache that is created again under the same name must not read
 * the stale values. Thread-safe.
 */
final class ChangeJournals {

	private final Map<JournalName, Entry> entries = new HashMap<>();

	private final ReferenceQueue<RedisChanges> collected = new ReferenceQueue<>();

	private final Set<RedisChanges> untold = ConcurrentHashMap.newKeySet();

	private final ReentrantLock telling = new ReentrantLock();

	/**
	 * Number of times that pending changes were sent. Guarded by the lock.
	 */
	private int told;

	private volatile boolean closed;

	/**
	 * Return the journal of a cache.
	 * @param name identifies the journal
	 * @param maker creates the journal if there is none
	 */
	synchronized RedisChanges get(JournalName name, Supplier<RedisChanges> maker) {
		for (Reference<?> gone = this.collected.poll(); gone != null; gone = this.collected.poll()) {
			if (gone instanceof Entry entry) {
				this.entries.remove(entry.name, entry);
			}
		}
		forgetTold();
		Entry entry = this.entries.get(name);
		RedisChanges changes = (entry != null) ? entry.get() : null;
		if (changes == null) {
			changes = maker.get();
			this.entries.put(name, new Entry(name, changes, this.collected));
		}
		return changes;
	}

	/**
	 * Record that a journal has an unsent change, which is already among its pending
	 * ones.
	 * @return whether the change will be sent later
	 */
	boolean add(RedisChanges changes) {
		this.untold.add(changes);
		// Added before the check, so that a change that precedes close() is still sent.
		return !this.closed;
	}

	private void forgetTold() {
		List<RedisChanges> done = this.untold.stream().filter((changes) -> changes.pending() == 0).toList();
		done.forEach(this.untold::remove);
		// A change may have been added meanwhile.
		done.stream().filter((changes) -> changes.pending() > 0).forEach(this.untold::add);
	}

	/**
	 * Return the number of keys whose changes Redis has not applied.
	 */
	int pending() {
		return this.untold.stream().mapToInt(RedisChanges::pending).sum();
	}

	/**
	 * Send pending changes to Redis, unless another thread is doing so.
	 * @param runner runs the calls
	 * @param atMost time after which no further batch is started
	 * @return whether nothing is pending any more
	 */
	boolean tell(ObservedRunner runner, Duration atMost) {
		if (pending() == 0) {
			forgetTold();
			return true;
		}
		if (!this.telling.tryLock()) {
			return false;
		}
		try {
			return tell(runner, System.nanoTime() + atMost.toNanos());
		}
		finally {
			this.telling.unlock();
		}
	}

	private boolean tell(ObservedRunner runner, long deadline) {
		// Start with another cache each time, so that one that takes all the time does
		// not starve the others.
		List<RedisChanges> caches = new ArrayList<>(this.untold);
		Collections.rotate(caches, this.told++);
		caches.forEach((cache) -> cache.tell(runner, deadline));
		forgetTold();
		return pending() == 0;
	}

	/**
	 * Send pending changes one last time. Changes that Redis does not apply from now on
	 * are lost.
	 * @param runner runs the calls
	 * @param atMost maximum time to wait for the lock and to start batches
	 * @return number of keys whose changes are lost
	 */
	int close(ObservedRunner runner, Duration atMost) {
		this.closed = true;
		long deadline = System.nanoTime() + atMost.toNanos();
		try {
			if (this.telling.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
				try {
					tell(runner, deadline);
				}
				finally {
					this.telling.unlock();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return pending();
	}

	/**
	 * Identity of a journal.
	 *
	 * @param cache the name of the cache
	 * @param schema the schema of its values
	 * @param keyType the type of its keys
	 */
	record JournalName(String cache, String schema, String keyType) {
	}

	private static final class Entry extends WeakReference<RedisChanges> {

		private final JournalName name;

		private Entry(JournalName name, RedisChanges changes, ReferenceQueue<RedisChanges> collected) {
			super(changes, collected);
			this.name = name;
		}

	}

}
