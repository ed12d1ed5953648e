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

package io.github.warmcache.cache.change;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.github.warmcache.cache.local.CallMark;
import org.jspecify.annotations.Nullable;

/**
 * Changes of all caches that wait for one transaction to commit: the last one of each
 * key, in order. Used by one thread at a time.
 */
final class TransactionChanges {

	private final Map<Slot, PendingChange> changes = new LinkedHashMap<>();

	private final Set<TransactionalChanges> caches = new LinkedHashSet<>();

	/**
	 * Beginning of the transaction, or {@code null} if that was not seen.
	 */
	private final @Nullable CallMark began;

	private boolean committed;

	private volatile boolean over;

	TransactionChanges(@Nullable CallMark began) {
		this.began = began;
	}

	@Nullable CallMark began() {
		return this.began;
	}

	/**
	 * Add a change of a key. It replaces an earlier one.
	 */
	void add(TransactionalChanges cache, Object key, PendingChange change) {
		if (this.caches.add(cache)) {
			cache.opened();
		}
		if (change.kind() == PendingChange.Kind.CLEAR) {
			this.changes.keySet().removeIf((slot) -> slot.cache == cache);
		}
		Slot slot = new Slot(cache, key);
		this.changes.remove(slot);
		this.changes.put(slot, change);
	}

	/**
	 * Return the waiting change of a key, or {@code null} if there is none.
	 */
	@Nullable PendingChange find(TransactionalChanges cache, Object key) {
		PendingChange change = this.changes.get(new Slot(cache, key));
		return (change != null) ? change : this.changes.get(new Slot(cache, DeferredChanges.EVERYTHING));
	}

	/**
	 * Turn all puts into removals, because it is no longer known whether their values are
	 * true.
	 */
	void distrustValues() {
		this.changes.replaceAll((slot, change) -> change.isRemoval() ? change : PendingChange.EVICT);
	}

	/**
	 * Apply the changes. Later changes do not wait any more.
	 */
	void commit() {
		this.committed = true;
		// One at a time: if an error interrupts this, the rest can still follow.
		while (!this.changes.isEmpty()) {
			Map.Entry<Slot, PendingChange> next = this.changes.entrySet().iterator().next();
			Slot slot = next.getKey();
			PendingChange change = next.getValue();
			this.changes.remove(slot);
			slot.cache.apply(slot.key, change);
		}
	}

	/**
	 * Forget the changes that were not applied.
	 */
	void end() {
		this.over = true;
		this.changes.clear();
		this.caches.forEach(TransactionalChanges::closed);
		this.caches.clear();
	}

	boolean isCommitted() {
		return this.committed;
	}

	boolean isOver() {
		return this.over;
	}

	private record Slot(TransactionalChanges cache, Object key) {
	}

}
