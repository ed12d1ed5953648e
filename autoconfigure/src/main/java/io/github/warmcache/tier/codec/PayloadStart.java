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

import java.util.HexFormat;

import io.github.warmcache.tier.ValueVersion;

/**
 * Start of a payload, before the JSON of a stored value: its expiry, its version and a
 * letter.
 */
final class PayloadStart {

	static final int EXPIRY_LENGTH = 13;

	private static final int VERSION_LENGTH = 16;

	static final int LENGTH = EXPIRY_LENGTH + VERSION_LENGTH + 1;

	static final String HEX_DIGITS = "0123456789abcdef";

	private PayloadStart() {
	}

	/**
	 * Return the start of a payload.
	 * @param header the bytes before it
	 * @param expiresAt when the value expires, in milliseconds since 1970
	 * @param version the version of the value
	 * @param kind the letter
	 * @return the header and the start
	 */
	static byte[] after(byte[] header, long expiresAt, long version, char kind) {
		int end = header.length + EXPIRY_LENGTH + VERSION_LENGTH;
		byte[] bytes = new byte[end + 1];
		System.arraycopy(header, 0, bytes, 0, header.length);
		long digits = expiresAt;
		for (int i = header.length + EXPIRY_LENGTH - 1; i >= header.length; i--) {
			bytes[i] = (byte) ('0' + digits % 10);
			digits /= 10;
		}
		// Flip the sign, so that versions compare as text as they do as numbers.
		long unsigned = version ^ Long.MIN_VALUE;
		for (int i = end - 1; i >= header.length + EXPIRY_LENGTH; i--) {
			bytes[i] = (byte) HEX_DIGITS.charAt((int) (unsigned & 0xF));
			unsigned >>>= 4;
		}
		bytes[end] = (byte) kind;
		return bytes;
	}

	/**
	 * Return a version as it is written in a payload, or an empty string for none.
	 */
	static String text(long version) {
		return (version != ValueVersion.UNVERSIONED) ? HexFormat.of().toHexDigits(version ^ Long.MIN_VALUE) : "";
	}

}
