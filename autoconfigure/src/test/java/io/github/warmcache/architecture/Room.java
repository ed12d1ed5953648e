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

package io.github.warmcache.architecture;

import java.util.List;
import java.util.stream.Stream;

/**
 * A package under the root, or a tree of them, and what of ours it may use.
 *
 * @param name the package, relative to the root; {@code ..} at its end means with all
 * below
 * @param uses the rooms it may use besides itself
 */
record Room(String name, List<String> uses) {

	/**
	 * All rooms. Implementations of the source and the shared tier are known to the
	 * wiring only, and nothing points at the wiring.
	 */
	static final List<Room> ALL = List.of(new Room("annotation"), new Room("resilience"), new Room("source"),
			new Room("source.jdbc", "source"), new Room("source.redis", "source"), new Room("tier", "source"),
			new Room("tier.redis", "tier", "source", "resilience"), new Room("cache", "tier", "source", "resilience"),
			new Room("invalidation", "tier.redis", "cache", "tier", "source"),
			new Room("warmup", "cache", "tier", "source"), new Room("snapshot", "warmup", "cache", "tier", "source"),
			new Room("health", "invalidation", "warmup", "cache", "tier", "source"),
			new Room("metrics", "invalidation", "resilience", "warmup", "cache", "tier", "source"),
			new Room("endpoint", "warmup", "cache", "tier", "source"),
			new Room("autoconfigure..", "endpoint", "metrics", "health", "snapshot", "warmup", "invalidation", "cache",
					"tier.redis", "tier", "source.redis", "source.jdbc", "source", "resilience", "annotation"));

	Room(String name, String... uses) {
		this(name, List.of(uses));
	}

	String[] packagesBelow(String root) {
		return Stream.concat(Stream.of(this.name), this.uses.stream())
			.map((name) -> root + "." + name)
			.toArray(String[]::new);
	}

}
