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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Codec that turns the entries of one cache into bytes that outlive the JVM, and back.
 * Thread-safe.
 * <p>
 * It accepts any bytes. They lead to a key or value of the declared type or to
 * {@code null}, never to an exception, to a class that the declared type does not name,
 * or to unbounded memory.
 *
 * @since 0.1.0
 */
public interface EntryCodec {

	/**
	 * Return the id of the structure of the values. Bytes that were written under another
	 * id must not be read.
	 * @return letters and digits, the same for the same structure in every JVM
	 */
	String schema();

	/**
	 * Return the bytes of a key.
	 * @param key the key
	 * @return the bytes, or {@code null} if the key has no text form
	 */
	byte @Nullable [] writeKey(Object key);

	/**
	 * Return the bytes of a value.
	 * @param value the value
	 * @return the bytes, or {@code null} if the value is not of the declared type, is too
	 * large or cannot be written as bytes
	 */
	byte @Nullable [] writeValue(Object value);

	/**
	 * Return what was wrong with the first value that was not written.
	 * @return its type, the property and the reason, without its content, or {@code null}
	 * if all values were written
	 */
	default @Nullable String problem() {
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
	 * Return the key that bytes encode.
	 * @param bytes any bytes
	 * @return the key, or {@code null} if they encode none
	 */
	@Nullable Object readKey(byte[] bytes);

	/**
	 * Return the value that bytes encode.
	 * @param bytes any bytes
	 * @return the value, or {@code null} if they encode none
	 */
	@Nullable Object readValue(byte[] bytes);

	/**
	 * Read values that follow one another, with a line feed after each. Takes less effort
	 * than reading them one by one.
	 * @param bytes any bytes
	 * @param offset where the first value begins
	 * @param lengths the length of each value, without its line feed; all of them end
	 * within the bytes
	 * @return the values in order, {@code null} for those that cannot be read
	 */
	default List<@Nullable Object> readValues(byte[] bytes, int offset, int[] lengths) {
		List<@Nullable Object> values = new ArrayList<>(lengths.length);
		int start = offset;
		for (int length : lengths) {
			values.add(readValue(Arrays.copyOfRange(bytes, start, start + length)));
			start += length + 1;
		}
		return values;
	}

}
