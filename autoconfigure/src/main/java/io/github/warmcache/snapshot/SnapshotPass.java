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
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.tier.PropertyNames;
import io.github.warmcache.tier.SharedHistory;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of all caches that have changed. Used by one thread at a time.
 */
final class SnapshotPass {

	private static final EventLog logger = EventLog.of(SnapshotPass.class);

	/**
	 * Number of times within the maximum age that the file of an unchanged cache is
	 * renewed, so that it does not become too old.
	 */
	private static final int RENEWALS = 4;

	private final SnapshotSettings settings;

	private final SnapshotDirectory directory;

	private final EntryFormats formats;

	private final TieredCacheManager caches;

	private final Supplier<@Nullable SharedHistory> history;

	private final Function<String, @Nullable Long> full;

	private final InstantSource clock;

	private final Map<String, Written> written = new ConcurrentHashMap<>();

	private final Set<String> incomplete = ConcurrentHashMap.newKeySet();

	SnapshotPass(SnapshotSettings settings, SnapshotDirectory directory, EntryFormats formats,
			TieredCacheManager caches, Supplier<@Nullable SharedHistory> history, Function<String, @Nullable Long> full,
			InstantSource clock) {
		this.settings = settings;
		this.directory = directory;
		this.formats = formats;
		this.caches = caches;
		this.history = history;
		this.full = full;
		this.clock = clock;
	}

	/**
	 * Write the files of changed caches. A cache without history is written only at the
	 * end, because nothing could tell what the pod evicted after an earlier write.
	 * @param cacheNames the caches that have a file
	 * @param atTheEnd whether this is the last pass, after all changes
	 * @param pause waits until changes in progress in this pod have ended, and returns
	 * whether to continue
	 * @param aborted returns whether to stop writing
	 * @throws InterruptedException if interrupted
	 */
	void run(Set<String> cacheNames, boolean atTheEnd, Pause pause, BooleanSupplier aborted)
			throws InterruptedException {
		SharedHistory told = this.history.get();
		List<TieredCache> filled = cacheNames.stream()
			.filter((name) -> this.full.apply(name) != null)
			.map(this.caches::getCacheIfPresent)
			.filter(Objects::nonNull)
			.filter((cache) -> atTheEnd || hasHistory(cache, told))
			.toList();
		if (filled.isEmpty() || !this.directory.open()) {
			return;
		}
		List<@Nullable String> positions = List.of();
		if (told != null && filled.stream().anyMatch((cache) -> hasHistory(cache, told))) {
			// Taken before the entries are read, so that no entry is older than its
			// position.
			positions = told.positions();
			if (!pause.await()) {
				return;
			}
		}
		for (TieredCache cache : filled) {
			if (aborted.getAsBoolean()) {
				logger.debug("The snapshot of cache '" + cache.getName() + "' is not renewed: the pass was aborted");
				continue;
			}
			if (!hasHistory(cache, told)) {
				writeQuietly(cache, current(cache, List.of()), this.directory.fileForOnce(cache.getName()), aborted);
			}
			else if (positions.stream().anyMatch(Objects::nonNull)) {
				writeIfChanged(cache, positions, aborted);
			}
		}
	}

	/**
	 * Return whether the history can tell later what changed after a file of the cache
	 * was written.
	 */
	static boolean hasHistory(TieredCache cache, @Nullable SharedHistory told) {
		return told != null && cache.sharedTier() != null;
	}

	private void writeIfChanged(TieredCache cache, List<@Nullable String> positions, BooleanSupplier aborted) {
		Written current = current(cache, positions);
		Written before = this.written.get(cache.getName());
		if (before == null || !current.isSame(before)
				|| current.at() - before.at() >= this.settings.maxAge().toMillis() / RENEWALS) {
			writeQuietly(cache, current, this.directory.file(cache.getName()), aborted);
		}
	}

	private Written current(TieredCache cache, List<@Nullable String> positions) {
		return new Written(this.clock.millis(), positions, cache.statistics().count(CacheEvent.LOCAL_PUT),
				cache.statistics().count(CacheEvent.STRIPE_DROPPED), cache.getNativeCache().estimatedSize());
	}

	private void writeQuietly(TieredCache cache, Written current, Path file, BooleanSupplier aborted) {
		try {
			try {
				write(cache, current, file, aborted, !this.written.containsKey(cache.getName()));
			}
			catch (UnequalValuesException ex) {
				reject(cache, file, ex);
			}
			this.written.put(cache.getName(), current);
		}
		catch (IOException | RuntimeException ex) {
			logger.warn(LogEvent.SNAPSHOT_WRITE_FAILED)
				.cache(cache.getName())
				.cause(ex)
				.log("The snapshot of cache '%s' could not be written (%s)".formatted(cache.getName(),
						ex.getClass().getName()));
			logger.debug("Cause", ex);
		}
	}

	private void write(TieredCache cache, Written current, Path file, BooleanSupplier aborted, boolean first)
			throws IOException {
		long began = System.nanoTime();
		EntryFormat format = this.formats.of(cache);
		if (format.unequalValues() > 0) {
			return;
		}
		SnapshotHeader header = new SnapshotHeader(this.settings.application(), cache.getName(), format.schema(),
				current.at(), current.size(), Objects.requireNonNullElse(this.full.apply(cache.getName()), 0L),
				current.positions());
		this.directory.replace(file, (output) -> {
			SnapshotWriter writer = new SnapshotWriter(output, this.settings.signer(), format, this.clock, aborted);
			writer.write(header, cache.localContents());
			if (format.unequalValues() > 0) {
				throw new UnequalValuesException(format.problem());
			}
			tell(cache, writer, System.nanoTime() - began, first);
		});
	}

	/**
	 * Delete the file: an earlier write may not have noticed unequal values in it.
	 */
	private void reject(TieredCache cache, Path file, UnequalValuesException cause) throws IOException {
		cache.statistics().recordUnequalSnapshot();
		logger.warn(LogEvent.SNAPSHOT_VALUES_UNEQUAL)
			.cache(cache.getName())
			.cause(cause.getMessage())
			.log(("The snapshot of cache '%s' is deleted and no longer written, because values read from it would not "
					+ "equal those written: %s. If you know that they are equal, set '%s.shared.trust' to true")
				.formatted(cache.getName(), cause.getMessage(), PropertyNames.cache(cache.getName())));
		Files.deleteIfExists(file);
	}

	private void tell(TieredCache cache, SnapshotWriter writer, long nanos, boolean first) {
		String text = "The snapshot of cache '%s' has %,d entries in %,d bytes, written in %,d ms"
			.formatted(cache.getName(), writer.entries(), writer.bytes(), TimeUnit.NANOSECONDS.toMillis(nanos));
		if (writer.unwritable() > 0 && this.incomplete.add(cache.getName())) {
			String problem = this.formats.of(cache).problem();
			logger.warn(LogEvent.SNAPSHOT_WRITTEN_IN_PART)
				.cache(cache.getName())
				.with(LogField.ENTRIES, writer.entries())
				.with(LogField.COUNT, writer.unwritable())
				.with(LogField.BYTES, writer.bytes())
				.with(LogField.TOOK_MS, TimeUnit.NANOSECONDS.toMillis(nanos))
				.cause(problem)
				.log(text + ", without %,d whose key or value cannot be written".formatted(writer.unwritable())
						+ ((problem != null) ? ", such as " + problem : "") + ". Further ones are not logged");
		}
		else if (first && writer.unwritable() == 0) {
			logger.info(LogEvent.SNAPSHOT_WRITTEN)
				.cache(cache.getName())
				.with(LogField.ENTRIES, writer.entries())
				.with(LogField.BYTES, writer.bytes())
				.with(LogField.TOOK_MS, TimeUnit.NANOSECONDS.toMillis(nanos))
				.log(text);
		}
		else {
			logger.debug(text);
		}
	}

	/**
	 * Thrown if a value that was read back is not equal to the one written.
	 */
	private static final class UnequalValuesException extends IOException {

		private static final long serialVersionUID = 1L;

		UnequalValuesException(@Nullable String message) {
			super(message);
		}

	}

	/**
	 * Waits for changes in progress to end.
	 */
	@FunctionalInterface
	interface Pause {

		boolean await() throws InterruptedException;

	}

	/**
	 * State of a cache when it was written, which tells whether a new file would be the
	 * same.
	 */
	private record Written(long at, List<@Nullable String> positions, long puts, long drops, long size) {

		boolean isSame(Written other) {
			return this.puts == other.puts && this.drops == other.drops && this.size == other.size
					&& this.positions.equals(other.positions);
		}

	}

}
