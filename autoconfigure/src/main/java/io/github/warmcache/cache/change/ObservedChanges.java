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

import java.util.Locale;
import java.util.function.Supplier;

import io.github.warmcache.cache.ChangeTrace;
import io.github.warmcache.cache.ObservedOperation;
import io.github.warmcache.cache.OperationKind;
import io.github.warmcache.cache.OperationObserver;
import io.github.warmcache.cache.local.CallMark;
import io.github.warmcache.tier.ChangeOutcome;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueWrapper;

/**
 * Changes of one cache, each of them observed.
 */
public final class ObservedChanges {

	private final Changes changes;

	private final OperationObserver observer;

	private final String cacheName;

	public ObservedChanges(Changes changes, OperationObserver observer, String cacheName) {
		this.changes = changes;
		this.observer = observer;
		this.cacheName = cacheName;
	}

	/**
	 * Reject a key that the shared tier could not be told of.
	 * @throws IllegalArgumentException if it has no text form
	 */
	void check(Object key) {
		this.changes.check(key);
	}

	void put(Object key, @Nullable Object value, @Nullable CallMark call) {
		this.<@Nullable Object>observe(OperationKind.PUT, () -> {
			this.changes.put(key, value, call);
			return null;
		});
	}

	@Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value, @Nullable CallMark call) {
		return this.<@Nullable ValueWrapper>observe(OperationKind.PUT,
				() -> this.changes.putIfAbsent(key, value, call));
	}

	boolean evict(Object key) {
		return observe(OperationKind.EVICT, () -> this.changes.evict(key));
	}

	boolean clear() {
		return observe(OperationKind.CLEAR, this.changes::clear);
	}

	private <T extends @Nullable Object> T observe(OperationKind kind, Supplier<T> change) {
		ObservedOperation operation = this.observer.begin(kind, this.cacheName);
		if (operation == ObservedOperation.NONE) {
			return change.get();
		}
		ObservedOperation.Scope scope = operation.open();
		ChangeTrace trace = ChangeTrace.start();
		Throwable failure = null;
		try {
			return change.get();
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			trace.close();
			scope.close();
			operation.end((failure != null) ? "failed" : text(trace.outcome()), failure);
		}
	}

	/**
	 * Return the words of the meters.
	 */
	private static String text(@Nullable ChangeOutcome outcome) {
		if (outcome == null) {
			return "unneeded";
		}
		return switch (outcome) {
			case APPLIED, QUEUED, FAILED -> outcome.name().toLowerCase(Locale.ROOT);
			case SUPERSEDED, INVALIDATED -> "late";
		};
	}

}
