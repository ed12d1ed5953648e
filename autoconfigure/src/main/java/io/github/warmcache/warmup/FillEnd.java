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

package io.github.warmcache.warmup;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.TieredCache;

/**
 * What is noted and said once a cache is filled.
 *
 * @param progress is told what came of it
 * @param log is told as well
 * @param cancelled tells that nobody wants to know any more
 */
record FillEnd(CacheProgress progress, WarmupLog log, BooleanSupplier cancelled) {

	/**
	 * Note that a cache is filled.
	 * @return whether it is full, or filled without rows that cannot be read
	 */
	FillResult filled(TieredCache cache, WarmupStream filled, CacheWarmer warmer) throws InterruptedException {
		cache.getNativeCache().cleanUp();
		long held = cache.getNativeCache().estimatedSize();
		this.progress.filled(full(filled, held));
		this.log.filled(this.progress.snapshot(), held);
		LocalTierSettings bounds = cache.definition().local();
		if (bounds.maximumSize() != null && filled.entries() > bounds.maximumSize()) {
			this.log.tooSmall(cache.getName(), bounds.maximumSize(), filled.entries());
		}
		if (cache.completeness().isEnabled()) {
			this.progress.completeness(cache.completeness());
			complete(cache, filled, warmer);
		}
		return judge(cache.getName(), filled);
	}

	private FillResult judge(String cacheName, WarmupStream filled) {
		SourceRows rows = filled.report().rows();
		this.progress.rows(rows.bad(), rows.repeatedKeys());
		if (rows.repeatedKeys() > 0) {
			this.log.repeatedKeys(cacheName, rows.repeatedKeys(), filled.report().read(filled.entries()));
		}
		if (rows.bad() == 0) {
			return FillResult.FULL;
		}
		String what = rows.describe(filled.entries());
		this.log.badRows(cacheName, what);
		return FillResult.partial(new BadRowsException(what));
	}

	/**
	 * Return how many entries the cache is full with. Not all that came may fit, and a
	 * file of an earlier run may have lost a few that make it full.
	 */
	private static long full(WarmupStream filled, long held) {
		Long expected = filled.report().expected();
		SourceRows rows = filled.report().rows();
		long all = (expected != null) ? Math.max(expected - rows.bad() - rows.repeatedKeys(), filled.entries())
				: filled.entries();
		return (held < filled.entries()) ? all * held / filled.entries() : all;
	}

	/**
	 * Say that the cache is complete. If it is not, it is as good as any other one.
	 */
	private void complete(TieredCache cache, WarmupStream filled, CacheWarmer warmer) throws InterruptedException {
		String why;
		try {
			boolean allRead = filled.report().rows().bad() == 0;
			why = (filled.isComplete() && warmer.bringsAll() && allRead)
					? filled.load().finish(CacheWarmers.readAll(warmer)) : "not all entries came";
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			why = ErrorText.of(ex);
		}
		if (this.cancelled.getAsBoolean()) {
			throw new CancellationException();
		}
		this.log.complete(cache.getName(), why);
	}

}
