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

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

import io.github.warmcache.tier.codec.Signer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the frames of one file. Not thread-safe.
 */
final class FrameWriter {

	private final DataOutputStream output;

	private int number;

	private final @Nullable Signer signer;

	private int header;

	private byte[] headerSignature = {};

	private long written;

	/**
	 * Create a writer.
	 * @param signer signs each frame, or {@code null} if they are not signed
	 */
	FrameWriter(OutputStream output, @Nullable Signer signer) {
		this.output = new DataOutputStream(output);
		this.signer = signer;
	}

	void begin(SnapshotHeader described) throws IOException {
		byte[] magic = Frame.magic(this.signer != null);
		this.output.write(magic);
		this.written = magic.length;
		this.header = write(Frame.HEADER, described.toBytes());
	}

	int write(byte kind, byte[] content) throws IOException {
		byte[] bytes = (this.signer != null) ? signed(this.signer, kind, content) : content;
		int checksum = Frame.checksum(this.header, this.number++, kind, bytes);
		this.output.writeInt(bytes.length);
		this.output.writeByte(kind);
		this.output.writeInt(checksum);
		this.output.write(bytes);
		this.written += Frame.PREFIX + bytes.length;
		return checksum;
	}

	private byte[] signed(Signer by, byte kind, byte[] content) {
		byte[] signature = by.sign(Frame.signed(this.headerSignature, this.number, kind, ByteBuffer.wrap(content)));
		if (kind == Frame.HEADER) {
			this.headerSignature = signature;
		}
		return ByteBuffer.allocate(content.length + signature.length).put(content).put(signature).array();
	}

	void end(long entries) throws IOException {
		write(Frame.END, EntryBlock.ofNumber(entries));
		this.output.flush();
	}

	/**
	 * Return how many bytes were written.
	 */
	long written() {
		return this.written;
	}

}
