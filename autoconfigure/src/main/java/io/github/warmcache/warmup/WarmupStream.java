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

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;

import io.github.warmcache.cache.CacheFill;
import io.github.warmcache.cache.TieredCache;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Context of one warmer in one attempt: writes what it is given to the cache and counts
 * it. Cancelled from any thread.
 */
final class WarmupStream implements WarmupContext, AutoCloseable {

	/**
	 * Stands in the place of the action once it ran, or may not be registered any more.
	 */
	private static final Runnable CANCELLED = () -> {
	};

	private final TieredCache cache;

	private CacheFill fill;

	private final CacheProgress progress;

	private final AtomicReference<@Nullable Runnable> cancelAction = new AtomicReference<>();

	private long entries;

	private @Nullable Long expected;

	private @Nullable Exception doubt;

	private @Nullable String nothingToWarm;

	WarmupStream(TieredCache cache, boolean alsoShared, CacheProgress progress) {
		this.cache = cache;
		this.fill = cache.beginFill(alsoShared);
		this.progress = progress;
	}

	@Override
	public TieredCache cache() {
		return this.cache;
	}

	@Override
	public void accept(Object key, Object value) {
		Assert.notNull(value, "A warmer handed over a null value; known absences need a time to live");
		throwIfCancelled();
		this.fill.put(key, value);
		count();
	}

	@Override
	public void accept(Object key, @Nullable Object value, Duration timeToLive) {
		throwIfCancelled();
		this.fill.put(key, value, timeToLive);
		if (value != null) {
			count();
		}
	}

	private void count() {
		count(1);
	}

	@Override
	public void count(long more) {
		throwIfCancelled();
		this.entries += more;
		this.progress.entries(this.entries);
	}

	@Override
	public void beginBatch(boolean alsoShared) {
		throwIfCancelled();
		this.fill.close();
		this.fill = this.cache.beginFill(alsoShared);
	}

	@Override
	public void nothingToWarm(String why) {
		this.nothingToWarm = why;
	}

	@Override
	public void expect(long total) {
		Assert.isTrue(total >= 0, "total must not be negative");
		this.expected = total;
		this.progress.expect(total);
	}

	@Override
	public void unverified(Exception cause) {
		this.doubt = cause;
	}

	@Override
	public void onCancel(Runnable action) {
		Runnable before = this.cancelAction.getAndUpdate((current) -> (current != CANCELLED) ? action : CANCELLED);
		if (before == CANCELLED) {
			runQuietly(action);
		}
	}

	@Override
	public boolean isCancelled() {
		return this.cancelAction.get() == CANCELLED;
	}

	private void throwIfCancelled() {
		if (isCancelled()) {
			throw new CancellationException("The warm-up was cancelled");
		}
	}

	/**
	 * Refuse further entries, and end a call of the warmer that blocks. May block itself,
	 * as long as the registered action does.
	 */
	void cancel() {
		Runnable action = this.cancelAction.getAndSet(CANCELLED);
		if (action != null) {
			runQuietly(action);
		}
	}

	private static void runQuietly(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException ex) {
			// The stream ends by interruption or with its next entry instead.
		}
	}

	long entries() {
		return this.entries;
	}

	@Nullable Exception doubt() {
		return this.doubt;
	}

	/**
	 * Return why there is nothing to warm the cache with, or {@code null} if there should
	 * be something.
	 */
	@Nullable String nothingToWarm() {
		return this.nothingToWarm;
	}

	/**
	 * Whether all that makes the cache complete came.
	 */
	boolean isComplete() {
		Long total = this.expected;
		return this.entries > 0 && (total == null || this.entries >= total);
	}

	@Override
	public void close() {
		this.fill.close();
	}

}
