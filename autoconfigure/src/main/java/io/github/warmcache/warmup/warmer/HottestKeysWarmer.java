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

package io.github.warmcache.warmup.warmer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.HotKeys;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.WarmupContext;
import io.github.warmcache.warmup.fill.KeyLoads;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Fills the keys that pods read most.
 *
 * @param most maximum number of keys
 */
record HottestKeysWarmer(int most) implements CacheWarmer {

	/**
	 * Maximum number of keys. Publishing more would hold up eviction for too long.
	 */
	static final int LIMIT = 100_000;

	private static final int BATCH = 1000;

	HottestKeysWarmer {
		Assert.isTrue(most > 0 && most <= LIMIT, () -> "most must be from 1 to " + LIMIT);
	}

	@Override
	public void warm(WarmupContext context) throws Exception {
		SharedTier shared = context.cache().sharedTier();
		HotKeys hotKeys = (shared != null) ? shared.hotKeys() : null;
		if (shared == null || hotKeys == null) {
			throw new IllegalStateException("The cache has no shared tier that knows the hottest keys");
		}
		List<Object> keys = hotKeys.hottest(this.most);
		if (keys == null) {
			throw new IllegalStateException("The shared tier does not answer, so the hottest keys are unknown");
		}
		if (keys.isEmpty()) {
			context.nothingToWarm("no pod has published its hottest keys yet");
			return;
		}
		context.expect(keys.size());
		long found = 0;
		for (int from = 0; from < keys.size(); from += BATCH) {
			found += warm(context, shared, keys.subList(from, Math.min(keys.size(), from + BATCH)));
		}
		// Keys without a value were deleted since they were hot, so they are not missing.
		context.expect(found);
		if (found == 0) {
			context.nothingToWarm("none of the %,d hottest keys has a value any more".formatted(keys.size()));
		}
	}

	private static long warm(WarmupContext context, SharedTier shared, List<Object> keys) throws Exception {
		CacheSource<Object, Object> source = context.cache().source();
		if (context.maxAge() != null && source != null) {
			// The values in the shared tier are as old as those to be renewed.
			return load(context, source, keys);
		}
		context.beginBatch(false);
		Map<Object, SharedRead.Hit> hits = shared.readAll(keys);
		List<Object> missing = new ArrayList<>();
		long found = 0;
		for (Object key : keys) {
			SharedRead.Hit hit = hits.get(key);
			if (hit == null) {
				missing.add(key);
				continue;
			}
			context.accept(key, hit.value(), hit.remaining(), hit.provenance());
			found += (hit.value() != null) ? 1 : 0;
		}
		return found + load(context, source, missing);
	}

	private static long load(WarmupContext context, @Nullable CacheSource<Object, Object> source, List<Object> keys)
			throws Exception {
		if (source == null || keys.isEmpty()) {
			return 0;
		}
		context.beginBatch(true);
		Map<Object, Object> values = KeyLoads.load(source, keys, context);
		values.forEach(context::accept);
		return values.size();
	}

	/**
	 * Return {@code false}: the keys are few on purpose, so a small number is no reason
	 * for doubt.
	 */
	@Override
	public boolean bringsAll() {
		return false;
	}

}
