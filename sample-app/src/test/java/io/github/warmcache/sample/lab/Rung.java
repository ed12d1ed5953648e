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

package io.github.warmcache.sample.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A way to serve the cities, each said to be so many times as fast as the first.
 */
enum Rung {

	/**
	 * Every request asks the database, over the ten connections of Spring Boot's pool.
	 */
	NONE("no cache", 1),

	/** The same with as many connections as there are users. */
	WIDE("no cache, wide pool", 1),

	/**
	 * What Spring Boot brings for Redis, with all the cities that are asked for in it.
	 */
	REDIS("RedisCacheManager", 1),

	/** The same with cities as JSON, which a user who measures would choose. */
	JSON("RedisCacheManager, JSON", 1),

	/** One pod as the sample is. */
	ONE("Warmcache, 1 pod", 1),

	/** Three of them behind a load balancer. */
	THREE("Warmcache, 3 pods", 3);

	private final String title;

	private final int pods;

	Rung(String title, int pods) {
		this.title = title;
		this.pods = pods;
	}

	String title() {
		return this.title;
	}

	/**
	 * Whether a request is served by what is in Redis.
	 */
	boolean asksRedis() {
		return this == REDIS || this == JSON;
	}

	/**
	 * Return how many pods there are: more than one have a load balancer before them.
	 */
	int pods() {
		return this.pods;
	}

	String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	static List<String> ids() {
		return Arrays.stream(values()).map(Rung::id).toList();
	}

	/**
	 * Return the configuration of a pod.
	 * @param users how many ask at once
	 */
	List<String> properties(int users) {
		return switch (this) {
			case NONE -> withoutCache();
			case WIDE ->
				Stream.concat(withoutCache().stream(), Stream.of("spring.datasource.hikari.maximum-pool-size=" + users))
					.toList();
			case REDIS -> Variant.REDIS.properties();
			case JSON ->
				Stream
					.concat(Variant.REDIS.properties().stream(),
							Stream.of("atlas.cities-as-json=true", "spring.cache.redis.key-prefix=json:"))
					.toList();
			case ONE, THREE -> Variant.WARMCACHE.properties();
		};
	}

	private static List<String> withoutCache() {
		return Stream.concat(Variant.COMMON.stream(), Stream.of("warmcache.enabled=false", "spring.cache.type=none"))
			.toList();
	}

}
