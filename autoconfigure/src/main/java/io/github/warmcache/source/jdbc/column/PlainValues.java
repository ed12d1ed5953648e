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

package io.github.warmcache.source.jdbc.column;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.UUID;

import io.github.warmcache.source.CacheSourceException;

/**
 * Strict conversions to booleans, characters and UUIDs.
 */
public final class PlainValues {

	private PlainValues() {
	}

	static boolean toBoolean(Object value) {
		if (value instanceof Boolean flag) {
			return flag;
		}
		String text = value.toString().strip().toLowerCase(Locale.ROOT);
		return switch (text) {
			case "true", "t", "yes", "y", "on", "1" -> true;
			case "false", "f", "no", "n", "off", "0" -> false;
			default -> throw new CacheSourceException("it holds neither true nor false");
		};
	}

	static char character(String text) {
		if (text.length() != 1) {
			throw new CacheSourceException("it holds " + text.length() + " characters instead of one");
		}
		return text.charAt(0);
	}

	public static UUID uuid(Object value) {
		if (value instanceof UUID uuid) {
			return uuid;
		}
		if (value instanceof byte[] bytes && bytes.length == 16) {
			ByteBuffer buffer = ByteBuffer.wrap(bytes);
			return new UUID(buffer.getLong(), buffer.getLong());
		}
		try {
			String text = value.toString().strip();
			if (text.length() != 36) {
				throw new CacheSourceException("it does not hold a UUID");
			}
			return UUID.fromString(text);
		}
		catch (IllegalArgumentException ex) {
			throw new CacheSourceException("it does not hold a UUID");
		}
	}

}
