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

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.github.warmcache.tier.EntryCodec;
import org.jspecify.annotations.Nullable;

/**
 * Entries that are written and read together. Each is its expiry, the length of its key,
 * its key, the length of its value and its value; a known absence has a negative length
 * and no value. Not thread-safe.
 */
final class EntryBlock {

	private static final int ABSENT = -1;

	private static final int FULL = 64 * 1024;

	private static final int LONGEST_ENTRY = Frame.LONGEST - 2 * FULL;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(FULL + FULL / 4);

	/**
	 * Add an entry.
	 * @return whether it was added, which it is not if it is too long
	 */
	boolean add(byte[] key, byte @Nullable [] value, long expiresAt) {
		if ((long) key.length + ((value != null) ? value.length : 0) > LONGEST_ENTRY) {
			return false;
		}
		this.bytes.writeBytes(ofNumber(expiresAt));
		this.bytes.writeBytes(ofLength(key.length));
		this.bytes.writeBytes(key);
		this.bytes.writeBytes(ofLength((value != null) ? value.length : ABSENT));
		if (value != null) {
			this.bytes.writeBytes(value);
		}
		return true;
	}

	boolean isFull() {
		return this.bytes.size() >= FULL;
	}

	boolean isEmpty() {
		return this.bytes.size() == 0;
	}

	/**
	 * Return the bytes of the entries, and begin anew.
	 */
	byte[] take() {
		byte[] taken = this.bytes.toByteArray();
		this.bytes.reset();
		return taken;
	}

	static byte[] ofNumber(long number) {
		return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
	}

	static long number(byte[] bytes) throws InvalidSnapshotException {
		if (bytes.length != Long.BYTES) {
			throw new InvalidSnapshotException("its end is broken");
		}
		return ByteBuffer.wrap(bytes).getLong();
	}

	private static byte[] ofLength(int length) {
		return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
	}

	/**
	 * Read entries.
	 * @param bytes the bytes of a block that is intact
	 * @param codec reads keys and values
	 * @return the entries; those that the codec cannot read are without a key
	 * @throws InvalidSnapshotException if they were not written by this class
	 */
	static List<Entry> read(byte[] bytes, EntryCodec codec) throws InvalidSnapshotException {
		List<Entry> entries = new ArrayList<>();
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		try {
			while (buffer.hasRemaining()) {
				long expiresAt = buffer.getLong();
				byte[] key = part(buffer, buffer.getInt());
				int length = buffer.getInt();
				byte[] stored = (length != ABSENT) ? part(buffer, length) : null;
				Object value = (stored != null) ? codec.readValue(stored) : null;
				boolean readable = stored == null || value != null;
				entries.add(new Entry(readable ? codec.readKey(key) : null, value, expiresAt));
			}
		}
		catch (BufferUnderflowException ex) {
			throw new InvalidSnapshotException("a block is broken");
		}
		return entries;
	}

	private static byte[] part(ByteBuffer buffer, int length) throws InvalidSnapshotException {
		if (length < 0 || length > buffer.remaining()) {
			throw new InvalidSnapshotException("a block is broken");
		}
		byte[] part = new byte[length];
		buffer.get(part);
		return part;
	}

	/**
	 * An entry.
	 *
	 * @param key the key, or {@code null} if it or its value could not be read
	 * @param value the value, or {@code null} for a known absence
	 * @param expiresAt in milliseconds since 1970
	 */
	record Entry(@Nullable Object key, @Nullable Object value, long expiresAt) {
	}

}
