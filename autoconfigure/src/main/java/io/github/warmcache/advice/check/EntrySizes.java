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

package io.github.warmcache.advice.check;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

import io.github.warmcache.cache.EntryWeigher;
import io.github.warmcache.cache.tiered.TieredCache;

import org.springframework.cache.Cache.ValueWrapper;

/**
 * Mean sizes of the entries of caches, each taken once from a sample. Not thread-safe.
 */
public final class EntrySizes {

	/**
	 * Number of entries that are weighed, and below which nothing is said.
	 */
	static final int SAMPLE = 100;

	private final EntryWeigher weigher;

	private final ToLongFunction<String> expected;

	private final Map<String, Double> means = new HashMap<>();

	/**
	 * Create sizes of which none is known.
	 * @param weigher estimates the size of an entry
	 * @param expected returns how many entries a warmed cache should have, 0 if that is
	 * not known
	 */
	public EntrySizes(EntryWeigher weigher, ToLongFunction<String> expected) {
		this.weigher = weigher;
		this.expected = expected;
	}

	/**
	 * Return how many entries a cache may hold: what it is filled with, if that is known
	 * and less than its bound.
	 */
	long entries(String cacheName, long bound) {
		long known = this.expected.applyAsLong(cacheName);
		return (known > 0) ? Math.min(known, bound) : bound;
	}

	/**
	 * Return the mean size of the entries of a cache in bytes. Looking at them does not
	 * count as a use.
	 * @return the size, 0 if there were never enough entries
	 */
	double mean(TieredCache cache) {
		Double known = this.means.get(cache.getName());
		if (known == null) {
			known = sample(cache);
			if (known > 0) {
				this.means.put(cache.getName(), known);
			}
		}
		return known;
	}

	private double sample(TieredCache cache) {
		if (cache.getNativeCache().estimatedSize() < SAMPLE) {
			return 0;
		}
		long sum = 0;
		int count = 0;
		for (Map.Entry<Object, ? extends ValueWrapper> entry : cache.getNativeCache().asMap().entrySet()) {
			sum += this.weigher.weigh(entry.getKey(), entry.getValue().get());
			if (++count == SAMPLE) {
				return (double) sum / SAMPLE;
			}
		}
		return 0;
	}

}
