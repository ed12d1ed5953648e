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

import java.io.IOException;
import java.util.List;

import io.github.warmcache.tier.UnwritableValueException;
import io.github.warmcache.tier.ValueCodec;
import io.github.warmcache.tier.codec.BoundedOutput;
import io.github.warmcache.tier.key.KeyTexts;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of one cache as bytes in a file. Thread-safe.
 */
final class EntryFormat {

	private static final byte[] EMPTY = {};

	private final KeyTexts keys;

	private final ValueCodec values;

	private volatile @Nullable String problem;

	EntryFormat(KeyTexts keys, ValueCodec values) {
		this.keys = keys;
		this.values = values;
	}

	/**
	 * Return the id of the structure of the values.
	 */
	String schema() {
		return this.values.schema();
	}

	/**
	 * Return how many values were not read back unchanged.
	 */
	long unequalValues() {
		return this.values.unequalValues();
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
		BoundedOutput output = new BoundedOutput(EMPTY, EntryBlock.LONGEST_ENTRY);
		try {
			this.values.write(value, output);
			return output.toByteArray();
		}
		catch (UnwritableValueException ex) {
			note(ex.getMessage());
		}
		catch (IOException | RuntimeException | StackOverflowError ex) {
			note(value.getClass().getName() + " caused a " + ex.getClass().getName());
		}
		return null;
	}

	private void note(@Nullable String reason) {
		if (this.problem == null) {
			this.problem = reason;
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
