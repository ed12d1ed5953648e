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
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

import io.github.warmcache.cache.tiered.LocalContents;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.codec.Signer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the entries that a pod holds of one cache to one file, block by block, so that
 * it needs the memory of only one block. Used once, by one thread.
 */
final class SnapshotWriter implements LocalContents.Visitor {

	/**
	 * Maximum remaining life, so that sums of times do not overflow.
	 */
	private static final Duration LONGEST = Duration.ofDays(36_500);

	private final FrameWriter frames;

	private final EntryFormat format;

	private final InstantSource clock;

	private final BooleanSupplier aborted;

	private final EntryBlock block = new EntryBlock();

	private long entries;

	private long unwritable;

	SnapshotWriter(OutputStream output, @Nullable Signer signer, EntryFormat format, InstantSource clock,
			BooleanSupplier aborted) {
		this.frames = new FrameWriter(output, signer);
		this.format = format;
		this.clock = clock;
		this.aborted = aborted;
	}

	/**
	 * Write a file.
	 * @throws IOException if the file cannot be written, or the write was aborted
	 */
	void write(SnapshotHeader header, LocalContents contents) throws IOException {
		this.frames.begin(header);
		try {
			contents.visit(this);
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
		flush();
		this.frames.end(this.entries);
	}

	@Override
	public void visit(Object key, LocalContents.Held held) {
		Object value = held.value();
		Duration remaining = held.remaining();
		try {
			if (this.aborted.getAsBoolean()) {
				throw new IOException("the write was aborted");
			}
			byte[] keyBytes = this.format.writeKey(key);
			byte[] valueBytes = (value != null) ? this.format.writeValue(value) : null;
			long life = ((remaining.compareTo(LONGEST) < 0) ? remaining : LONGEST).toMillis();
			long now = this.clock.millis();
			if (keyBytes == null || (value != null && valueBytes == null) || !this.block.add(keyBytes, valueBytes,
					now + life, held.provenance().origin(), madeAt(now, held.provenance()))) {
				this.unwritable++;
				return;
			}
			this.entries++;
			if (this.block.isFull()) {
				flush();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static long madeAt(long now, Provenance provenance) {
		return (provenance.age() != null) ? now - provenance.age().toMillis() : 0;
	}

	private void flush() throws IOException {
		if (!this.block.isEmpty()) {
			this.frames.write(Frame.BLOCK, this.block.take());
		}
	}

	long entries() {
		return this.entries;
	}

	/**
	 * Return how many entries could not be written.
	 */
	long unwritable() {
		return this.unwritable;
	}

	long bytes() {
		return this.frames.written();
	}

}
