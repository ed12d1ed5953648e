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

import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;

import io.github.warmcache.cache.tiered.CacheFill;
import io.github.warmcache.tier.SharedRead;

/**
 * Batch of warm-up entries that are read after the batch was opened. Refuses only entries
 * whose keys may have been invalidated since then. Not thread-safe, but several batches
 * of one warm-up may be filled at once.
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

	/**
	 * Store an entry of the source.
	 */
	public void accept(Object key, Object value) {
		this.stream.store(this.fill, key, value);
	}

	/**
	 * Store a copy of an entry of the shared tier.
	 */
	public void acceptCopy(Object key, SharedRead.Hit copied) {
		this.stream.storeCopy(this.fill, key, copied);
	}

	/**
	 * Store an entry that was counted before.
	 */
	public void acceptAgain(Object key, Object value) {
		this.stream.storeAgain(this.fill, key, value);
	}

	/**
	 * Store a copy of an entry of the shared tier that was counted before.
	 */
	public void acceptCopyAgain(Object key, SharedRead.Hit copied) {
		this.stream.storeCopyAgain(this.fill, key, copied);
	}

	/**
	 * Count an unreadable row.
	 */
	public void unreadable() {
		this.bad.incrementAndGet();
	}

	/**
	 * Return the number of unreadable rows.
	 */
	public long bad() {
		return this.bad.get();
	}

	/**
	 * Store an entry whose key came before in this batch.
	 */
	public void acceptRepeated(Object key, Object value) {
		this.repeated++;
		acceptAgain(key, value);
	}

	/**
	 * Return how many entries had a key that came before in this batch.
	 */
	public long repeated() {
		return this.repeated;
	}

	/**
	 * Return the keys whose values this pod or the shared tier did not keep, because they
	 * may have changed since the batch was opened. Complete once the batch is closed.
	 */
	public Collection<Object> refused() {
		return this.fill.refused();
	}

	/**
	 * Return whether entries are missing in the shared tier because it lost its server.
	 * Final once the batch is closed.
	 */
	public boolean isSharedTierLost() {
		return this.fill.isSharedTierLost();
	}

	/**
	 * Write the remaining entries to the shared tier.
	 */
	@Override
	public void close() {
		this.fill.close();
	}

}
