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

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Keys that came before, as far as they can be remembered. Not thread-safe.
 */
public final class SeenKeys {

	/**
	 * Maximum number of remembered keys, some 50 MB.
	 */
	private static final int MOST = 1_000_000;

	private final @Nullable Set<Object> all;

	private @Nullable Object last;

	private SeenKeys(@Nullable Set<Object> all) {
		this.all = all;
	}

	/**
	 * Remember keys that come in any order.
	 */
	public static SeenKeys unordered() {
		return new SeenKeys(new HashSet<>());
	}

	/**
	 * Remember keys that come sorted, so that equal keys follow each other.
	 */
	public static SeenKeys ordered() {
		return new SeenKeys(null);
	}

	/**
	 * Remember a key.
	 * @return {@code true} if it is known to have come before
	 */
	public boolean isRepeated(Object key) {
		if (this.all == null) {
			boolean repeated = key.equals(this.last);
			this.last = key;
			return repeated;
		}
		return (this.all.size() < MOST) ? !this.all.add(key) : this.all.contains(key);
	}

}
