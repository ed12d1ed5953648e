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

import java.util.List;

import io.github.warmcache.tier.UnwritableValueException;
import io.github.warmcache.tier.ValueCodec;
import io.github.warmcache.tier.codec.ValueBytes;
import io.github.warmcache.tier.key.KeyTexts;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of one cache as bytes in a file. Thread-safe.
 */
final class EntryFormat {

	private static final byte[] EMPTY = {};

	private final KeyTexts keys;

	private final ValueBytes values;

	private volatile @Nullable String problem;

	EntryFormat(KeyTexts keys, ValueCodec values) {
		this.keys = keys;
		this.values = new ValueBytes(values, EntryBlock.LONGEST_ENTRY, 0);
	}

	/**
	 * Return the id of the structure of the values.
	 */
	String schema() {
		return this.values.codec().schema();
	}

	/**
	 * Return how many values were not read back unchanged.
	 */
	long unequalValues() {
		return this.values.codec().unequalValues();
	}

	/**
	 * Return what was wrong with the first value that was not written.
	 * @return its type, the property and the reason, without its content, or {@code null}
	 * if all values were written
	 */
	@Nullable String problem() {
		return this.problem;
	}

	/**
	 * Return the bytes of a key, or {@code null} if it has no text form.
	 */
	byte @Nullable [] writeKey(Object key) {
		try {
			return this.keys.bytes(key);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Return the bytes of a value, or {@code null} if they cannot be had.
	 */
	byte @Nullable [] writeValue(Object value) {
		try {
			return this.values.write(EMPTY, value);
		}
		catch (UnwritableValueException ex) {
			if (this.problem == null) {
				this.problem = ex.getMessage();
			}
			return null;
		}
	}

	@Nullable Object readKey(byte[] bytes) {
		return this.keys.read(bytes);
	}

	/**
	 * Read values that follow one another, with a line feed after each.
	 * @return the values in order, {@code null} for those that cannot be read
	 */
	List<@Nullable Object> readValues(byte[] bytes, int offset, int[] lengths) {
		return this.values.readAll(bytes, offset, lengths);
	}

}
