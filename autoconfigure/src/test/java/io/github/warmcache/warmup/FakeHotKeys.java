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

package io.github.warmcache.warmup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.tier.HotKeys;
import org.jspecify.annotations.Nullable;

/**
 * Shared tier in a map that knows its hottest keys.
 */
public class FakeHotKeys extends FakeSharedTier implements HotKeys {

	/**
	 * What was told.
	 */
	public final List<List<?>> told = new CopyOnWriteArrayList<>();

	public volatile @Nullable List<Object> hottest = List.of();

	public volatile boolean answers = true;

	@Override
	public HotKeys hotKeys() {
		return this;
	}

	@Override
	public boolean publish(List<?> keys, int most, Duration halfLife) {
		this.told.add(new ArrayList<>(keys));
		return this.answers;
	}

	@Override
	public @Nullable List<Object> hottest(int most) {
		List<Object> keys = this.hottest;
		return (keys != null) ? keys.subList(0, Math.min(keys.size(), most)) : null;
	}

}
