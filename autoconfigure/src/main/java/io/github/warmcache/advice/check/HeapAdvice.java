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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

import io.github.warmcache.advice.Advice;
import io.github.warmcache.advice.AdviceProvider;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.local.HeapWeigher;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;

import org.springframework.util.unit.DataSize;

/**
 * Advice on the heap that caches may take. A bound in bytes is what it says. A bound in
 * entries is only estimated where the cache holds enough entries for a sample.
 */
public final class HeapAdvice implements AdviceProvider {

	private final TieredCacheManager caches;

	private final EntrySizes sizes;

	private final DataSize heap;

	private final double share;

	private final BiFunction<String, String, String> properties;

	/**
	 * Create the advice.
	 * @param caches holds the caches
	 * @param sizes estimates the size of their entries
	 * @param heap the largest size of the heap
	 * @param share the share of the heap, from 0 to 1, that caches may take together
	 * @param properties returns the full name of a property of a cache
	 */
	public HeapAdvice(TieredCacheManager caches, EntrySizes sizes, DataSize heap, double share,
			BiFunction<String, String, String> properties) {
		this.caches = caches;
		this.sizes = sizes;
		this.heap = heap;
		this.share = share;
		this.properties = properties;
	}

	@Override
	public Set<String> ids() {
		return KnownAdvice.ids(KnownAdvice.HEAP_TOO_SMALL, KnownAdvice.BOUND_WITHOUT_EFFECT);
	}

	@Override
	public List<Advice> advice() {
		Collection<TieredCache> present = this.caches.getCachesPresent();
		List<Advice> advice = new ArrayList<>();
		double sum = 0;
		int known = 0;
		for (TieredCache cache : present) {
			LocalTierSettings local = cache.definition().local();
			double bound = least(local);
			if (bound > this.heap.toBytes()) {
				advice.add(withoutEffect(cache, local, bound));
			}
			else {
				double most = most(cache, local);
				sum += most;
				known += (most > 0) ? 1 : 0;
			}
		}
		if (sum > this.share * this.heap.toBytes()) {
			advice.add(KnownAdvice.HEAP_TOO_SMALL.of(null,
					"The bounds of %d of %d caches allow about %s together, but the heap is %s, of which warmcache.warmup.memory-watermark leaves them %s"
						.formatted(known, present.size(), size(sum), size(this.heap.toBytes()),
								size(this.share * this.heap.toBytes())),
					"Lower maximum-size or maximum-weight of large caches, or raise -Xmx"));
		}
		return advice;
	}

	/**
	 * Return what a full cache takes at least.
	 */
	private static double least(LocalTierSettings local) {
		return (local.maximumWeight() != null) ? local.maximumWeight().toBytes()
				: (double) HeapWeigher.ENTRY * entries(local);
	}

	/**
	 * Return what a full cache takes, 0 if that cannot be estimated.
	 */
	private double most(TieredCache cache, LocalTierSettings local) {
		return (local.maximumWeight() != null) ? local.maximumWeight().toBytes()
				: this.sizes.mean(cache) * this.sizes.entries(cache.getName(), entries(local));
	}

	private static long entries(LocalTierSettings local) {
		return (local.maximumSize() != null) ? local.maximumSize() : 0;
	}

	private Advice withoutEffect(TieredCache cache, LocalTierSettings local, double bound) {
		boolean weighed = local.maximumWeight() != null;
		String property = this.properties.apply(cache.getName(), weighed ? "maximum-weight" : "maximum-size");
		String cause = weighed ? "%s is %s, but the heap is %s".formatted(property, size(bound), size(this.heap))
				: "%s is %d, for which %s are not enough, but the heap is %s".formatted(property, entries(local),
						size(bound), size(this.heap));
		return KnownAdvice.BOUND_WITHOUT_EFFECT.of(cache.getName(), cause,
				"Replace it by a bound that the heap has room for, such as maximum-weight: 64MB");
	}

	private static String size(DataSize size) {
		return size(size.toBytes());
	}

	private static String size(double bytes) {
		double megabytes = bytes / DataSize.ofMegabytes(1).toBytes();
		return (megabytes < 10_000) ? "%.0f MB".formatted(megabytes) : "%.0f GB".formatted(megabytes / 1024);
	}

}
