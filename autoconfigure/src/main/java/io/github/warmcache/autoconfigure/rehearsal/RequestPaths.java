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

package io.github.warmcache.autoconfigure.rehearsal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.warmcache.cache.tiered.TieredCache;

/**
 * Paths of one request, each with the next key of a cache.
 */
final class RequestPaths {

	private static final String KEY = "{key}";

	private final String path;

	private final List<String> keys;

	private RequestPaths(String path, List<String> keys) {
		this.path = path;
		this.keys = keys;
	}

	static RequestPaths of(String path) {
		return new RequestPaths(path, List.of(""));
	}

	/**
	 * Create paths with the keys for which a cache holds a value, the hottest first.
	 * @param path the path with {@code {key}}
	 * @param cache the cache
	 * @param atMost the maximum number of keys
	 * @return the paths
	 */
	static RequestPaths of(String path, TieredCache cache, int atMost) {
		List<String> keys = cache.getNativeCache()
			.policy()
			.eviction()
			.map((eviction) -> eviction.hottest(atMost))
			.orElseThrow(() -> new IllegalStateException("A cache without bounds"))
			.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().get() != null)
			.map((entry) -> encode(entry.getKey()))
			.toList();
		return new RequestPaths(path, keys);
	}

	/**
	 * Encode a key. In a path, unlike in a form, a plus is not a space.
	 */
	private static String encode(Object key) {
		return URLEncoder.encode(key.toString(), StandardCharsets.UTF_8).replace("+", "%20");
	}

	boolean isEmpty() {
		return this.keys.isEmpty();
	}

	String get(int number) {
		return this.path.replace(KEY, this.keys.get(number % this.keys.size()));
	}

}
