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

package io.github.warmcache.simulation;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

import io.github.warmcache.source.CacheSource;
import org.jspecify.annotations.Nullable;

/**
 * Source of rows, which takes its time.
 */
final class RowSource implements CacheSource<String, Long> {

	private final Fleet fleet;

	RowSource(Fleet fleet) {
		this.fleet = fleet;
	}

	@Override
	public @Nullable Long load(String key) throws Exception {
		return this.fleet.load(this.fleet.number(key));
	}

	/**
	 * Runs on a thread that the simulation does not know, while the one that asks stands
	 * still, so it takes no time.
	 */
	@Override
	public OptionalLong count() {
		return this.fleet.database().count();
	}

	@Override
	public Map<String, Long> loadAll(Collection<? extends String> keys) throws InterruptedException {
		Map<String, Long> values = new HashMap<>();
		for (String key : keys) {
			Long value = this.fleet.load(this.fleet.number(key));
			if (value != null) {
				values.put(key, value);
			}
		}
		return values;
	}

}
