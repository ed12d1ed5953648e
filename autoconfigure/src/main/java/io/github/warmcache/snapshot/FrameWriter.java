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

/**
 * Writes the frames of one file. Not thread-safe.
 */
final class FrameWriter {

	private final DataOutputStream output;

	private int number;

	private int header;

	private long written;

	FrameWriter(OutputStream output) {
		this.output = new DataOutputStream(output);
	}

	void begin(SnapshotHeader described) throws IOException {
		byte[] magic = Frame.magic();
		this.output.write(magic);
		this.written = magic.length;
		this.header = write(Frame.HEADER, described.toBytes());
	}

	int write(byte kind, byte[] bytes) throws IOException {
		int checksum = Frame.checksum(this.header, this.number++, kind, bytes);
		this.output.writeInt(bytes.length);
		this.output.writeByte(kind);
		this.output.writeInt(checksum);
		this.output.write(bytes);
		this.written += Frame.PREFIX + bytes.length;
		return checksum;
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
