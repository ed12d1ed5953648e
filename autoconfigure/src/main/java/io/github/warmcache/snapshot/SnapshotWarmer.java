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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.warmcache.cache.tiered.LocalContents;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.tier.SharedHistory;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.WarmupContext;
import org.jspecify.annotations.Nullable;

/**
 * Fills a cache from the file that an earlier run of this pod wrote, except for entries
 * that may have changed since.
 */
final class SnapshotWarmer implements CacheWarmer {

	private static final EventLog logger = EventLog.of(SnapshotWarmer.class);

	/**
	 * Share of the file that makes the cache complete. Some entries have always expired.
	 */
	private static final double ENOUGH = 0.95;

	/**
	 * Time by which the clock may have been set back, in milliseconds.
	 */
	private static final long TOLERANCE = Duration.ofMinutes(1).toMillis();

	private final SnapshotSettings settings;

	private final SnapshotDirectory directory;

	private final EntryFormats formats;

	private final Supplier<@Nullable SharedHistory> history;

	private final InstantSource clock;

	SnapshotWarmer(SnapshotSettings settings, SnapshotDirectory directory, EntryFormats formats,
			Supplier<@Nullable SharedHistory> history, InstantSource clock) {
		this.settings = settings;
		this.directory = directory;
		this.formats = formats;
		this.history = history;
		this.clock = clock;
	}

	@Override
	public void warm(WarmupContext context) throws Exception {
		if (!this.directory.open()) {
			context.expect(1);
			return;
		}
		TieredCache cache = context.cache();
		SharedHistory told = this.history.get();
		if (SnapshotPass.hasHistory(cache, told)) {
			warm(context, this.directory.file(cache.getName()));
			return;
		}
		Path file = this.directory.claimedFile(cache.getName());
		try {
			warm(context, file);
		}
		finally {
			Files.deleteIfExists(file);
		}
	}

	private void warm(WarmupContext context, Path file) throws InterruptedException {
		try (FrameReader frames = FrameReader.open(file, this.directory, this.settings.signer())) {
			load(frames, context);
		}
		catch (NoSuchFileException ex) {
			logger.debug("There is no snapshot of cache '" + context.cacheName() + "'");
			context.expect(1);
		}
		catch (IOException ex) {
			warn(context, problem(ex));
			context.expect(1);
		}
	}

	private void load(FrameReader frames, WarmupContext context) throws IOException, InterruptedException {
		TieredCache cache = context.cache();
		EntryFormat format = this.formats.of(cache);
		SnapshotHeader header = frames.header();
		long now = this.clock.millis();
		check(header, cache, format, now);
		context.expect(Math.max(1, Math.max(header.held(), header.full())));
		SnapshotLoader loader = new SnapshotLoader(frames, format, trusted(cache, header), now, context);
		try {
			loader.load();
		}
		catch (IOException ex) {
			warn(context, problem(ex) + "; %,d entries loaded before that are kept".formatted(loader.handedOver()));
			context.expect(Math.max(loader.values() + 1, Math.max(header.held(), header.full())));
			return;
		}
		// Also compare with the number that made the cache full: it may have been half
		// empty when the file was written.
		boolean enough = loader.handedOver() >= ENOUGH * loader.read() && loader.values() >= ENOUGH * header.full();
		long needed = Math.max(header.full(), enough ? loader.values() : Math.max(loader.values() + 1, loader.read()));
		context.expect(Math.max(1, needed));
		context.complete(enough);
		if (enough && header.full() == 0) {
			context.unverified(new InvalidSnapshotException("the cache was not full when its snapshot was written"));
		}
		Duration age = Duration.ofMillis(Math.max(0, now - header.writtenAt()));
		logger.info(LogEvent.SNAPSHOT_LOADED)
			.cache(cache.getName())
			.with(LogField.ENTRIES, loader.handedOver())
			.with(LogField.EXPECTED, loader.read())
			.with(LogField.AGE_MS, age.toMillis())
			.log("The snapshot of cache '%s' is %,d s old: %,d of %,d entries are still valid"
				.formatted(cache.getName(), age.toSeconds(), loader.handedOver(), loader.read()));
	}

	private void check(SnapshotHeader header, TieredCache cache, EntryFormat format, long now)
			throws InvalidSnapshotException {
		if (!header.application().equals(this.settings.application()) || !header.cache().equals(cache.getName())) {
			throw new InvalidSnapshotException("it belongs to another cache or application");
		}
		if (!header.schema().equals(format.schema())) {
			throw new InvalidSnapshotException("its values have another structure than those of this release");
		}
		long age = now - header.writtenAt();
		if (age > this.settings.maxAge().toMillis()) {
			throw new InvalidSnapshotException("it is older than 'warmcache.snapshots.max-age' allows");
		}
		if (age < -TOLERANCE) {
			throw new InvalidSnapshotException("it was written in the future, according to the clock");
		}
	}

	/**
	 * Return the test for keys that may be loaded. Changes that did not reach Redis, and
	 * those of a cache that shares nothing, do not advance a stripe, so a key that this
	 * pod itself has changed or loaded meanwhile is not loaded.
	 */
	private Predicate<Object> trusted(TieredCache cache, SnapshotHeader header) {
		LocalContents contents = cache.localContents();
		SharedTier shared = cache.sharedTier();
		SharedHistory told = (shared != null) ? this.history.get() : null;
		if (shared == null || told == null) {
			return contents::isUntouched;
		}
		List<Boolean> stripes = told.adopt(cache.getName(), header.positions());
		return (key) -> stripes.get(shared.stripe(key)) && contents.isUntouched(key);
	}

	/**
	 * Describe a failure. The message of any other exception may contain data.
	 */
	private static String problem(IOException ex) {
		return (ex instanceof InvalidSnapshotException) ? String.valueOf(ex.getMessage())
				: "it cannot be read (" + ex.getClass().getName() + ")";
	}

	private static void warn(WarmupContext context, String problem) {
		logger.warn(LogEvent.SNAPSHOT_REJECTED)
			.cache(context.cacheName())
			.cause(problem)
			.log("The snapshot of cache '%s' is rejected: %s".formatted(context.cacheName(), problem));
	}

	@Override
	public boolean fillsSharedTier() {
		return false;
	}

}
