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

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.CacheOperationInvoker.ThrowableWrapper;

/**
 * What keeps the loads of one cache within bounds, and what is served when they fail.
 *
 * @param cacheName the name of the cache
 * @param policy the bounds
 * @param bulkhead bounds the number of loads
 * @param watchdog ends loads that take too long
 * @param sources asks the source
 * @param stale what is served instead
 * @param statistics counts
 * @param waits how threads wait
 */
record LoadGuards(String cacheName, LoadPolicy policy, Bulkhead bulkhead, Watchdog watchdog, SourceCalls sources,
		StaleValues stale, CacheStatistics statistics, Waits waits) {

	static LoadGuards of(TieredCacheBuilder builder, LocalTier local, CacheStatistics statistics) {
		String name = builder.definition.name();
		LoadPolicy policy = builder.definition.loads();
		Bulkhead bulkhead = new Bulkhead(policy.maxConcurrent());
		SourceCalls sources = new SourceCalls(builder.sourceBreaker, builder.sourceExecutor(), bulkhead, statistics,
				new SourceLog(name, builder.ticker));
		StaleValues stale = new StaleValues(local, policy.staleIfError() != null, builder.ticker, builder.random);
		return new LoadGuards(name, policy, bulkhead, new Watchdog(builder.scheduler()), sources, stale, statistics,
				builder.waits);
	}

	Deadline deadline() {
		return Deadline.in(this.policy.timeout(), this.waits);
	}

	/**
	 * Count a load that did not begin.
	 * @return what to tell the caller
	 */
	CacheLoadRejectedException rejected(@Nullable Throwable cause) {
		this.statistics.record(CacheEvent.LOAD_REJECTED);
		return new CacheLoadRejectedException(this.cacheName, this.policy.maxConcurrent(), cause);
	}

	/**
	 * Count a load that was stopped.
	 * @return what to tell the caller
	 */
	CacheLoadTimeoutException timedOut() {
		this.statistics.record(CacheEvent.LOAD_TIMED_OUT);
		return timeout();
	}

	CacheLoadTimeoutException timeout() {
		return new CacheLoadTimeoutException(this.cacheName, this.policy.timeout());
	}

	/**
	 * Return what to serve to who waited for the load of another one, for too long.
	 * @param willLoad whether the caller has a method body
	 * @return a stale value, or {@link Loaded#ABSENT} for a caller that takes a miss
	 * @throws CacheLoadTimeoutException if there is neither
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
	 * Return what to serve instead of a failure of a load.
	 * @return a stale value, {@link Loaded#ABSENT} for a caller that takes a miss, or
	 * {@code null} if the failure is to be thrown
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
	 * Return whether a stale value may hide a failure: errors are none of the loaders',
	 * and an interrupt from elsewhere is the caller's own.
	 */
	private static boolean isCoverable(Throwable failure, boolean timedOut) {
		Throwable original = (failure instanceof ThrowableWrapper wrapper) ? wrapper.getOriginal() : failure;
		return original instanceof Exception && (timedOut || !Interruption.is(failure));
	}

}
