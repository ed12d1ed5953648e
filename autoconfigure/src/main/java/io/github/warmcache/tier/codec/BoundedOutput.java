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

package io.github.warmcache.tier.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Byte buffer with a limit, so that a value without end does not exhaust the heap. A
 * small value comes in one piece, and is copied once.
 */
final class BoundedOutput extends OutputStream {

	private final int limit;

	private byte[] bytes;

	private int size;

	private boolean written;

	/**
	 * Create an output.
	 * @param start the bytes that it begins with
	 * @param limit maximum number of bytes after that
	 */
	BoundedOutput(byte[] start, int limit) {
		this.limit = start.length + limit;
		this.bytes = start;
		this.size = start.length;
	}

	@Override
	public void write(int b) throws IOException {
		require(1);
		this.bytes[this.size++] = (byte) b;
	}

	@Override
	public void write(byte[] source, int offset, int length) throws IOException {
		require(length);
		System.arraycopy(source, offset, this.bytes, this.size, length);
		this.size += length;
	}

	byte[] toByteArray() {
		return (this.size == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.size);
	}

	/**
	 * Make room: just enough for the first piece, because it may be the only one.
	 */
	private void require(int more) throws IOException {
		if (more > this.limit - this.size) {
			throw new LimitException();
		}
		int needed = this.size + more;
		if (needed > this.bytes.length) {
			int doubled = (int) Math.min(2L * this.bytes.length, this.limit);
			this.bytes = Arrays.copyOf(this.bytes, this.written ? Math.max(needed, doubled) : needed);
		}
		this.written = true;
	}

	/**
	 * Thrown if the limit is exceeded.
	 */
	static final class LimitException extends IOException {

		private static final long serialVersionUID = 1L;

	}

}
