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
	 * All rooms, lower ones first. What is below a room's own package is its inside,
	 * which is used where it is named here and nowhere else. Nothing points at the
	 * wiring.
	 */
	// @formatter:off
	static final List<Room> ALL = List.of(
			new Room("annotation"),
			new Room("log"),
			new Room("breaker", "log"),
			new Room("thread", "log"),
			new Room("source"),
			new Room("source.jdbc", "source", "log"),
			new Room("source.jdbc.column", "source.jdbc", "source"),
			new Room("source.jdbc.row", "source.jdbc.column", "source.jdbc", "source"),
			new Room("source.jdbc.key", "source.jdbc.row", "source.jdbc.column", "source.jdbc", "source"),
			new Room("source.jdbc.query", "source.jdbc.key", "source.jdbc.row", "source.jdbc.column", "source.jdbc",
					"source"),
			new Room("source.redis", "source", "thread", "log"),
			new Room("redis", "breaker", "thread", "log"),
			new Room("tier", "source"),
			new Room("tier.shape"),
			new Room("tier.key", "tier.shape"),
			new Room("tier.codec", "tier.key", "tier.shape", "tier"),
			new Room("tier.stripe", "tier.key", "tier", "redis", "log"),
			new Room("redis.watch", "tier.stripe", "redis", "thread", "log"),
			new Room("tier.redis", "tier.stripe", "tier.codec", "tier.key", "tier.shape", "tier", "redis", "source",
					"breaker", "log"),
			new Room("cache", "tier"),
			new Room("cache.flight", "cache", "tier"),
			new Room("cache.local", "cache.flight", "cache", "tier", "thread", "log"),
			new Room("cache.change", "cache.local", "cache.flight", "cache", "tier", "log"),
			new Room("cache.complete", "cache.local", "cache", "tier", "source"),
			new Room("cache.load", "cache.complete", "cache.change", "cache.local", "cache.flight", "cache", "tier",
					"source", "breaker", "log"),
			new Room("cache.tiered", "cache..", "tier", "source", "breaker", "thread", "log"),
			new Room("interceptor", "cache.tiered", "cache"),
			new Room("coherence", "cache.tiered", "tier.stripe", "tier", "thread", "breaker", "log"),
			new Room("warmup", "cache.tiered", "cache.complete", "tier", "source"),
			new Room("warmup.measure", "warmup", "tier.stripe", "redis", "thread", "log"),
			new Room("warmup.fill", "warmup.measure", "warmup", "cache.tiered", "cache.complete", "cache", "tier", "source", "thread", "log"),
			new Room("warmup.fleet", "warmup.fill", "warmup", "cache.tiered", "cache", "tier", "source", "thread", "log"),
			new Room("warmup.warmer", "warmup.fleet", "warmup.fill", "warmup", "cache.tiered", "tier", "source", "thread"),
			new Room("warmup.run", "warmup.fill", "warmup.measure", "warmup", "cache.tiered", "cache", "thread"),
			new Room("warmup.rewarm", "warmup.run", "warmup.fill", "warmup", "cache.tiered", "cache.complete", "cache", "log"),
			new Room("snapshot", "warmup.measure", "warmup", "cache.tiered", "cache", "tier.codec", "tier.key", "tier", "thread", "log"),
			new Room("answers", "cache.tiered", "cache", "log"),
			new Room("audit", "cache.tiered", "cache", "tier.shape", "tier", "source", "thread", "log"),
			new Room("operation", "audit", "warmup.rewarm", "cache.tiered", "cache", "tier.key", "tier", "source", "thread"),
			new Room("advice", "thread", "log"),
			new Room("advice.check", "advice", "redis.watch", "warmup.run", "warmup", "cache.tiered", "cache.local", "cache"),
			new Room("event", "coherence", "redis.watch", "warmup"),
			new Room("event.publish", "event", "answers", "audit", "coherence", "redis.watch", "warmup", "cache.tiered", "cache",
					"breaker", "thread", "log"),
			new Room("health", "answers", "audit", "coherence", "redis.watch", "warmup", "cache.tiered", "cache", "breaker"),
			new Room("metrics", "answers", "audit", "coherence", "redis.watch", "warmup", "cache.tiered", "cache.complete", "cache",
					"tier", "source", "breaker"),
			new Room("endpoint", "advice", "operation", "answers", "audit", "coherence", "redis.watch", "warmup", "cache.tiered", "cache",
					"tier", "breaker", "log"),
			new Room("autoconfigure..", "advice..", "event..", "answers", "audit", "operation", "endpoint", "metrics", "health", "interceptor",
					"snapshot", "warmup..",
					"coherence", "cache..", "tier..", "redis..", "source..", "breaker", "annotation", "thread", "log"));
	// @formatter:on

	Room(String name, String... uses) {
		this(name, List.of(uses));
	}

	String[] packagesBelow(String root) {
		return Stream.concat(Stream.of(this.name), this.uses.stream())
			.map((name) -> root + "." + name)
			.toArray(String[]::new);
	}

}
