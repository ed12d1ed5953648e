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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.warmcache.tier.UnwritableValueException;
import io.github.warmcache.tier.ValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * Values of one cache as bytes of limited size. A codec of the application may throw
 * anything: what it cannot write or read concerns that value only. Thread-safe.
 */
public final class ValueBytes {

	private final ValueCodec codec;

	private final int longest;

	private final int reserved;

	/**
	 * Create the values of one cache.
	 * @param codec writes and reads them
	 * @param longest maximum size of a value with everything that is stored with it
	 * @param reserved the part of that size which is not the value's own
	 */
	public ValueBytes(ValueCodec codec, int longest, int reserved) {
		this.codec = codec;
		this.longest = longest;
		this.reserved = reserved;
	}

	/**
	 * Return the codec of the values.
	 */
	public ValueCodec codec() {
		return this.codec;
	}

	/**
	 * Write a value.
	 * @param start the bytes before it
	 * @return both
	 * @throws UnwritableValueException if the value is not of the declared type, is too
	 * large or cannot be written as bytes
	 */
	public byte[] write(byte[] start, Object value) throws UnwritableValueException {
		BoundedOutput output = new BoundedOutput(start, this.longest - this.reserved);
		try {
			this.codec.write(value, output);
			return output.toByteArray();
		}
		catch (BoundedOutput.LimitException ex) {
			throw new UnwritableValueException(
					"a " + value.getClass().getName() + " is larger than " + this.longest + " bytes");
		}
		catch (IOException | RuntimeException | StackOverflowError ex) {
			throw new UnwritableValueException(value.getClass().getName() + " caused a " + ex.getClass().getName());
		}
	}

	/**
	 * Read a value.
	 * @return the value, or {@code null} if the bytes are not those of one
	 */
	public @Nullable Object read(byte[] bytes, int offset, int length) {
		try {
			return this.codec.read(bytes, offset, length);
		}
		catch (RuntimeException | StackOverflowError | OutOfMemoryError | LinkageError ex) {
			return null;
		}
	}

	/**
	 * Read values that follow one another, with a line feed after each.
	 * @return the values in order, {@code null} for those that cannot be read
	 */
	public List<@Nullable Object> readAll(byte[] bytes, int offset, int[] lengths) {
		try {
			return this.codec.readAll(bytes, offset, lengths);
		}
		catch (RuntimeException | StackOverflowError | OutOfMemoryError | LinkageError ex) {
			List<@Nullable Object> values = new ArrayList<>(lengths.length);
			int start = offset;
			for (int length : lengths) {
				values.add(read(bytes, start, length));
				start += length + 1;
			}
			return values;
		}
	}

	/**
	 * Byte buffer with a limit, so that a value without end does not exhaust the heap. A
	 * small value comes in one piece, and is copied once.
	 */
	private static final class BoundedOutput extends OutputStream {

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

}
