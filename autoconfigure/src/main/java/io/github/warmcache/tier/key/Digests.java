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

package io.github.warmcache.tier.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Hashes that every JVM supports.
 */
public final class Digests {

	private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";

	private static final int ID_LENGTH = 10;

	private Digests() {
	}

	/**
	 * Return the SHA-1 in the form that Redis writes.
	 */
	public static String sha1(byte[] bytes) {
		return HexFormat.of().formatHex(digest("SHA-1", bytes));
	}

	/**
	 * Return an id of ten letters and digits for a text.
	 */
	public static String id(String text) {
		byte[] hash = digest("SHA-256", text.getBytes(StandardCharsets.UTF_8));
		StringBuilder id = new StringBuilder();
		for (int i = 0; i < ID_LENGTH; i++) {
			int bit = i * 5;
			int window = ((hash[bit / 8] & 0xFF) << 8) | (hash[bit / 8 + 1] & 0xFF);
			id.append(DIGITS.charAt((window >> (11 - bit % 8)) & 31));
		}
		return id.toString();
	}

	private static byte[] digest(String algorithm, byte[] bytes) {
		try {
			return MessageDigest.getInstance(algorithm).digest(bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
