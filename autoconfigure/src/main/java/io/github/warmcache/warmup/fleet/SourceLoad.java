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

package io.github.warmcache.warmup.fleet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.Chunk;
import io.github.warmcache.source.ChunkedSource;
import io.github.warmcache.source.KeyRange;
import io.github.warmcache.tier.LoadLease;
import io.github.warmcache.warmup.fill.FillBatch;
import io.github.warmcache.warmup.fill.FillException;
import io.github.warmcache.warmup.fill.KeyLoads;
import io.github.warmcache.warmup.fill.SeenKeys;
import io.github.warmcache.warmup.fill.WarmupStream;
import io.github.warmcache.warmup.fleet.LeaseKeeper.LeaseLostException;
import org.jspecify.annotations.Nullable;

/**
 * Load of a whole source into this pod and the shared tier. A source that can be read in
 * chunks is loaded chunk by chunk. So few entries are refused because of a change
 * meanwhile, and another pod can continue after any chunk.
 */
final class SourceLoad {

	/**
	 * Number of entries after which the progress of a source without chunks is saved for
	 * the pods that wait.
	 */
	private static final int TOLD_AT_ONCE = 10_000;

	/**
	 * Maximum number of tries to load keys whose values were refused because of a change.
	 * The next change may refuse them again.
	 */
	private static final int MOST_ROUNDS = 8;

	private static final int MOST_KEYS_AT_ONCE = 500;

	/**
	 * Number of calls of the source to load a few keys. The fewer keys a call has, the
	 * sooner it ends and the fewer changes come in between.
	 */
	private static final int CALLS = 20;

	private final WarmupStream stream;

	private final CacheSource<Object, Object> source;

	private final int partitions;

	private final @Nullable LeaseKeeper lease;

	private final Map<Integer, Runnable> cancellations = new ConcurrentHashMap<>();

	private volatile Runnable firstCancellation = () -> {
	};

	private final AtomicLong entries = new AtomicLong();

	private final AtomicLong inherited = new AtomicLong();

	private volatile List<LoadLease.Part> parts;

	private volatile boolean sharedTierLost;

	private volatile boolean stopped;

	private final Object saving = new Object();

	/**
	 * Create a load.
	 * @param stream takes the entries
	 * @param source the source
	 * @param partitions number of parts that are read at once
	 * @param lease saves the progress for other pods, or {@code null} if this pod loads
	 * alone
	 * @param parts progress so far, empty for none
	 */
	SourceLoad(WarmupStream stream, CacheSource<Object, Object> source, int partitions, @Nullable LeaseKeeper lease,
			List<LoadLease.Part> parts) {
		this.stream = stream;
		this.source = source;
		this.partitions = partitions;
		this.lease = lease;
		this.parts = List.copyOf(parts);
	}

	/**
	 * Load everything that earlier leaders did not load.
	 * @return how many entries the source had, those of earlier leaders included
	 * @throws LeaseLostException if another pod may be loading
	 * @throws Exception if the source failed
	 */
	long run() throws Exception {
		try {
			if (this.source instanceof ChunkedSource<Object, Object> chunked && chunked.isChunked()) {
				runChunks(chunked);
			}
			else {
				this.stream.countFrom(0);
				runWhole();
			}
			this.stream.report().rows().check(this.entries.get());
			return this.entries.get();
		}
		catch (FillException ex) {
			// The next leader must read all rows again, because they may have been
			// corrected.
			this.parts = List.of();
			save();
			throw ex;
		}
	}

	/**
	 * Return how many entries earlier leaders put into the shared tier.
	 */
	long inherited() {
		return this.inherited.get();
	}

	/**
	 * Register the action that runs first when the load is cancelled.
	 */
	void onCancel(Runnable action) {
		this.firstCancellation = action;
		this.stream.onCancel(this::cancel);
	}

	private void cancel() {
		this.firstCancellation.run();
		cancelSource();
	}

	/**
	 * End the blocking calls of the source, and accept no further entries.
	 */
	private void cancelSource() {
		this.stopped = true;
		this.cancellations.values().forEach((action) -> {
			try {
				action.run();
			}
			catch (RuntimeException ex) {
				// Ignored, so that the other calls are ended too.
			}
		});
	}

	private void runWhole() throws Exception {
		this.stream.report().rows().reset();
		FillBatch part = open();
		try (part) {
			EntryPipeline.read(new LoadSink(this, part, 0, SeenKeys.unordered(), true), this.stream.cacheName(),
					(sink) -> {
						this.source.stream(sink);
						return true;
					});
		}
		reload(part.refused());
		this.sharedTierLost |= part.isSharedTierLost();
	}

	private void runChunks(ChunkedSource<Object, Object> chunked) throws Exception {
		List<LoadLease.Part> open = this.parts;
		// Do not continue a load that found nothing: the source may have entries by now.
		if (open.stream().allMatch((part) -> part.done() && part.entries() == 0)) {
			open = chunked.partitions(this.partitions)
				.stream()
				.map((range) -> new LoadLease.Part(range.from(), range.to(), null, 0, false))
				.toList();
			this.parts = open;
			save();
		}
		this.stream.report().rows().copied(open.stream().mapToLong(LoadLease.Part::badRows).sum());
		long before = open.stream().mapToLong(LoadLease.Part::entries).sum();
		this.inherited.set(before);
		this.entries.set(before);
		this.stream.countFrom(before);
		List<PartLoad> loads = new ArrayList<>();
		for (int i = 0; i < open.size(); i++) {
			if (!open.get(i).done()) {
				loads.add(new PartLoad(chunked, i, open.get(i)));
			}
		}
		new ParallelLoads(this.stream.cacheName(), this.partitions).run(loads, this::cancelSource);
	}

	/**
	 * Load the refused keys again. A value that changes all the time may stay out until
	 * it is read.
	 */
	private void reload(Collection<Object> refused) throws Exception {
		List<Object> open = List.copyOf(refused);
		for (int round = 0; round < MOST_ROUNDS && !open.isEmpty(); round++) {
			List<Object> again = new ArrayList<>();
			int atOnce = Math.min(MOST_KEYS_AT_ONCE, 1 + open.size() / CALLS);
			for (int from = 0; from < open.size(); from += atOnce) {
				List<Object> keys = open.subList(from, Math.min(open.size(), from + atOnce));
				FillBatch part = open();
				try (part) {
					KeyLoads.load(this.source, keys, this.stream).forEach(part::acceptAgain);
				}
				again.addAll(part.refused());
				gotOn();
			}
			open = again;
		}
	}

	/**
	 * Open a batch of entries that are read from now on.
	 */
	private FillBatch open() {
		// Bypass a lost server, or each chunk would wait for it again.
		return this.stream.part(!this.sharedTierLost);
	}

	/**
	 * Read entries of one part of the source.
	 */
	private <T> T read(FillBatch part, int number, SeenKeys seen, EntryPipeline.Reading<T> reading) throws Exception {
		return EntryPipeline.read(new LoadSink(this, part, number, seen, false), this.stream.cacheName(), reading);
	}

	/**
	 * Record that entries of a part are in the shared tier.
	 */
	private void landed(int number, LoadLease.Part part, long more) {
		synchronized (this) {
			List<LoadLease.Part> changed = new ArrayList<>(this.parts);
			changed.set(number, part);
			this.parts = List.copyOf(changed);
		}
		this.entries.addAndGet(more);
		save();
	}

	/**
	 * Record that entries did not reach the shared tier. A load for all pods ends here,
	 * because it would announce entries that the other pods cannot copy.
	 * @throws LeaseLostException if other pods wait for the entries
	 */
	private void loseSharedTier() {
		this.sharedTierLost = true;
		if (this.lease != null) {
			throw new LeaseLostException();
		}
	}

	/**
	 * Count an entry of a load without chunks.
	 */
	void counted() {
		if (this.entries.incrementAndGet() % TOLD_AT_ONCE == 0) {
			save();
		}
	}

	/**
	 * Register the action that ends a blocking call of the source.
	 */
	void onCancel(int number, Runnable action) {
		this.cancellations.put(number, action);
		this.stream.onCancel(this::cancel);
	}

	WarmupStream stream() {
		return this.stream;
	}

	boolean isSharedTierLost() {
		return this.sharedTierLost;
	}

	private void throwIfStopped() {
		if (this.stopped) {
			throw new CancellationException("The load was stopped");
		}
	}

	/**
	 * Return how far each part is.
	 */
	List<LoadLease.Part> parts() {
		return this.parts;
	}

	/**
	 * Save the progress. Saves run one after the other, so that an older state never
	 * replaces a newer one.
	 */
	private void save() {
		if (this.lease != null) {
			synchronized (this.saving) {
				this.lease.save(this.parts, this.entries.get());
			}
		}
	}

	/**
	 * Record progress of the load.
	 * @throws CancellationException if the load was stopped
	 * @throws LeaseLostException if another pod may be loading
	 */
	void gotOn() {
		throwIfStopped();
		if (this.lease != null) {
			this.lease.entry();
		}
	}

	/**
	 * Load of one part of a source, chunk by chunk from its saved position.
	 */
	private final class PartLoad implements Callable<@Nullable Void> {

		private final ChunkedSource<Object, Object> source;

		private final int number;

		private LoadLease.Part part;

		PartLoad(ChunkedSource<Object, Object> source, int number, LoadLease.Part part) {
			this.source = source;
			this.number = number;
			this.part = part;
		}

		@Override
		public @Nullable Void call() throws Exception {
			for (int i = 0; !this.part.done(); i++) {
				throwIfStopped();
				loadChunk(this.source.chunkSize(i), i == 0);
			}
			return null;
		}

		private void loadChunk(int limit, boolean first) throws Exception {
			KeyRange range = new KeyRange(this.part.from(), this.part.to());
			// A source that turns out to have no chunks delivers everything in the first
			// one.
			SeenKeys seen = first ? SeenKeys.unordered() : SeenKeys.ordered();
			Chunk chunk;
			// Take the marks before the query: rows may be outdated by the time they are
			// stored.
			FillBatch fill = open();
			try (fill) {
				chunk = read(fill, this.number, seen,
						(sink) -> this.source.stream(range, this.part.position(), limit, sink));
			}
			if (fill.isSharedTierLost()) {
				loseSharedTier();
			}
			reload(fill.refused());
			String position = (chunk.last() != null) ? chunk.last() : this.part.position();
			long entries = chunk.entries() - fill.repeated();
			this.part = new LoadLease.Part(this.part.from(), this.part.to(), position, this.part.entries() + entries,
					chunk.end(), this.part.badRows() + fill.bad());
			landed(this.number, this.part, entries);
		}

	}

}
