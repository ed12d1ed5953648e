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

import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.TieredCache;
import io.github.warmcache.cache.TieredCacheManager;
import org.jspecify.annotations.Nullable;

/**
 * Fills one cache from its warmers in the order of preference. Makes one attempt at a
 * time; cancelled from any thread.
 */
final class CacheFiller {

	private final CacheWarmupStep step;

	private final TieredCacheManager caches;

	private final CacheProgress progress;

	private final WarmupLog log;

	private final List<Map.Entry<String, CacheWarmer>> warmers;

	private volatile boolean cancelled;

	private volatile @Nullable WarmupStream stream;

	/**
	 * Warmer that the next attempt begins with: what comes before it delivered already.
	 */
	private int first;

	private long unverifiedEntries;

	CacheFiller(CacheWarmupStep step, TieredCacheManager caches, CacheProgress progress, WarmupLog log) {
		this.step = step;
		this.caches = caches;
		this.progress = progress;
		this.log = log;
		this.warmers = List.copyOf(step.warmers().entrySet());
	}

	/**
	 * Make an attempt.
	 * @return {@code null} if the cache is filled, or why nobody knows whether it is
	 * @throws Exception if it is not
	 */
	@Nullable Exception fill() throws Exception {
		this.progress.beginAttempt();
		TieredCache cache = this.caches.getCache(this.step.cacheName());
		for (int i = this.first; i < this.warmers.size() - 1; i++) {
			WarmupStream preferred = streamUnlessFailed(cache, i);
			if (preferred != null && preferred.entries() > 0) {
				if (preferred.doubt() != null) {
					this.first = i + 1;
					this.unverifiedEntries = preferred.entries();
					return preferred.doubt();
				}
				if (preferred.isComplete()) {
					finish(cache, preferred);
					return null;
				}
			}
			if (preferred != null) {
				this.log.incomplete(this.progress.snapshot());
				if (preferred.entries() > this.unverifiedEntries) {
					this.unverifiedEntries = preferred.entries();
				}
			}
		}
		try {
			WarmupStream last = stream(cache, this.warmers.size() - 1);
			if (last.entries() == 0 && this.step.required() && last.nothingToWarm() == null) {
				throw new NoEntriesException();
			}
			finish(cache, last);
			return null;
		}
		catch (Exception ex) {
			if (this.unverifiedEntries == 0 || this.cancelled || ex instanceof InterruptedException) {
				throw ex;
			}
			// What an earlier warmer brought is there, and nobody can tell what is
			// missing.
			showUnverifiedEntries();
			return ex;
		}
	}

	private @Nullable WarmupStream streamUnlessFailed(TieredCache cache, int warmer) {
		try {
			return stream(cache, warmer);
		}
		catch (Exception ex) {
			if (this.cancelled || ex instanceof InterruptedException) {
				throw new CancellationException();
			}
			this.log.fallsThrough(this.progress.snapshot(), ex);
			return null;
		}
	}

	private WarmupStream stream(TieredCache cache, int warmer) throws Exception {
		Map.Entry<String, CacheWarmer> named = this.warmers.get(warmer);
		this.progress.beginWarmer(named.getKey());
		try (WarmupStream opened = new WarmupStream(cache, named.getValue().fillsSharedTier(), this.progress)) {
			this.stream = opened;
			if (this.cancelled) {
				opened.cancel();
			}
			named.getValue().warm(opened);
			String nothing = opened.nothingToWarm();
			if (nothing != null) {
				this.log.nothingToWarm(this.step.cacheName(), named.getKey(), nothing);
			}
			if (this.cancelled) {
				throw new CancellationException();
			}
			return opened;
		}
		finally {
			this.stream = null;
			this.progress.endWarmer();
		}
	}

	private void finish(TieredCache cache, WarmupStream filled) {
		cache.getNativeCache().cleanUp();
		long held = cache.getNativeCache().estimatedSize();
		this.log.filled(this.progress.snapshot(), held);
		LocalTierSettings bounds = cache.definition().local();
		if (bounds.maximumSize() != null && filled.entries() > bounds.maximumSize()) {
			this.log.tooSmall(this.step.cacheName(), bounds.maximumSize(), filled.entries());
		}
	}

	/**
	 * Show what an earlier attempt left, after a later one failed.
	 */
	void showUnverifiedEntries() {
		this.progress.entries(this.unverifiedEntries);
	}

	/**
	 * End the attempt that is under way, and all further ones at once. May block, as long
	 * as what ends a call of the warmer does.
	 */
	void cancel() {
		this.cancelled = true;
		WarmupStream opened = this.stream;
		if (opened != null) {
			opened.cancel();
		}
	}

	private static final class NoEntriesException extends Exception {

		NoEntriesException() {
			super("nothing came to fill a required cache with");
		}

	}

}
