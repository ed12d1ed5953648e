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

import java.util.Map;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupStep;

/**
 * Count of the source for the entries that a warmer copied from elsewhere. A copy may be
 * all of what was there, and still be few.
 */
final class CopyCount {

	private final boolean cheap;

	CopyCount(CacheWarmupStep step) {
		this.cheap = step.warmers()
			.values()
			.stream()
			.anyMatch((warmer) -> warmer instanceof WholeSourceWarmer whole && whole.countsCheaply());
	}

	/**
	 * Ask the source how many entries it has, if it counts cheaply, a warmer follows that
	 * reads it, and the entries are copies.
	 * @param copied the delivered entries
	 * @param warmer delivered them, by its name
	 */
	void note(WarmupStream copied, Map.Entry<String, CacheWarmer> warmer) throws InterruptedException {
		TieredCache cache = copied.cache();
		CacheSource<Object, Object> source = cache.source();
		if (!this.cheap || source == null || !isCopy(warmer.getValue())) {
			return;
		}
		if (warmer.getKey().equals(SourceProbe.SNAPSHOT)) {
			// A snapshot has only what the heap had room for.
			Long most = cache.definition().local().maximumSize();
			if (most == null) {
				return;
			}
			copied.report().room(most);
		}
		SourceCount.note(source, copied);
	}

	private static boolean isCopy(CacheWarmer warmer) {
		return !(warmer instanceof WholeSourceWarmer) && !warmer.fillsSharedTier() && warmer.bringsAll();
	}

}
