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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Part of a snapshot file.
 * <p>
 * A file consists of the eight bytes of {@link #magic()} and of frames: one header, any
 * number of blocks of entries, one end. A frame consists of its length, kind, checksum
 * and bytes. The checksum covers the checksum of the header and the frame's number,
 * length, kind and bytes, so that it detects a block of another file or a missing block,
 * as well as a flipped bit. Numbers are big-endian.
 *
 * @param number its number in the file, from 0
 * @param kind the kind
 * @param checksum the checksum that was read
 * @param bytes its bytes, not to be modified
 */
@SuppressWarnings("ArrayRecordComponent")
record Frame(int number, byte kind, int checksum, byte[] bytes) {

	static final byte HEADER = 1;

	static final byte BLOCK = 2;

	static final byte END = 3;

	/**
	 * Size of length, kind and checksum.
	 */
	static final int PREFIX = Integer.BYTES + 1 + Integer.BYTES;

	/**
	 * Maximum length of a frame, so that a corrupt length cannot exhaust the heap.
	 */
	static final int LONGEST = 16 * 1024 * 1024;

	private static final ByteBuffer PURPOSE = ByteBuffer
		.wrap("warmcache snapshot 1".getBytes(StandardCharsets.US_ASCII))
		.asReadOnlyBuffer();

	/**
	 * Return the first bytes of a file of this format.
	 * @param signed whether the file is signed
	 */
	static byte[] magic(boolean signed) {
		return (signed ? "WARMC\u0000\u0000\u0005" : "WARMC\u0000\u0000\u0004").getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Return what is signed of a frame: its content and its place in its file.
	 * @param header the signature of the header, empty for the header itself
	 * @param number the number of the frame
	 * @param kind its kind
	 * @param content its bytes without the signature
	 */
	static ByteBuffer[] signed(byte[] header, int number, byte kind, ByteBuffer content) {
		return new ByteBuffer[] { PURPOSE, ByteBuffer.wrap(header),
				ByteBuffer.allocate(Integer.BYTES + 1).putInt(number).put(kind).flip(), content };
	}

	/**
	 * Compute the checksum of a frame.
	 * @param header the checksum of the header, 0 for the header itself
	 * @param number the number of the frame
	 * @param kind its kind
	 * @param bytes its bytes
	 */
	static int checksum(int header, int number, byte kind, byte[] bytes) {
		CRC32C crc = new CRC32C();
		crc.update(ByteBuffer.allocate(Integer.BYTES * 3 + 1)
			.putInt(header)
			.putInt(number)
			.putInt(bytes.length)
			.put(kind)
			.flip());
		crc.update(bytes);
		return (int) crc.getValue();
	}

	void requireIntact(int header) throws InvalidSnapshotException {
		if (this.checksum != checksum(header, this.number, this.kind, this.bytes)) {
			throw new InvalidSnapshotException("the checksum of part " + this.number + " is wrong");
		}
	}

}
