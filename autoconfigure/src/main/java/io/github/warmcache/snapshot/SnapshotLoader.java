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
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

import io.github.warmcache.thread.DaemonThreads;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.warmup.WarmupContext;
import org.jspecify.annotations.Nullable;

/**
 * Passes the entries of one file to a warm-up. One thread reads the file and passes
 * entries on, while others decode blocks. Used once.
 */
final class SnapshotLoader {

	/**
	 * Number of blocks of 64 KiB read ahead per thread. With fewer, the threads wait for
	 * each other.
	 */
	private static final int BLOCKS_AHEAD = 16;

	/**
	 * Maximum number of blocks read ahead, so that many threads do not take memory from
	 * the cache.
	 */
	private static final int MOST_AHEAD = 64;

	private final FrameReader frames;

	private final EntryFormat format;

	private final Predicate<Object> trusted;

	private final long now;

	private final WarmupContext context;

	private long read;

	private long values;

	private long absences;

	/**
	 * Create a loader.
	 * @param frames the file
	 * @param format reads its entries
	 * @param trusted tells which keys may be loaded; called by many threads
	 * @param now the time, in milliseconds since 1970
	 * @param context receives the entries
	 */
	SnapshotLoader(FrameReader frames, EntryFormat format, Predicate<Object> trusted, long now, WarmupContext context) {
		this.frames = frames;
		this.format = format;
		this.trusted = trusted;
		this.now = now;
		this.context = context;
	}

	/**
	 * Pass on the entries that are still valid.
	 * @throws InvalidSnapshotException if part of the file is corrupt; the entries passed
	 * on are intact
	 * @throws IOException if it cannot be read
	 * @throws InterruptedException if interrupted
	 */
	void load() throws IOException, InterruptedException {
		int parallelism = Runtime.getRuntime().availableProcessors();
		ExecutorService executor = Executors.newFixedThreadPool(parallelism,
				DaemonThreads.numbered("warmcache-snapshot-"));
		try {
			load(executor, Math.min(MOST_AHEAD, BLOCKS_AHEAD * parallelism));
		}
		finally {
			executor.shutdownNow();
		}
	}

	private void load(ExecutorService executor, int ahead) throws IOException, InterruptedException {
		Queue<Future<Block>> pending = new ArrayDeque<>(ahead);
		Frame frame = this.frames.next();
		while (frame.kind() == Frame.BLOCK) {
			if (pending.size() == ahead) {
				handOver(pending.remove());
			}
			Frame block = frame;
			pending.add(executor.submit(() -> decode(block)));
			frame = this.frames.next();
		}
		for (Future<Block> block : pending) {
			handOver(block);
		}
		byte[] end = this.frames.content(frame);
		if (frame.kind() != Frame.END || EntryBlock.number(end) != this.read || !this.frames.isAtEnd()) {
			throw new InvalidSnapshotException("its end is corrupt");
		}
	}

	private Block decode(Frame frame) throws InvalidSnapshotException {
		List<EntryBlock.Entry> entries = EntryBlock.read(this.frames.content(frame), this.format);
		List<Kept> kept = new ArrayList<>(entries.size());
		for (EntryBlock.Entry entry : entries) {
			Kept checked = check(entry);
			if (checked != null) {
				kept.add(checked);
			}
		}
		return new Block(entries.size(), kept);
	}

	private @Nullable Kept check(EntryBlock.Entry entry) {
		Object key = entry.key();
		// A clock that was set back must not prolong the remaining life.
		long life = Math.min(entry.expiresAt() - this.now, entry.expiresAt() - this.frames.header().writtenAt());
		return (key != null && life > 0 && this.trusted.test(key))
				? new Kept(key, entry.value(), Duration.ofMillis(life), entry.provenance(this.now)) : null;
	}

	private void handOver(Future<Block> future) throws IOException, InterruptedException {
		Block block;
		try {
			block = future.get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof InvalidSnapshotException invalid) {
				throw invalid;
			}
			throw new IOException("A part could not be read", ex.getCause());
		}
		this.read += block.read();
		for (Kept entry : block.kept()) {
			this.context.accept(entry.key(), entry.value(), entry.life(), entry.provenance());
			if (entry.value() != null) {
				this.values++;
			}
			else {
				this.absences++;
			}
		}
	}

	/**
	 * Return how many entries were read, valid or not.
	 */
	long read() {
		return this.read;
	}

	/**
	 * Return how many values were passed on.
	 */
	long values() {
		return this.values;
	}

	/**
	 * Return how many entries were passed on, including known absences.
	 */
	long handedOver() {
		return this.values + this.absences;
	}

	private record Block(int read, List<Kept> kept) {
	}

	private record Kept(Object key, @Nullable Object value, Duration life, Provenance provenance) {
	}

}
