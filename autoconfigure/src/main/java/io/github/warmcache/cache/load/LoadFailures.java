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

package io.github.warmcache.cache.load;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheLoadRejectedException;
import io.github.warmcache.cache.CacheLoadTimeoutException;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.flight.Interruption;
import io.github.warmcache.cache.flight.Loaded;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.CacheOperationInvoker.ThrowableWrapper;

/**
 * Failures of the loads of one cache: counts them, creates the exceptions for callers,
 * and finds a value to serve instead. Thread-safe.
 */
public final class LoadFailures {

	private final String cacheName;

	private final LoadPolicy policy;

	private final StaleValues stale;

	private final CacheStatistics statistics;

	public LoadFailures(String cacheName, LoadPolicy policy, StaleValues stale, CacheStatistics statistics) {
		this.cacheName = cacheName;
		this.policy = policy;
		this.stale = stale;
		this.statistics = statistics;
	}

	/**
	 * Return the stale values of the cache.
	 */
	public StaleValues stale() {
		return this.stale;
	}

	/**
	 * Count a load that did not begin.
	 * @return the exception for the caller
	 */
	CacheLoadRejectedException rejected(@Nullable Throwable cause) {
		this.statistics.record(CacheEvent.LOAD_REJECTED);
		return new CacheLoadRejectedException(this.cacheName, this.policy.maxConcurrent(), cause);
	}

	/**
	 * Count a load that was stopped.
	 * @return the exception for the caller
	 */
	CacheLoadTimeoutException timedOut() {
		this.statistics.record(CacheEvent.LOAD_TIMED_OUT);
		return timeout();
	}

	CacheLoadTimeoutException timeout() {
		return new CacheLoadTimeoutException(this.cacheName, this.policy.timeout());
	}

	/**
	 * Return the value to serve to a caller that waited too long for another caller's
	 * load.
	 * @param willLoad whether the caller has a method body
	 * @return a stale value, or {@link Loaded#ABSENT} for a caller without a method body
	 * @throws CacheLoadTimeoutException if there is no stale value and the caller has a
	 * method body
	 */
	Loaded insteadOfJoined(Object key, boolean willLoad) {
		Loaded stale = this.stale.afterFailure(key);
		if (stale != null) {
			return stale;
		}
		if (willLoad) {
			throw timeout();
		}
		return Loaded.ABSENT;
	}

	/**
	 * Return the value to serve instead of the failure of a load.
	 * @return a stale value, {@link Loaded#ABSENT} for a caller without a method body
	 * whose load timed out or was rejected, or {@code null} if the failure is to be
	 * thrown
	 */
	@Nullable Loaded insteadOf(Throwable failure, Object key, boolean timedOut, boolean willLoad) {
		boolean coverable = isCoverable(failure, timedOut);
		if (coverable) {
			this.stale.failed();
		}
		Loaded stale = coverable ? this.stale.afterFailure(key) : null;
		if (stale == null && !willLoad
				&& (failure instanceof CacheLoadTimeoutException || failure instanceof CacheLoadRejectedException)) {
			return Loaded.ABSENT;
		}
		return stale;
	}

	/**
	 * Return whether a stale value may hide a failure. It never hides an error, which no
	 * loader throws on purpose, or an interrupt from elsewhere, which belongs to the
	 * caller.
	 */
	private static boolean isCoverable(Throwable failure, boolean timedOut) {
		Throwable original = (failure instanceof ThrowableWrapper wrapper) ? wrapper.getOriginal() : failure;
		return original instanceof Exception && (timedOut || !Interruption.is(failure));
	}

}
