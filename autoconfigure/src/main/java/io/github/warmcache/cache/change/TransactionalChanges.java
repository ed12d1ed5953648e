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

import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.local.CallMark;
import io.github.warmcache.cache.local.CallMarks;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueWrapper;

/**
 * Changes of one cache, which wait for the commit of their transaction. Until then only
 * the transaction sees them; after a rollback, nobody does.
 */
public final class TransactionalChanges {

	private static final EventLog logger = EventLog.of(TransactionalChanges.class);

	private final String cacheName;

	private final ObservedChanges changes;

	private final CallMarks marks;

	/**
	 * Number of open transactions that have changed this cache. Hits look for a pending
	 * change only if there are any.
	 */
	private final AtomicInteger open = new AtomicInteger();

	public TransactionalChanges(String cacheName, ObservedChanges changes, CallMarks marks) {
		this.marks = marks;
		this.cacheName = cacheName;
		this.changes = changes;
	}

	/**
	 * Return the current transaction's change of a key, or {@code null} if there is none.
	 */
	public @Nullable PendingChange pending(Object key) {
		if (this.open.get() == 0) {
			return null;
		}
		TransactionChanges pending = Transactions.pending();
		return (pending != null) ? pending.find(this, key) : null;
	}

	/**
	 * Return whether the current transaction removes a key. The values in the tiers are
	 * then outdated for this transaction, and values that it loads must not be kept.
	 */
	public boolean isRemoved(Object key) {
		PendingChange change = pending(key);
		return change != null && change.isRemoval();
	}

	/**
	 * Put a value.
	 * @param mark where the call began, or {@code null} if only the beginning of its
	 * transaction counts
	 */
	public void put(Object key, @Nullable Object value, @Nullable CallMark mark) {
		if (!defer(key, PendingChange.Kind.PUT, value, mark)) {
			this.changes.put(key, value, mark);
		}
	}

	/**
	 * Put a value after a read that found none.
	 * @return the value that was there; {@code null} if the given one is or will be
	 * stored, or was dropped because it may be outdated
	 */
	public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value, @Nullable CallMark mark) {
		PendingChange.Kind kind = isRemoved(key) ? PendingChange.Kind.PUT : PendingChange.Kind.PUT_IF_ABSENT;
		return defer(key, kind, value, mark) ? null : this.changes.putIfAbsent(key, value, mark);
	}

	public void evict(Object key) {
		if (!defer(key, PendingChange.EVICT)) {
			this.changes.evict(key);
		}
	}

	public void clear() {
		if (!defer(DeferredChanges.EVERYTHING, PendingChange.CLEAR)) {
			this.changes.clear();
		}
	}

	/**
	 * Remove a key now, and again after the commit: until then, other callers read and
	 * keep the value that the transaction is about to change.
	 * @return whether the local tier had it
	 */
	public boolean evictNow(Object key) {
		boolean present = this.changes.evict(key);
		defer(key, PendingChange.EVICT);
		return present;
	}

	/**
	 * Remove everything now, and again after the commit.
	 * @return whether the local tier had anything
	 */
	public boolean clearNow() {
		boolean any = this.changes.clear();
		defer(DeferredChanges.EVERYTHING, PendingChange.CLEAR);
		return any;
	}

	private boolean defer(Object key, PendingChange.Kind kind, @Nullable Object value, @Nullable CallMark mark) {
		TransactionChanges pending = Transactions.join();
		if (pending == null) {
			return false;
		}
		CallMark began = pending.began();
		CallMark earliest = CallMark.earlier((began != null && began.marks() == this.marks) ? began : null, mark);
		return defer(pending, key, new PendingChange(kind, value, (earliest != null) ? earliest : this.marks.take()));
	}

	private boolean defer(Object key, PendingChange change) {
		TransactionChanges pending = Transactions.join();
		return pending != null && defer(pending, key, change);
	}

	private boolean defer(TransactionChanges pending, Object key, PendingChange change) {
		if (key != DeferredChanges.EVERYTHING) {
			// Fail now, not after the commit.
			this.changes.check(key);
		}
		pending.add(this, key, change);
		return true;
	}

	void opened() {
		this.open.incrementAndGet();
	}

	void closed() {
		this.open.decrementAndGet();
	}

	/**
	 * Apply a change after its transaction. A failure is logged and not thrown, because
	 * the transaction is committed and other changes follow. A put that fails becomes a
	 * removal.
	 */
	void apply(Object key, PendingChange change) {
		try {
			switch (change.kind()) {
				case PUT -> this.changes.put(key, change.value(), change.mark());
				case PUT_IF_ABSENT -> this.changes.putIfAbsent(key, change.value(), change.mark());
				case EVICT -> this.changes.evict(key);
				case CLEAR -> this.changes.clear();
			}
		}
		catch (RuntimeException ex) {
			logger.warn(LogEvent.CACHE_CHANGE_FAILED)
				.cache(this.cacheName)
				.with(LogField.OPERATION, change.kind())
				.cause(ex)
				.log("A change of cache '%s' failed after its transaction was committed: %s".formatted(this.cacheName,
						ex.getClass().getName()));
			if (!change.isRemoval()) {
				apply(key, PendingChange.EVICT);
			}
		}
	}

}
