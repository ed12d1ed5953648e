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

package io.github.warmcache.warmup.fill;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.UnreadableEntryException;

/**
 * Loads given keys from a source and skips unreadable values.
 */
public final class KeyLoads {

	private KeyLoads() {
	}

	/**
	 * Load the values of some keys.
	 * @param source the source
	 * @param keys the keys
	 * @param sink told of unreadable values
	 * @return the values that exist
	 * @throws Exception if the source failed
	 */
	public static Map<Object, Object> load(CacheSource<Object, Object> source, Collection<Object> keys,
			EntrySink<Object, ?> sink) throws Exception {
		try {
			return source.loadAll(keys);
		}
		catch (UnreadableEntryException ex) {
			// The exception does not say which key is unreadable, so load each key by
			// itself.
			return loadEach(source, keys, sink);
		}
	}

	private static Map<Object, Object> loadEach(CacheSource<Object, Object> source, Collection<Object> keys,
			EntrySink<Object, ?> sink) throws Exception {
		Map<Object, Object> values = new LinkedHashMap<>();
		for (Object key : keys) {
			try {
				Object value = source.load(key);
				if (value != null) {
					values.put(key, value);
				}
			}
			catch (UnreadableEntryException ex) {
				sink.unreadable(key, ex);
			}
		}
		return values;
	}

}
