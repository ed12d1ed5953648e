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

package io.github.warmcache.log;

import java.util.Locale;

/**
 * Event that is logged in one place above level DEBUG. Its id is stable, whatever becomes
 * of the prose: remove no constant and rename none. The page of the logs says what each
 * event means and which fields it has; a test compares it with the code.
 */
public enum LogEvent {

	// Warm-up of the pod
	WARMUP_NOTHING, WARMUP_STARTED, WARMUP_PROBES, WARMUP_DONE, WARMUP_READY_UNWARMED, WARMUP_START_CONTINUES,
	WARMUP_DEADLINE_REFUSED, WARMUP_DEADLINE_ACCEPTED, WARMUP_CANCELLED, WARMUP_CANCEL_TIMED_OUT,

	// Warm-up of a cache
	WARMUP_CACHE_PROGRESS, WARMUP_CACHE_DONE, WARMUP_CACHE_EMPTY, WARMUP_CACHE_FAILED, WARMUP_CACHE_DOUBTFUL,
	WARMUP_CACHE_CUT_SHORT, WARMUP_CACHE_TOO_SMALL, WARMUP_CACHE_COMPLETE, WARMUP_CACHE_NOT_COMPLETE,
	WARMUP_WARMER_INCOMPLETE, WARMUP_WARMER_NOTHING, WARMUP_WARMER_FAILED, WARMUP_ROWS_SKIPPED, WARMUP_KEYS_UNREADABLE,
	WARMUP_KEYS_REPEATED,

	// Rehearsal
	REHEARSAL_DONE, REHEARSAL_FAILED, REHEARSAL_TIMED_OUT, REHEARSAL_WITHOUT_SERVER,

	// Loads for all pods
	FLEET_LOAD_LEADS, FLEET_LOAD_FOLLOWS, FLEET_LOAD_ALONE, FLEET_LEASE_LOST, FLEET_COPY_TOO_SMALL,

	// Re-warm
	REWARM_MUCH_DROPPED, REWARM_LOADED_ELSEWHERE, REWARM_STARTED, REWARM_FAILED, REWARM_CHECK_FAILED,

	// Good loads
	GOOD_LOAD_LARGER_BEFORE, GOOD_LOADS_NOT_KEPT,

	// Snapshots
	SNAPSHOT_WRITTEN, SNAPSHOT_WRITTEN_IN_PART, SNAPSHOT_WRITE_FAILED, SNAPSHOT_LOADED, SNAPSHOT_REJECTED,
	SNAPSHOT_VALUES_UNEQUAL, SNAPSHOT_IMPOSSIBLE, SNAPSHOTS_OFF, SNAPSHOTS_FAILED, SNAPSHOTS_UNFINISHED,

	// Redis and the shared tier
	REDIS_UNAVAILABLE, REDIS_AVAILABLE, REDIS_NOT_YET_AVAILABLE, REDIS_RECONNECTING, REDIS_CALLS_SPLIT,
	REDIS_INFO_REFUSED, REDIS_EVICTING, REDIS_NEAR_LIMIT, REDIS_WELL, SHARED_VALUES_LOCAL, SHARED_VALUES_REJECTED,
	SHARED_VALUE_UNWRITABLE, SHARED_VALUE_UNUSABLE, SHARED_KEYS_LOCAL, SHARED_CHANGES_LOST,

	// Breakers of Redis and of sources
	BREAKER_OPENED, BREAKER_CLOSED,

	// Coherence
	COHERENCE_LOST, COHERENCE_RESTORED, COHERENCE_CHECK_FAILED, COHERENCE_FALSE_ALARMS,

	// Sources
	SOURCE_FAILING, SOURCE_RECOVERED, SOURCE_EARLIER_FAILING, SOURCE_EARLIER_RECOVERED, SOURCE_QUERY_NOTE,
	SOURCE_JSON_UNMAPPED,

	// Answers and audit
	ANSWERS_MISSING, ANSWERS_USUAL, ANSWERS_WATCH_FAILED, AUDIT_DIFFERENT, AUDIT_EQUAL, AUDIT_FAILED,

	// Caches
	CACHES_TOO_MANY, CACHE_EMPTY_RULE_FAILED, CACHE_MAINTENANCE_FAILED, CACHE_CHANGE_FAILED,
	CACHE_DEFERRED_CHANGE_FAILED, CACHE_FILL_REFUSED, CACHE_VERSION_UNUSABLE, CACHE_TYPES_UNKNOWN,
	CACHE_KEY_TYPES_DIFFER,

	// Operators
	ADVICE_GIVEN, OPERATION_ORDERED;

	private final String id = name().toLowerCase(Locale.ROOT);

	/**
	 * Return the id that a structured log shows.
	 * @return the id, such as {@code warmup_cache_done}
	 */
	public String id() {
		return this.id;
	}

}
