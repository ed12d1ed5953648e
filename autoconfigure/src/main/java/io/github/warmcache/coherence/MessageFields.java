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

package io.github.warmcache.coherence;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a published message one after the other. A missing field is
 * {@code null} or negative, and so is every field after it. Examines no more bytes than
 * the fields may have, however long the message is.
 */
final class MessageFields {

	static final int LONGEST_FIELD = 64;

	/**
	 * Largest accepted number. Beyond it, the numbers of Lua have gaps.
	 */
	private static final long LARGEST_NUMBER = 1L << 53;

	private final byte[] bytes;

	private int position;

	MessageFields(byte[] bytes) {
		this.bytes = bytes;
	}

	int remaining() {
		return this.bytes.length - this.position;
	}

	/**
	 * Return the text up to the next colon.
	 */
	@Nullable String field() {
		int end = this.position;
		int limit = Math.min(this.bytes.length, this.position + LONGEST_FIELD + 1);
		while (end < limit && this.bytes[end] != ':') {
			if (this.bytes[end] < '-' || this.bytes[end] > 'z') {
				return fail();
			}
			end++;
		}
		if (end == limit) {
			return fail();
		}
		String field = new String(this.bytes, this.position, end - this.position, StandardCharsets.US_ASCII);
		this.position = end + 1;
		return field;
	}

	long number() {
		return number(field());
	}

	/**
	 * Return the number that the message ends with.
	 */
	long lastNumber() {
		return number(rest(LONGEST_FIELD));
	}

	int stripe() {
		long stripe = number();
		return (stripe < SharedTier.STRIPES) ? (int) stripe : -1;
	}

	/**
	 * Return a text of this many bytes.
	 */
	@Nullable String text(int length) {
		if (length > remaining()) {
			return fail();
		}
		try {
			String text = StandardCharsets.UTF_8.newDecoder()
				.decode(ByteBuffer.wrap(this.bytes, this.position, length))
				.toString();
			this.position += length;
			return text;
		}
		catch (CharacterCodingException ex) {
			return fail();
		}
	}

	/**
	 * Return the text up to the end, unless it has more bytes than the maximum.
	 */
	@Nullable String rest(int longest) {
		return (remaining() <= longest) ? text(remaining()) : fail();
	}

	private long number(@Nullable String digits) {
		if (digits == null || digits.isEmpty() || digits.length() > 16
				|| !digits.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			fail();
			return -1;
		}
		long number = Long.parseLong(digits);
		if (number > LARGEST_NUMBER) {
			fail();
			return -1;
		}
		return number;
	}

	private @Nullable String fail() {
		this.position = this.bytes.length;
		return null;
	}

}
