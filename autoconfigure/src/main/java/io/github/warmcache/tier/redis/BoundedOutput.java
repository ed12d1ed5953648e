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

package io.github.warmcache.tier.redis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Collects bytes up to a limit, so that a value without end does not take the heap with
 * it.
 */
final class BoundedOutput extends OutputStream {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

	private final int limit;

	BoundedOutput(int limit) {
		this.limit = limit;
	}

	@Override
	public void write(int b) throws IOException {
		require(1);
		this.bytes.write(b);
	}

	@Override
	public void write(byte[] source, int offset, int length) throws IOException {
		require(length);
		this.bytes.write(source, offset, length);
	}

	byte[] toByteArray() {
		return this.bytes.toByteArray();
	}

	private void require(int more) throws IOException {
		if (more > this.limit - this.bytes.size()) {
			throw new LimitException();
		}
	}

	/**
	 * Thrown when the limit is reached.
	 */
	static final class LimitException extends IOException {

		private static final long serialVersionUID = 1L;

	}

}
