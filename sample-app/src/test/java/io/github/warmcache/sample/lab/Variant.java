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
 * What the cities are cached with.
 */
enum Variant {

	/** As the sample is, with practice before traffic. */
	WARMCACHE("Warmcache"),

	/** The same tiers, filled by traffic alone. */
	COLD("Warmcache, warming off"),

	/** What Spring Boot brings for the heap. */
	CAFFEINE("Spring Boot, Caffeine"),

	/** What Spring Boot brings for Redis. */
	REDIS("Spring Boot, Redis");

	/** What pods have in common. Nothing expires within a run. */
	static final List<String> COMMON = List.of("atlas.publish-countries=false", "warmcache.defaults.time-to-live=1h",
			"spring.main.banner-mode=off");

	/** Requests that a pod makes to itself. */
	private static final int PRACTICE = 3000;

	private final String title;

	Variant(String title) {
		this.title = title;
	}

	String title() {
		return this.title;
	}

	String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	static List<String> ids() {
		return Arrays.stream(values()).map(Variant::id).toList();
	}

	/**
	 * Whether responses tell which tier they came from.
	 */
	boolean tellsTiers() {
		return this == WARMCACHE || this == COLD;
	}

	/**
	 * Return the configuration of a pod.
	 */
	List<String> properties() {
		return Stream.concat(COMMON.stream(), own().stream()).toList();
	}

	private List<String> own() {
		return switch (this) {
			case WARMCACHE -> List.of("warmcache.warmup.rehearsal.requests[0].path=/cities/{key}",
					"warmcache.warmup.rehearsal.requests[0].cache=cities",
					"warmcache.warmup.rehearsal.requests[0].times=" + PRACTICE);
			case COLD -> List.of("warmcache.warmup.enabled=false");
			case CAFFEINE -> List.of("warmcache.enabled=false", "spring.cache.type=caffeine",
					"spring.cache.caffeine.spec=maximumSize=200000,expireAfterWrite=1h");
			case REDIS ->
				List.of("warmcache.enabled=false", "spring.cache.type=redis", "spring.cache.redis.time-to-live=1h");
		};
	}

}
