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

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.github.warmcache.tier.codec.Signer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one file. Not thread-safe.
 */
final class FrameReader implements AutoCloseable {

	private static final int BUFFER = 256 * 1024;

	private final DataInputStream input;

	private final @Nullable Signer signer;

	private final byte[] headerSignature;

	private final SnapshotHeader header;

	private final int headerChecksum;

	private long left;

	private int number;

	private FrameReader(InputStream input, long size, @Nullable Signer signer) throws IOException {
		this.signer = signer;
		this.input = new DataInputStream(input);
		this.left = size;
		byte[] magic = Frame.magic(signer != null);
		byte[] found = this.input.readNBytes(magic.length);
		if (signer != null && Arrays.equals(found, Frame.magic(false))) {
			throw new InvalidSnapshotException("it is not signed, and 'warmcache.signing-keys' is set");
		}
		if (!Arrays.equals(found, magic)) {
			throw new InvalidSnapshotException("it is not a snapshot, or one of another version");
		}
		this.left -= magic.length;
		Frame first = next();
		first.requireIntact(0);
		if (first.kind() != Frame.HEADER) {
			throw new InvalidSnapshotException("it has no header");
		}
		this.headerChecksum = first.checksum();
		byte[] content = content(first, new byte[0]);
		this.headerSignature = Arrays.copyOfRange(first.bytes(), content.length, first.bytes().length);
		this.header = SnapshotHeader.parse(content);
	}

	/**
	 * Open a file.
	 * @param file the file
	 * @param directory its directory
	 * @param signer verifies the signatures, or {@code null} if the file is not signed
	 * @return the reader, positioned after the header
	 * @throws InvalidSnapshotException if it has no intact header
	 * @throws IOException if it cannot be read
	 */
	static FrameReader open(Path file, SnapshotDirectory directory, @Nullable Signer signer) throws IOException {
		InputStream input = new BufferedInputStream(directory.read(file), BUFFER);
		try {
			return new FrameReader(input, Files.size(file), signer);
		}
		catch (EOFException ex) {
			input.close();
			throw new InvalidSnapshotException("its header is corrupt");
		}
		catch (IOException | RuntimeException ex) {
			input.close();
			throw ex;
		}
	}

	SnapshotHeader header() {
		return this.header;
	}

	/**
	 * Return the content of a frame. May be called by many threads.
	 * @throws InvalidSnapshotException if its checksum or its signature is wrong
	 */
	byte[] content(Frame frame) throws InvalidSnapshotException {
		frame.requireIntact(this.headerChecksum);
		return content(frame, this.headerSignature);
	}

	private byte[] content(Frame frame, byte[] headerSigned) throws InvalidSnapshotException {
		byte[] bytes = frame.bytes();
		if (this.signer == null) {
			return bytes;
		}
		int end = bytes.length - Signer.LENGTH;
		if (end < 0 || !this.signer.verifies(Arrays.copyOfRange(bytes, end, bytes.length),
				Frame.signed(headerSigned, frame.number(), frame.kind(), ByteBuffer.wrap(bytes, 0, end)))) {
			throw new InvalidSnapshotException("it is not signed with any of 'warmcache.signing-keys'");
		}
		return Arrays.copyOf(bytes, end);
	}

	/**
	 * Read the next frame. Does not verify its checksum.
	 */
	Frame next() throws IOException {
		if (this.left < Frame.PREFIX) {
			throw new InvalidSnapshotException("it ends too early");
		}
		int length = this.input.readInt();
		byte kind = this.input.readByte();
		int checksum = this.input.readInt();
		this.left -= Frame.PREFIX;
		if (length < 0 || length > Math.min(Frame.LONGEST, this.left)) {
			throw new InvalidSnapshotException("it ends too early");
		}
		byte[] bytes = this.input.readNBytes(length);
		this.left -= length;
		return new Frame(this.number++, kind, checksum, bytes);
	}

	/**
	 * Return whether the whole file was read.
	 */
	boolean isAtEnd() {
		return this.left == 0;
	}

	@Override
	public void close() throws IOException {
		this.input.close();
	}

}
