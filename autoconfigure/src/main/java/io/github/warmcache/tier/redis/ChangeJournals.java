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
 * The changes of all caches of a pod, of which those are kept that the server was not
 * told yet: their caches may be gone by then, and a cache that is made again under the
 * same name must not read what it would then find. Thread-safe.
 */
final class ChangeJournals {

	private final Map<JournalName, Entry> entries = new HashMap<>();

	private final ReferenceQueue<RedisChanges> collected = new ReferenceQueue<>();

	private final Set<RedisChanges> untold = ConcurrentHashMap.newKeySet();

	private final ReentrantLock telling = new ReentrantLock();

	/**
	 * How often pending changes were told. Guarded by the lock.
	 */
	private int told;

	private volatile boolean closed;

	/**
	 * Return the changes of a cache.
	 * @param name whose they are
	 * @param maker makes them if there are none
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
	 * Take note that the server was not told a change, which is among the pending ones.
	 * @return whether it will be told
	 */
	boolean add(RedisChanges changes) {
		this.untold.add(changes);
		// What is added before the end begins is still told.
		return !this.closed;
	}

	private void forgetTold() {
		List<RedisChanges> done = this.untold.stream().filter((changes) -> changes.pending() == 0).toList();
		done.forEach(this.untold::remove);
		// A change may have been added meanwhile.
		done.stream().filter((changes) -> changes.pending() > 0).forEach(this.untold::add);
	}

	/**
	 * Return how many keys the server still has to hear of.
	 */
	int pending() {
		return this.untold.stream().mapToInt(RedisChanges::pending).sum();
	}

	/**
	 * Tell the server what is pending, unless another thread does.
	 * @param runner the way to the server
	 * @param atMost when to begin with no more of it
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
		// Another cache first each time: one that takes all the time must not hold up the
		// others for ever.
		List<RedisChanges> caches = new ArrayList<>(this.untold);
		Collections.rotate(caches, this.told++);
		caches.forEach((cache) -> cache.tell(runner, deadline));
		forgetTold();
		return pending() == 0;
	}

	/**
	 * Tell the server once more what it has not heard. What it does not take from now on
	 * is lost.
	 * @param runner the way to the server
	 * @param atMost how long to wait for that
	 * @return how much is lost
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
	 * Whose changes they are.
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
