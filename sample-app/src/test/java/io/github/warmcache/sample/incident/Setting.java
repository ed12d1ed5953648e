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

package io.github.warmcache.sample.incident;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What Redis does when it is full, and where the service reads histories.
 */
enum Setting {

	/** Redis evicts, and there is nothing behind it. */
	AS_IT_WAS("as it was", "allkeys-lru", "the cached method and its source read keys in Redis"),

	/** Redis evicts, and the source is the database behind it. */
	AS_RECOMMENDED("as recommended", "allkeys-lru", "the cached method and its source read the database"),

	/** Redis refuses to write, and the source is the database behind it. */
	NO_EVICTION("without eviction", "noeviction", "the cached method and its source read the database");

	private final String title;

	private final String policy;

	private final String reads;

	Setting(String title, String policy, String reads) {
		this.title = title;
		this.policy = policy;
		this.reads = reads;
	}

	String title() {
		return this.title;
	}

	/**
	 * Return what is particular to the setting, in a line.
	 */
	String description() {
		return this.title + ": " + this.policy + ", " + this.reads;
	}

	/**
	 * Return the {@code maxmemory-policy} of Redis.
	 */
	String policy() {
		return this.policy;
	}

	/**
	 * Return the profile of the service.
	 */
	String profile() {
		return (this == AS_IT_WAS) ? "as-it-was" : "as-recommended";
	}

	String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	static List<String> ids() {
		return Arrays.stream(values()).map(Setting::id).toList();
	}

	static Setting of(String id) {
		return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
	}

}
