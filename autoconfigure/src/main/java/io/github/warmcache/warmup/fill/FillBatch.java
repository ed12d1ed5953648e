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

package io.github.warmcache.warmup.fill;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;

import io.github.warmcache.cache.tiered.CacheFill;
import org.jspecify.annotations.Nullable;

/**
 * Some entries of a warm-up, all of them read after this was opened: what is invalidated
 * from then on is not overwritten by them, and nothing else is refused. Not thread-safe,
 * but several of one warm-up may be filled at once.
 */
public final class FillBatch implements AutoCloseable {

	private final WarmupStream stream;

	private final CacheFill fill;

	private long repeated;

	private final AtomicLong bad = new AtomicLong();

	FillBatch(WarmupStream stream, CacheFill fill) {
		this.stream = stream;
		this.fill = fill;
	}

	public void accept(Object key, Object value) {
		this.stream.store(this.fill, key, value, null);
	}

	public void accept(Object key, @Nullable Object value, Duration timeToLive) {
		this.stream.store(this.fill, key, value, timeToLive);
	}

	/**
	 * Take an entry that was counted before.
	 */
	public void acceptAgain(Object key, @Nullable Object value, @Nullable Duration timeToLive) {
		this.stream.storeAgain(this.fill, key, value, timeToLive);
	}

	/**
	 * Count a row that is no entry.
	 */
	public void unreadable() {
		this.bad.incrementAndGet();
	}

	/**
	 * Return how many rows were no entries.
	 */
	public long bad() {
		return this.bad.get();
	}

	/**
	 * Take an entry whose key came before in this part.
	 */
	public void acceptRepeated(Object key, Object value) {
		this.repeated++;
		acceptAgain(key, value, null);
	}

	/**
	 * Return how many entries had a key that came before in this part.
	 */
	public long repeated() {
		return this.repeated;
	}

	/**
	 * Return the keys of which this pod or the shared tier kept no value, because they
	 * may have been changed meanwhile; complete once this is closed.
	 */
	public Collection<Object> refused() {
		return this.fill.refused();
	}

	/**
	 * Whether entries are missing in the shared tier because it lost its server; certain
	 * once this is closed.
	 */
	public boolean isSharedTierLost() {
		return this.fill.isSharedTierLost();
	}

	/**
	 * Write what the shared tier has not got yet.
	 */
	@Override
	public void close() {
		this.fill.close();
	}

}
