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

package io.github.warmcache.event.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Caches of which it was told that they are in trouble. What has no trouble when it is
 * first looked at is not told. Not thread-safe.
 */
final class Troubles {

	private final Set<String> told = new TreeSet<>();

	boolean isTold(String cacheName) {
		return this.told.contains(cacheName);
	}

	/**
	 * Tell what changed.
	 * @param present what troubles there are, by the names of the caches
	 * @param begin told of each cache that is newly in trouble
	 * @param end told of each cache that no longer is
	 */
	<T> void compare(Map<String, T> present, BiConsumer<String, T> begin, Consumer<String> end) {
		List<String> over = new ArrayList<>(this.told);
		over.removeAll(present.keySet());
		for (String cacheName : over) {
			this.told.remove(cacheName);
			end.accept(cacheName);
		}
		present.forEach((cacheName, trouble) -> {
			if (this.told.add(cacheName)) {
				begin.accept(cacheName, trouble);
			}
		});
	}

}
