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

package io.github.warmcache.snapshot;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.tier.SharedHistory;
import io.github.warmcache.tier.ValueCodecFactory;
import io.github.warmcache.warmup.CacheWarmer;

/**
 * What {@link Snapshots} does for one cache, without its thread and its clock: a pass at
 * a time, which waits where its caller says.
 */
public final class SimulatedSnapshots implements AutoCloseable {

	private final String cacheName;

	private final SnapshotDirectory directory;

	private final SnapshotPass pass;

	private final CacheWarmer warmer;

	/**
	 * Make the snapshots of a cache.
	 * @param directory the directory of its files
	 * @param cacheName its name
	 * @param caches where it is
	 * @param codecs turns entries into bytes
	 * @param history tells whether entries are still good
	 * @param clock tells when entries expire
	 */
	public SimulatedSnapshots(Path directory, String cacheName, TieredCacheManager caches, ValueCodecFactory codecs,
			SharedHistory history, InstantSource clock) {
		this.cacheName = cacheName;
		SnapshotSettings settings = new SnapshotSettings(directory, "simulation", Duration.ofMinutes(5),
				Duration.ofHours(24));
		this.directory = new SnapshotDirectory(directory);
		EntryFormats known = new EntryFormats(codecs);
		this.pass = new SnapshotPass(settings, this.directory, known, caches, () -> history, (name) -> 0L, clock);
		this.warmer = new SnapshotWarmer(settings, this.directory, known, () -> history, clock);
	}

	/**
	 * Write the file of the cache, if something has changed.
	 * @param atTheEnd whether nothing changes any more
	 * @param pause waits for the changes that this pod is making
	 * @throws InterruptedException if interrupted
	 */
	public void write(boolean atTheEnd, Runnable pause) throws InterruptedException {
		this.pass.run(Set.of(this.cacheName), atTheEnd, () -> {
			pause.run();
			return true;
		}, () -> false);
	}

	/**
	 * Return what fills the cache from its file.
	 * @return the warmer
	 */
	public CacheWarmer warmer() {
		return this.warmer;
	}

	/**
	 * Leave the directory to the next process.
	 */
	@Override
	public void close() {
		this.directory.close();
	}

}
