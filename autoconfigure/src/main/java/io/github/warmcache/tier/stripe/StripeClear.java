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

package io.github.warmcache.tier.stripe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.warmcache.tier.key.Digests;

/**
 * Change of a stripe that cleared one cache, and left all others alone.
 *
 * @param previous token of the change before, empty if there was none
 * @param cache the SHA-1 of the name of the cache
 * @since 0.1.0
 */
public record StripeClear(String previous, String cache) {

	/**
	 * Maximum number of clears, as on the server.
	 */
	private static final int MOST = 32;

	/**
	 * Return whether this cleared the given cache.
	 * @param cacheName the name of the cache
	 * @return whether it did, or may have
	 */
	boolean isOf(String cacheName) {
		return this.cache.equals(digest(cacheName));
	}

	/**
	 * Return an uninterrupted sequence of clears with one more at the end.
	 */
	static List<StripeClear> add(List<StripeClear> clears, String previous, String cacheName) {
		List<StripeClear> more = new ArrayList<>(clears.subList((clears.size() < MOST) ? 0 : 1, clears.size()));
		more.add(new StripeClear(previous, digest(cacheName)));
		return List.copyOf(more);
	}

	/**
	 * Parse an uninterrupted sequence of clears that ends with a given change.
	 * @param text any text
	 * @param sequence the count of that change
	 * @param token the token of that change
	 * @return the clears, the oldest one first; empty if the text does not end with that
	 * change
	 */
	static List<StripeClear> parse(String text, long sequence, String token) {
		String[] words = text.split(":", -1);
		int clears = words.length / 2 - 1;
		if (words.length % 2 != 0 || clears < 1 || clears > MOST || !words[0].equals(Long.toString(sequence))
				|| !words[words.length - 1].equals(token)) {
			return List.of();
		}
		List<StripeClear> read = new ArrayList<>(clears);
		for (int i = 1; i <= clears; i++) {
			read.add(new StripeClear(words[2 * i - 1], words[2 * i]));
		}
		return List.copyOf(read);
	}

	private static String digest(String cacheName) {
		return Digests.sha1(cacheName.getBytes(StandardCharsets.UTF_8));
	}

}
