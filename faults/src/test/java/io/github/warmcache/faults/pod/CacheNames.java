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

package io.github.warmcache.faults.pod;

import java.util.List;

/**
 * The caches of a pod. The place in the list is the number by which records, commands and
 * rows name a cache.
 */
public final class CacheNames {

	/** Filled by a method body, evicted by key. */
	public static final int EVICTED = 0;

	/** Changed by puts; values have a version. */
	public static final int PUT = 1;

	/** Cleared as a whole by each change. */
	public static final int CLEARED = 2;

	/** Filled by a JDBC source, evicted by key. */
	public static final int SOURCED = 3;

	/** Of a short life in both tiers. */
	public static final int BRIEF = 4;

	/** Of a short life, and served stale while the database is down. */
	public static final int STALE = 5;

	/** Of many keys that are loaded together; its method body asks nobody. */
	public static final int SPREAD = 6;

	/** The names by number. */
	public static final List<String> ALL = List.of("evicted", "put", "cleared", "sourced", "brief", "stale", "spread");

	/** How many of them the general load reads and changes. */
	public static final int LOADED = 6;

	private CacheNames() {
	}

}
