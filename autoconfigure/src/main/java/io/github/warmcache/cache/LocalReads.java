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

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueWrapper;

/**
 * What a thread finds without leaving the heap: what its own transaction puts, or else
 * what the local tier has, or else that there is nothing because that is all there is.
 */
final class LocalReads {

	private final TransactionalChanges changes;

	private final RefreshAhead hits;

	private final Completeness completeness;

	LocalReads(TransactionalChanges changes, RefreshAhead hits, Completeness completeness) {
		this.changes = changes;
		this.hits = hits;
		this.completeness = completeness;
	}

	/**
	 * Find a value, and not that there is none because this pod holds all there is.
	 */
	@Nullable ValueWrapper findHeld(Object key) {
		PendingChange change = this.changes.pending(key);
		return (change != null) ? put(change) : this.hits.find(key);
	}

	@Nullable ValueWrapper find(Object key) {
		PendingChange change = this.changes.pending(key);
		if (change != null) {
			return put(change);
		}
		LocalEntry entry = this.hits.find(key);
		return (entry != null) ? entry : this.completeness.find(key);
	}

	@Nullable ValueWrapper find(Object key, Callable<?> loader) {
		PendingChange change = this.changes.pending(key);
		if (change != null) {
			return put(change);
		}
		LocalEntry entry = this.hits.find(key, loader);
		return (entry != null) ? entry : this.completeness.find(key);
	}

	<T> @Nullable ValueWrapper find(Object key, Supplier<CompletableFuture<T>> loader) {
		PendingChange change = this.changes.pending(key);
		if (change != null) {
			return put(change);
		}
		LocalEntry entry = this.hits.find(key, loader);
		return (entry != null) ? entry : this.completeness.find(key);
	}

	private static @Nullable ValueWrapper put(PendingChange change) {
		return change.isRemoval() ? null : change;
	}

}
