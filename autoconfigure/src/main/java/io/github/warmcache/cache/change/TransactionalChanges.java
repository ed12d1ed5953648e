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
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueWrapper;

/**
 * Changes of one cache, which wait for the transaction they are made in: until it commits
 * they are seen by itself only, and if it does not, by nobody.
 */
public final class TransactionalChanges {

	private static final Log logger = LogFactory.getLog(TransactionalChanges.class);

	private final String cacheName;

	private final Changes changes;

	private final CallMarks marks;

	/**
	 * How many transactions have changed this cache and are not over, so that hits need
	 * look for one only then.
	 */
	private final AtomicInteger open = new AtomicInteger();

	public TransactionalChanges(String cacheName, Changes changes, CallMarks marks) {
		this.marks = marks;
		this.cacheName = cacheName;
		this.changes = changes;
	}

	/**
	 * Return what the current transaction does to a key, or {@code null} if nothing.
	 */
	public @Nullable PendingChange pending(Object key) {
		if (this.open.get() == 0) {
			return null;
		}
		TransactionChanges pending = Transactions.pending();
		return (pending != null) ? pending.find(this, key) : null;
	}

	/**
	 * Return whether the current transaction removes a key. What the tiers have of it is
	 * outdated for this transaction, and what it loads may not be kept.
	 */
	public boolean isRemoved(Object key) {
		PendingChange change = pending(key);
		return change != null && change.isRemoval();
	}

	/**
	 * Put a value.
	 * @param mark where the call began, or {@code null} if it has no beginning but that
	 * of its transaction
	 */
	public void put(Object key, @Nullable Object value, @Nullable CallMark mark) {
		if (!defer(key, PendingChange.Kind.PUT, value, mark)) {
			this.changes.put(key, value, mark);
		}
	}

	/**
	 * Put a value where a read found none.
	 * @return what was there, or {@code null} if the given value is stored or will be
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
	 * Remove a key now, and once more after the commit: until then others read, and keep,
	 * what the transaction is about to change.
	 * @return whether the local tier had it
	 */
	public boolean evictNow(Object key) {
		boolean present = this.changes.evict(key);
		defer(key, PendingChange.EVICT);
		return present;
	}

	/**
	 * Remove everything now, and once more after the commit.
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
			// A key that cannot be told to the shared tier is refused now, not later.
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
	 * Apply a change after its transaction. There is nobody left to throw at: the
	 * transaction is committed, and others' changes follow.
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
			logger.warn("A change of cache '%s' failed after its transaction was committed: %s"
				.formatted(this.cacheName, ex.getClass().getName()));
			if (!change.isRemoval()) {
				apply(key, PendingChange.EVICT);
			}
		}
	}

}
