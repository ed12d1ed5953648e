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

package io.github.warmcache.cache;

import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.SharedRead.MissCause;

/**
 * Event that {@link CacheStatistics} counts.
 *
 * @since 0.1.0
 */
public enum CacheEvent {

	/**
	 * The local tier took a value, loaded or put.
	 */
	LOCAL_PUT,

	/**
	 * The local tier had an expired entry.
	 */
	LOCAL_EXPIRED,

	/**
	 * The local tier had an entry that an invalidation of its stripe had outdated.
	 */
	LOCAL_INVALIDATED,

	/**
	 * The local tier answered that the key is absent.
	 */
	HIT_ABSENT,

	/**
	 * The local tier answered with an empty value.
	 */
	HIT_EMPTY,

	/**
	 * This pod holds all entries but not this key, and answered it as absent.
	 */
	ABSENT_ANSWERED,

	/**
	 * A read that left the local tier got a value.
	 */
	READ_VALUE,

	/**
	 * A read that left the local tier got the answer that the key is absent.
	 */
	READ_ABSENT,

	/**
	 * A read that left the local tier got an empty value.
	 */
	READ_EMPTY,

	/**
	 * The shared tier had the value.
	 */
	SHARED_HIT,

	/**
	 * The shared tier had no value.
	 */
	SHARED_MISS_ABSENT,

	/**
	 * The shared tier had no value, although this pod knew of one with life left that
	 * nobody had changed: it was evicted, or deleted past the application.
	 */
	SHARED_MISS_EVICTED,

	/**
	 * The shared tier had bytes that are not a value of this cache.
	 */
	SHARED_MISS_UNREADABLE,

	/**
	 * The shared tier had more bytes than a value may have.
	 */
	SHARED_MISS_OVERSIZED,

	/**
	 * The shared tier had a value without a valid signature.
	 */
	SHARED_MISS_UNVERIFIED,

	/**
	 * The shared tier did not answer.
	 */
	SHARED_MISS_UNAVAILABLE,

	/**
	 * The shared tier was not trusted, because it has yet to be told of a change.
	 */
	SHARED_MISS_DISTRUSTED,

	/**
	 * The shared tier does not store such a key or such values.
	 */
	SHARED_MISS_NOT_SHARED,

	/**
	 * Another pod held the lease and did not fill the key in time.
	 */
	SHARED_MISS_BUSY,

	/**
	 * The source had the value.
	 */
	SOURCE_LOADED,

	/**
	 * The source knows no such key.
	 */
	SOURCE_ABSENT,

	/**
	 * The source failed.
	 */
	SOURCE_FAILED,

	/**
	 * A source that is asked first had no value for a key, so that the next one was
	 * asked.
	 */
	SOURCE_FALLBACK_ABSENT,

	/**
	 * A source that is asked first failed for a key, so that the next one was asked.
	 */
	SOURCE_FALLBACK_FAILED,

	/**
	 * A source that is asked first was not asked for a key, because it failed for that
	 * key several times in a row.
	 */
	SOURCE_FALLBACK_LEFT_ALONE,

	/**
	 * The method body returned.
	 */
	METHOD_LOADED,

	/**
	 * The method body threw.
	 */
	METHOD_FAILED,

	/**
	 * A call waited for another one's load instead of loading.
	 */
	FLIGHT_JOINED,

	/**
	 * A loaded value was not kept locally, because the key was changed meanwhile.
	 */
	LOCAL_FILL_REFUSED,

	/**
	 * A loaded value was kept nowhere, because the shared tier refused it.
	 */
	SHARED_FILL_REFUSED,

	/**
	 * A loaded value was kept only locally, because the shared tier did not take it.
	 */
	SHARED_FILL_FAILED,

	/**
	 * A loaded value was kept nowhere, because its transaction may have seen data that
	 * others must not see.
	 */
	TRANSACTION_FILL_REFUSED,

	/**
	 * A value was not kept, because a newer version of it is known, or because a load of
	 * many keys read it from a source that may not know of the last change.
	 */
	OLDER_VERSION_REFUSED,

	/**
	 * A put was late, because its key was changed after its call had begun. The key was
	 * removed instead, or the put was skipped.
	 */
	LATE_PUT_INVALIDATED,

	/**
	 * A load was stopped because of its timeout.
	 */
	LOAD_TIMED_OUT,

	/**
	 * A load was rejected, because too many others were in flight.
	 */
	LOAD_REJECTED,

	/**
	 * The source was skipped, because its breaker is open.
	 */
	SOURCE_SKIPPED,

	/**
	 * A source was not asked for a key, because it failed for that key several times in a
	 * row.
	 */
	SOURCE_LEFT_ALONE,

	/**
	 * An expired value was served, because its load had failed.
	 */
	STALE_SERVED,

	/**
	 * A value was refreshed before it expired.
	 */
	REFRESHED,

	/**
	 * A background refresh failed.
	 */
	REFRESH_FAILED,

	/**
	 * A put or invalidation reached the shared tier.
	 */
	CHANGE_APPLIED,

	/**
	 * A put or invalidation did not reach the shared tier and is queued.
	 */
	CHANGE_QUEUED,

	/**
	 * A put or invalidation did not reach the shared tier and never will.
	 */
	CHANGE_FAILED,

	/**
	 * Another pod changed a key, and this pod dropped it.
	 */
	CHANGE_RECEIVED,

	/**
	 * All entries of a stripe were dropped, because changes of it may have been missed or
	 * the cache was cleared.
	 */
	STRIPE_DROPPED,

	/**
	 * A snapshot would have returned a value that is not equal to the original.
	 */
	SNAPSHOT_UNEQUAL;

	/**
	 * Return what is counted for a read that left the local tier.
	 */
	public static CacheEvent of(ReadOutcome outcome) {
		return switch (outcome) {
			case VALUE -> READ_VALUE;
			case ABSENT -> READ_ABSENT;
			case EMPTY -> READ_EMPTY;
			case STALE -> STALE_SERVED;
		};
	}

	public static CacheEvent of(ChangeOutcome outcome) {
		return switch (outcome) {
			case APPLIED -> CHANGE_APPLIED;
			case QUEUED -> CHANGE_QUEUED;
			case FAILED -> CHANGE_FAILED;
			case SUPERSEDED -> OLDER_VERSION_REFUSED;
			case INVALIDATED -> LATE_PUT_INVALIDATED;
		};
	}

	public static CacheEvent of(MissCause cause) {
		return switch (cause) {
			case ABSENT -> SHARED_MISS_ABSENT;
			case UNREADABLE -> SHARED_MISS_UNREADABLE;
			case OVERSIZED -> SHARED_MISS_OVERSIZED;
			case UNVERIFIED -> SHARED_MISS_UNVERIFIED;
			case UNAVAILABLE -> SHARED_MISS_UNAVAILABLE;
			case NOT_SHARED -> SHARED_MISS_NOT_SHARED;
			case DISTRUSTED, CHANGED -> SHARED_MISS_DISTRUSTED;
		};
	}

}
