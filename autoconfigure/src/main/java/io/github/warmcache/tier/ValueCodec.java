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

package io.github.warmcache.tier;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Codec that turns the values of one cache into bytes that outlive the JVM, and back. The
 * shared tier and snapshots use the same one. Thread-safe.
 * <p>
 * It accepts any bytes. They lead to a value of the declared type or to {@code null},
 * never to an exception, to a class that the declared type does not name, or to unbounded
 * memory.
 *
 * @since 0.1.0
 */
public interface ValueCodec {

	/**
	 * Return the id of the structure of the values. Bytes that were written under another
	 * id are never read: change it whenever the format changes.
	 * @return a text, the same for the same structure in every JVM
	 */
	String schema();

	/**
	 * Return why no value of the cache may be written. The reason may turn up while
	 * values are written.
	 * @return the type, the property and what is wrong with it, without any content, or
	 * {@code null} if values may be written
	 */
	default @Nullable String rejection() {
		return null;
	}

	/**
	 * Return how many values were not read back unchanged. After the first one, no
	 * further value is written.
	 * @return the number since the codec was created
	 */
	default long unequalValues() {
		return 0;
	}

	/**
	 * Write a value.
	 * @param value the value
	 * @param output takes its bytes, and fails if they are too many; may be closed
	 * @throws UnwritableValueException if the value is not of the declared type or cannot
	 * be written as bytes
	 * @throws IOException the failure of the output
	 */
	void write(Object value, OutputStream output) throws IOException, UnwritableValueException;

	/**
	 * Read a value.
	 * @param bytes any bytes
	 * @param offset where the value begins
	 * @param length how long it is
	 * @return the value, or {@code null} if the bytes are not those of one
	 */
	@Nullable Object read(byte[] bytes, int offset, int length);

	/**
	 * Read values that follow one another, with a line feed after each. May take less
	 * effort than reading them one by one.
	 * @param bytes any bytes
	 * @param offset where the first value begins
	 * @param lengths the length of each value, without its line feed; all of them end
	 * within the bytes
	 * @return the values in order, {@code null} for those that cannot be read
	 */
	default List<@Nullable Object> readAll(byte[] bytes, int offset, int[] lengths) {
		List<@Nullable Object> values = new ArrayList<>(lengths.length);
		int start = offset;
		for (int length : lengths) {
			values.add(read(bytes, start, length));
			start += length + 1;
		}
		return values;
	}

}
