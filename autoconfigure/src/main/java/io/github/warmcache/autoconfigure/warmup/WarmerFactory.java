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

package io.github.warmcache.autoconfigure.warmup;

import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.warmup.CacheWarmer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Factory of the warmers with one name in {@code warmup.from}. The order of the factories
 * is the order of preference if {@code warmup.from} is not set.
 */
public abstract class WarmerFactory implements Ordered {

	private final String name;

	private final int order;

	/**
	 * Create a factory.
	 * @param name the name of its warmers in {@code warmup.from}
	 * @param order its place among the factories, lower ones first
	 */
	protected WarmerFactory(String name, int order) {
		this.name = name;
		this.order = order;
	}

	/**
	 * Return the name of the warmers in {@code warmup.from}.
	 * @return the name
	 */
	public final String name() {
		return this.name;
	}

	@Override
	public final int getOrder() {
		return this.order;
	}

	/**
	 * Return why these warmers cannot warm a cache. The text completes the sentence
	 * "names 'x', but ...".
	 * @param cache the cache
	 * @return the reason, or {@code null} if they can
	 */
	public abstract @Nullable String whyUnavailable(CacheSettings cache);

	/**
	 * Return whether a cache that is warmed uses these warmers if its {@code warmup.from}
	 * is not set.
	 * @param cache the cache
	 * @return {@code true} if it does
	 */
	public abstract boolean isDefault(CacheSettings cache);

	/**
	 * Return whether a cache without any {@code warmup} property is warmed because these
	 * warmers exist for it.
	 * @param cache the cache
	 * @return {@code true} if it is
	 */
	public boolean isReasonToWarm(CacheSettings cache) {
		return false;
	}

	/**
	 * Create the warmer of a cache. Does no I/O.
	 * @param cache a cache that these warmers can warm
	 * @return the warmer
	 */
	public abstract CacheWarmer create(CacheSettings cache);

}
