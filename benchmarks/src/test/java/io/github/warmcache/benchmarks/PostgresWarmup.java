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

package io.github.warmcache.benchmarks;

/**
 * A way to fill a cache with all rows of a table.
 */
enum PostgresWarmup {

	WARMCACHE(Figures.OURS, false, true, true),

	CURSOR_LOOP(Figures.LIMIT + "cursor loop by hand", false, true, true),

	ROW_MAPPER("DataClassRowMapper", false, false, true),

	JDBC_CLIENT("JdbcClient", false, false, true),

	COPY("COPY, nothing mapped", false, false, false),

	WARMCACHE_AND_REDIS(Figures.OURS, true, true, true),

	CURSOR_LOOP_AND_REDIS(Figures.LIMIT + "cursor loop, pipelined SETs", true, true, true);

	private final String subject;

	private final boolean bothTiers;

	private final boolean inShort;

	private final boolean fillsACache;

	PostgresWarmup(String subject, boolean bothTiers, boolean inShort, boolean fillsACache) {
		this.subject = subject;
		this.bothTiers = bothTiers;
		this.inShort = inShort;
		this.fillsACache = fillsACache;
	}

	String subject() {
		return this.subject;
	}

	boolean isInShort() {
		return this.inShort;
	}

	boolean fillsACache() {
		return this.fillsACache;
	}

	String row(int rows) {
		return this.bothTiers ? PostgresSuite.bothTiers(rows) : PostgresSuite.warmup(rows);
	}

}
