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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.ValueOrigin;
import org.jspecify.annotations.Nullable;

/**
 * Entries that are written and read together. The bytes of a block are the number of
 * entries; for each entry its expiry, the time of its making and its origin, the length
 * of its key, the key, and the length of its value, which is negative for a known
 * absence; then the values, with a line feed after each. Not thread-safe.
 */
final class EntryBlock {

	private static final int ABSENT = -1;

	private static final int FULL = 64 * 1024;

	private static final int SHORTEST_ENTRY = 2 * Long.BYTES + 2 * Integer.BYTES;

	/**
	 * Number of bits of an origin, below those of the time.
	 */
	private static final int ORIGIN_BITS = 2;

	private static final ValueOrigin[] ORIGINS = ValueOrigin.values();

	static final int LONGEST_ENTRY = Frame.LONGEST - 2 * FULL;

	private final ByteArrayOutputStream index = new ByteArrayOutputStream(FULL / 4);

	private final ByteArrayOutputStream values = new ByteArrayOutputStream(FULL + FULL / 4);

	private int entries;

	/**
	 * Add an entry.
	 * @param madeAt when the value was made, in milliseconds since 1970, 0 if unknown
	 * @return {@code false} if it is too long to be added
	 */
	boolean add(byte[] key, byte @Nullable [] value, long expiresAt, ValueOrigin origin, long madeAt) {
		if ((long) key.length + ((value != null) ? value.length : 0) > LONGEST_ENTRY) {
			return false;
		}
		this.index.writeBytes(ofNumber(expiresAt));
		this.index.writeBytes(ofNumber((madeAt << ORIGIN_BITS) | origin.ordinal()));
		this.index.writeBytes(ofLength(key.length));
		this.index.writeBytes(key);
		this.index.writeBytes(ofLength((value != null) ? value.length : ABSENT));
		if (value != null) {
			this.values.writeBytes(value);
			this.values.write('\n');
		}
		this.entries++;
		return true;
	}

	boolean isFull() {
		return this.index.size() + this.values.size() >= FULL;
	}

	boolean isEmpty() {
		return this.entries == 0;
	}

	/**
	 * Return the bytes of the entries, and empty this block.
	 */
	byte[] take() {
		byte[] taken = ByteBuffer.allocate(Integer.BYTES + this.index.size() + this.values.size())
			.putInt(this.entries)
			.put(this.index.toByteArray())
			.put(this.values.toByteArray())
			.array();
		this.index.reset();
		this.values.reset();
		this.entries = 0;
		return taken;
	}

	static byte[] ofNumber(long number) {
		return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
	}

	static long number(byte[] bytes) throws InvalidSnapshotException {
		if (bytes.length != Long.BYTES) {
			throw new InvalidSnapshotException("its end is corrupt");
		}
		return ByteBuffer.wrap(bytes).getLong();
	}

	private static byte[] ofLength(int length) {
		return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
	}

	/**
	 * Read entries.
	 * @param bytes the bytes of a block, whose checksum was verified
	 * @param format reads keys and values
	 * @return the entries; those that cannot be read have no key
	 * @throws InvalidSnapshotException if the bytes are not those of a block
	 */
	static List<Entry> read(byte[] bytes, EntryFormat format) throws InvalidSnapshotException {
		try {
			return read(ByteBuffer.wrap(bytes), format);
		}
		catch (BufferUnderflowException ex) {
			throw broken();
		}
	}

	private static List<Entry> read(ByteBuffer buffer, EntryFormat format) throws InvalidSnapshotException {
		int count = buffer.getInt();
		if (count < 0 || count > buffer.remaining() / SHORTEST_ENTRY) {
			throw broken();
		}
		@Nullable Object[] keys = new @Nullable Object[count];
		long[] expiries = new long[count];
		long[] made = new long[count];
		int[] lengths = new int[count];
		for (int i = 0; i < count; i++) {
			expiries[i] = buffer.getLong();
			made[i] = buffer.getLong();
			keys[i] = format.readKey(part(buffer, buffer.getInt()));
			lengths[i] = buffer.getInt();
		}
		Iterator<@Nullable Object> values = values(buffer, lengths, format).iterator();
		List<Entry> entries = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			Object value = (lengths[i] != ABSENT) ? values.next() : null;
			boolean readable = lengths[i] == ABSENT || value != null;
			entries.add(new Entry(readable ? keys[i] : null, value, expiries[i],
					ORIGINS[(int) made[i] & ((1 << ORIGIN_BITS) - 1)], made[i] >> ORIGIN_BITS));
		}
		return entries;
	}

	private static List<@Nullable Object> values(ByteBuffer buffer, int[] lengths, EntryFormat format)
			throws InvalidSnapshotException {
		int[] present = Arrays.stream(lengths).filter((length) -> length != ABSENT).toArray();
		if (Arrays.stream(present).anyMatch((length) -> length < 0)
				|| Arrays.stream(present).asLongStream().map((length) -> length + 1).sum() != buffer.remaining()) {
			throw broken();
		}
		return format.readValues(buffer.array(), buffer.position(), present);
	}

	private static byte[] part(ByteBuffer buffer, int length) throws InvalidSnapshotException {
		if (length < 0 || length > buffer.remaining()) {
			throw broken();
		}
		byte[] part = new byte[length];
		buffer.get(part);
		return part;
	}

	private static InvalidSnapshotException broken() {
		return new InvalidSnapshotException("a block is corrupt");
	}

	/**
	 * An entry.
	 *
	 * @param key the key, or {@code null} if it or its value could not be read
	 * @param value the value, or {@code null} for a known absence or an unreadable value
	 * @param expiresAt the expiry, in milliseconds since 1970
	 * @param origin where the value was made
	 * @param madeAt when the value was made, in milliseconds since 1970, 0 if unknown
	 */
	record Entry(@Nullable Object key, @Nullable Object value, long expiresAt, ValueOrigin origin, long madeAt) {

		/**
		 * Return where the value was made, and how long ago.
		 * @param now the time, in milliseconds since 1970
		 */
		Provenance provenance(long now) {
			return new Provenance(this.origin,
					(this.madeAt > 0) ? Duration.ofMillis(Math.max(0, now - this.madeAt)) : null);
		}

	}

}
