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

	/**
	 * No cache is warmed.
	 */
	WARMUP_NOTHING,

	/**
	 * The warm-up begins; {@code caches} are those of the plan, {@code limit_ms} is its
	 * deadline.
	 */
	WARMUP_STARTED,

	/**
	 * Probes that suit the deadline.
	 */
	WARMUP_PROBES,

	/**
	 * All caches are warm.
	 */
	WARMUP_DONE,

	/**
	 * The pod takes traffic, and {@code caches} are not warm.
	 */
	WARMUP_READY_UNWARMED,

	/**
	 * The start goes on without required caches, whose sources the application itself may
	 * fill.
	 */
	WARMUP_START_CONTINUES,

	/**
	 * Required caches are not filled by the deadline, and the pod takes no traffic.
	 */
	WARMUP_DEADLINE_REFUSED,

	/**
	 * Required caches are not filled by the deadline, and the pod takes traffic all the
	 * same.
	 */
	WARMUP_DEADLINE_ACCEPTED,

	/**
	 * The application was stopped while it warmed.
	 */
	WARMUP_CANCELLED,

	/**
	 * The warm-up went on after it was cancelled.
	 */
	WARMUP_CANCEL_TIMED_OUT,

	/**
	 * A cache is being filled; {@code cause} says what it waits for.
	 */
	WARMUP_CACHE_PROGRESS,

	/**
	 * A cache is filled.
	 */
	WARMUP_CACHE_DONE,

	/**
	 * A warmer ended without an entry.
	 */
	WARMUP_CACHE_EMPTY,

	/**
	 * An attempt failed; without {@code retry_ms} it was the last.
	 */
	WARMUP_CACHE_FAILED,

	/**
	 * A cache was filled, but maybe not completely.
	 */
	WARMUP_CACHE_DOUBTFUL,

	/**
	 * The heap was too small for the rest.
	 */
	WARMUP_CACHE_CUT_SHORT,

	/**
	 * {@code entries} were loaded, of which the cache keeps {@code limit}.
	 */
	WARMUP_CACHE_TOO_SMALL,

	/**
	 * The cache knows all keys, and answers for others that they do not exist.
	 */
	WARMUP_CACHE_COMPLETE,

	/**
	 * The cache should know all keys and does not.
	 */
	WARMUP_CACHE_NOT_COMPLETE,

	/**
	 * A warmer did not have everything; the next one is tried.
	 */
	WARMUP_WARMER_INCOMPLETE,

	/**
	 * A warmer has nothing to load.
	 */
	WARMUP_WARMER_NOTHING,

	/**
	 * A warmer failed; the next one is tried.
	 */
	WARMUP_WARMER_FAILED,

	/**
	 * Some rows could not be read.
	 */
	WARMUP_ROWS_SKIPPED,

	/**
	 * The source cannot load single keys that it streamed.
	 */
	WARMUP_KEYS_UNREADABLE,

	/**
	 * {@code count} rows had the key of another row.
	 */
	WARMUP_KEYS_REPEATED,

	/**
	 * The source did not say how many entries it has.
	 */
	WARMUP_SOURCE_NOT_COUNTED,

	/**
	 * A fill brought fewer entries than the source counts.
	 */
	WARMUP_FEWER_THAN_COUNTED,

	/**
	 * The rehearsal is over.
	 */
	REHEARSAL_DONE,

	/**
	 * A rehearsal failed.
	 */
	REHEARSAL_FAILED,

	/**
	 * The rehearsal took longer than {@code limit_ms}.
	 */
	REHEARSAL_TIMED_OUT,

	/**
	 * Requests are to be rehearsed, and there is no web server.
	 */
	REHEARSAL_WITHOUT_SERVER,

	/**
	 * This pod loads the source for all; {@code entries} came from another one before.
	 */
	FLEET_LOAD_LEADS,

	/**
	 * Another pod loads, and this one copies.
	 */
	FLEET_LOAD_FOLLOWS,

	/**
	 * The shared tier fails, so each pod loads by itself.
	 */
	FLEET_LOAD_ALONE,

	/**
	 * This pod stalled or lost Redis, and another one may load too.
	 */
	FLEET_LEASE_LOST,

	/**
	 * Redis has {@code entries} of {@code expected} loaded ones.
	 */
	FLEET_COPY_TOO_SMALL,

	/**
	 * A cache is filled again while it serves; {@code cause} says why.
	 */
	REWARM_STARTED,

	/**
	 * Much of a cache was dropped at once.
	 */
	REWARM_MUCH_DROPPED,

	/**
	 * Another pod has loaded the cache.
	 */
	REWARM_LOADED_ELSEWHERE,

	/**
	 * A cache could not be filled again.
	 */
	REWARM_FAILED,

	/**
	 * Caches could not be checked for a re-warm.
	 */
	REWARM_CHECK_FAILED,

	/**
	 * A cache was filled with {@code entries}, and a store remembers {@code expected}.
	 */
	GOOD_LOAD_LARGER_BEFORE,

	/**
	 * The store of good loads fails.
	 */
	GOOD_LOADS_NOT_KEPT,

	/**
	 * The first snapshot of a cache was written.
	 */
	SNAPSHOT_WRITTEN,

	/**
	 * {@code count} entries cannot be written.
	 */
	SNAPSHOT_WRITTEN_IN_PART,

	/**
	 * A file could not be written.
	 */
	SNAPSHOT_WRITE_FAILED,

	/**
	 * {@code entries} of {@code expected} are still valid.
	 */
	SNAPSHOT_LOADED,

	/**
	 * A file was not used.
	 */
	SNAPSHOT_REJECTED,

	/**
	 * Values would not be read back as they were.
	 */
	SNAPSHOT_VALUES_UNEQUAL,

	/**
	 * A cache has no snapshots.
	 */
	SNAPSHOT_IMPOSSIBLE,

	/**
	 * The directory cannot be used.
	 */
	SNAPSHOTS_OFF,

	/**
	 * A pass over all caches failed.
	 */
	SNAPSHOTS_FAILED,

	/**
	 * The pod ended before all files were written.
	 */
	SNAPSHOTS_UNFINISHED,

	/**
	 * Redis does not answer; pods go on without it.
	 */
	REDIS_UNAVAILABLE,

	/**
	 * Redis answers again.
	 */
	REDIS_AVAILABLE,

	/**
	 * Redis did not answer within {@code limit_ms} at the start.
	 */
	REDIS_NOT_YET_AVAILABLE,

	/**
	 * The server refuses to serve this pod, which opens new connections.
	 */
	REDIS_RECONNECTING,

	/**
	 * Redis rejects calls over several stripes; they are made one by one.
	 */
	REDIS_CALLS_SPLIT,

	/**
	 * The user may not call {@code INFO}.
	 */
	REDIS_INFO_REFUSED,

	/**
	 * Redis evicts.
	 */
	REDIS_EVICTING,

	/**
	 * Redis is almost full.
	 */
	REDIS_NEAR_LIMIT,

	/**
	 * Neither is the case any more.
	 */
	REDIS_WELL,

	/**
	 * Redis evicted the canary keys of {@code caches}.
	 */
	REDIS_CACHES_LOSING,

	/**
	 * The replication of Redis is in trouble, which {@code cause} names.
	 */
	REDIS_REPLICATION_TROUBLED,

	/**
	 * The replication of Redis is in no trouble any more.
	 */
	REDIS_REPLICATION_WELL,

	/**
	 * The values of a cache are not shared, by their declared type.
	 */
	SHARED_VALUES_LOCAL,

	/**
	 * The values of a cache are no longer shared, because others would not read them
	 * unchanged.
	 */
	SHARED_VALUES_REJECTED,

	/**
	 * A value could not be stored.
	 */
	SHARED_VALUE_UNWRITABLE,

	/**
	 * Something in Redis is no value of this cache.
	 */
	SHARED_VALUE_UNUSABLE,

	/**
	 * Keys of {@code type} have no text, so their entries are not shared.
	 */
	SHARED_KEYS_LOCAL,

	/**
	 * The pod ended with {@code count} changes that Redis did not take.
	 */
	SHARED_CHANGES_LOST,

	/**
	 * {@code count} calls failed, and calls are rejected for {@code retry_ms}.
	 */
	BREAKER_OPENED,

	/**
	 * Calls go through again.
	 */
	BREAKER_CLOSED,

	/**
	 * This pod or others hear late of changes; {@code cause} is {@code deaf}, {@code
	 * forbidden}, {@code flooded}, {@code not_answered} or {@code untold}.
	 */
	COHERENCE_LOST,

	/**
	 * They hear of them at once again.
	 */
	COHERENCE_RESTORED,

	/**
	 * A check for missed changes failed.
	 */
	COHERENCE_CHECK_FAILED,

	/**
	 * {@code count} messages told of changes that do not exist.
	 */
	COHERENCE_FALSE_ALARMS,

	/**
	 * The source of a cache fails; reads go on without it.
	 */
	SOURCE_FAILING,

	/**
	 * The source fails for one key again and again, and is not asked for it for a while.
	 */
	SOURCE_KEY_LEFT_ALONE,

	/**
	 * It answers again.
	 */
	SOURCE_RECOVERED,

	/**
	 * One of several sources fails; the next one is asked.
	 */
	SOURCE_EARLIER_FAILING,

	/**
	 * It answers again.
	 */
	SOURCE_EARLIER_RECOVERED,

	/**
	 * A query is read in a way that may not be meant.
	 */
	SOURCE_QUERY_NOTE,

	/**
	 * JSON of a source has other properties than {@code type}.
	 */
	SOURCE_JSON_UNMAPPED,

	/**
	 * The share {@code ratio} of answers was nothing, above {@code limit}.
	 */
	ANSWERS_MISSING,

	/**
	 * The share is below its limit again, or not known.
	 */
	ANSWERS_USUAL,

	/**
	 * Answers could not be watched.
	 */
	ANSWERS_WATCH_FAILED,

	/**
	 * {@code count} compared values, in the heap and in Redis, differ from the source.
	 */
	AUDIT_DIFFERENT,

	/**
	 * No differing value is left.
	 */
	AUDIT_EQUAL,

	/**
	 * A cache could not be compared.
	 */
	AUDIT_FAILED,

	/**
	 * More than {@code limit} caches have unknown names; {@code cache} is one of them.
	 */
	CACHES_TOO_MANY,

	/**
	 * The rule that tells what is empty threw an exception.
	 */
	CACHE_EMPTY_RULE_FAILED,

	/**
	 * The maintenance of a cache failed.
	 */
	CACHE_MAINTENANCE_FAILED,

	/**
	 * A change failed after its transaction was committed.
	 */
	CACHE_CHANGE_FAILED,

	/**
	 * A deferred change failed.
	 */
	CACHE_DEFERRED_CHANGE_FAILED,

	/**
	 * A transaction may see old rows, so what it loads is not kept.
	 */
	CACHE_FILL_REFUSED,

	/**
	 * The version of a value cannot be read.
	 */
	CACHE_VERSION_UNUSABLE,

	/**
	 * A cache was used before its methods were known.
	 */
	CACHE_TYPES_UNKNOWN,

	/**
	 * Methods use keys of different types.
	 */
	CACHE_KEY_TYPES_DIFFER,

	/**
	 * The configuration may not be what is meant; {@code advice} has the ids.
	 */
	ADVICE_GIVEN,

	/**
	 * A provider of advice, which is a {@code type}, failed or did not answer.
	 */
	ADVICE_PROVIDER_FAILED,

	/**
	 * A listener failed, or states could not be compared.
	 */
	STATE_EVENT_FAILED,

	/**
	 * A listener of an event of {@code type} has not returned for {@code limit_ms}.
	 */
	STATE_LISTENER_HANGING,

	/**
	 * What a thread of Warmcache repeats failed; it goes on.
	 */
	TASK_FAILED,

	/**
	 * Somebody evicted, cleared, reloaded or re-warmed; dry runs are not logged.
	 */
	OPERATION_ORDERED;

	private final String id = name().toLowerCase(Locale.ROOT);

	/**
	 * Return the id that a structured log shows.
	 * @return the id, such as {@code warmup_cache_done}
	 */
	public String id() {
		return this.id;
	}

}
