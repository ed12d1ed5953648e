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

package io.github.warmcache.source.redis;

import io.github.warmcache.source.InvalidSourceException;
import org.jspecify.annotations.Nullable;

/**
 * Pattern of Redis keys. Its one asterisk stands for the key of a cache; every other
 * character is literal.
 *
 * @param prefix the text before the asterisk
 * @param suffix the text after it
 */
record KeyPattern(String prefix, String suffix) {

	static KeyPattern of(String pattern) {
		int asterisk = pattern.indexOf('*');
		if (asterisk < 0 || asterisk != pattern.lastIndexOf('*')) {
			throw new InvalidSourceException("pattern", "must contain exactly one '*'",
					"Write it where the key belongs, such as 'catalog:*'");
		}
		return new KeyPattern(pattern.substring(0, asterisk), pattern.substring(asterisk + 1));
	}

	/**
	 * Return the pattern as {@code SCAN} understands it.
	 * @return the pattern, with special characters escaped
	 */
	String glob() {
		return escape(this.prefix) + "*" + escape(this.suffix);
	}

	String redisKey(String key) {
		return this.prefix + key + this.suffix;
	}

	/**
	 * Return the part of a Redis key that the asterisk stands for.
	 * @param redisKey a Redis key
	 * @return the key, or {@code null} if the pattern does not match
	 */
	@Nullable String key(String redisKey) {
		int end = redisKey.length() - this.suffix.length();
		return (end >= this.prefix.length() && redisKey.startsWith(this.prefix) && redisKey.endsWith(this.suffix))
				? redisKey.substring(this.prefix.length(), end) : null;
	}

	private static String escape(String text) {
		StringBuilder escaped = new StringBuilder(text.length());
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if ("\\?[]^".indexOf(c) >= 0) {
				escaped.append('\\');
			}
			escaped.append(c);
		}
		return escaped.toString();
	}

}
