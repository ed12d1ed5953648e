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

package io.github.warmcache.autoconfigure.redis;

import io.github.warmcache.autoconfigure.cache.SharedTierObserver;
import io.github.warmcache.redis.RedisTierConnections;
import io.github.warmcache.tier.SharedTierFactory;
import io.github.warmcache.tier.redis.RedisSharedTierFactory;
import io.github.warmcache.warmup.measure.GoodLoads;
import io.github.warmcache.warmup.measure.RedisGoodLoadStore;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Observer that keeps the last good loads in Redis from the moment on in which the first
 * cache uses the shared tier. If none does, nothing connects.
 */
final class GoodLoadsInRedis implements SharedTierObserver {

	private final ObjectProvider<GoodLoads> goodLoads;

	private final ObjectProvider<RedisTierConnections> connections;

	private final SharedTierSettings settings;

	private boolean joined;

	GoodLoadsInRedis(ObjectProvider<GoodLoads> goodLoads, ObjectProvider<RedisTierConnections> connections,
			SharedTierSettings settings) {
		this.goodLoads = goodLoads;
		this.connections = connections;
		this.settings = settings;
	}

	@Override
	public synchronized void used(SharedTierFactory factory) {
		if (!this.joined && factory instanceof RedisSharedTierFactory) {
			this.joined = true;
			this.goodLoads.ifAvailable((loads) -> loads
				.keepIn(new RedisGoodLoadStore(this.connections.getObject(), this.settings.namespace())));
		}
	}

}
