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
import io.github.warmcache.tier.MissCause;

/**
 * What {@link CacheStatistics} counts.
 *
 * @since 0.1.0
 */
public enum CacheEvent {

	/**
	 * The local tier took a value, loaded or put.
	 */
	LOCAL_PUT,

	/**
	 * The local tier had an entry whose time was over.
	 */
	LOCAL_EXPIRED,

	/**
	 * The local tier had an entry that an invalidation of its stripe had outdated.
	 */
	LOCAL_INVALIDATED,

	/**
	 * This pod holds all there is and not the key, which was answered as absent.
	 */
	ABSENT_ANSWERED,

	/**
	 * The shared tier had the value.
	 */
	SHARED_HIT,

	/**
	 * The shared tier had no value.
	 */
	SHARED_MISS_ABSENT,

	/**
	 * The shared tier had bytes that are no value of this cache.
	 */
	SHARED_MISS_UNREADABLE,

	/**
	 * The shared tier did not answer.
	 */
	SHARED_MISS_UNAVAILABLE,

	/**
	 * The shared tier was not asked because it still has to be told of an invalidation.
	 */
	SHARED_MISS_DISTRUSTED,

	/**
	 * The shared tier keeps nothing of such a key or such values.
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
	 * The method body returned.
	 */
	METHOD_LOADED,

	/**
	 * The method body threw.
	 */
	METHOD_FAILED,

	/**
	 * A call waited for the load of another one instead of loading.
	 */
	FLIGHT_JOINED,

	/**
	 * A loaded value was not kept locally because the key had been changed meanwhile.
	 */
	LOCAL_FILL_REFUSED,

	/**
	 * A loaded value was kept nowhere because the shared tier refused it.
	 */
	SHARED_FILL_REFUSED,

	/**
	 * A loaded value was kept locally only because the shared tier did not take it.
	 */
	SHARED_FILL_FAILED,

	/**
	 * A loaded value was kept nowhere because the transaction it was loaded in may have
	 * seen what others must not.
	 */
	TRANSACTION_FILL_REFUSED,

	/**
	 * A value was not kept because its tier has a newer version of it, or because one of
	 * many was loaded from a source that may not know of the last change.
	 */
	OLDER_VERSION_REFUSED,

	/**
	 * A put was late: its key was changed after its call had begun, and was removed
	 * instead.
	 */
	LATE_PUT_INVALIDATED,

	/**
	 * A load was stopped because its time was over.
	 */
	LOAD_TIMED_OUT,

	/**
	 * A load did not begin in time because too many others were under way.
	 */
	LOAD_REJECTED,

	/**
	 * The source was not asked because its breaker is open.
	 */
	SOURCE_SKIPPED,

	/**
	 * An expired value was served because its load had failed.
	 */
	STALE_SERVED,

	/**
	 * A value was loaded anew before it expired.
	 */
	REFRESHED,

	/**
	 * A load ahead of the expiry came to nothing.
	 */
	REFRESH_FAILED,

	/**
	 * A put or invalidation reached the shared tier.
	 */
	CHANGE_APPLIED,

	/**
	 * A put or invalidation did not reach the shared tier and waits.
	 */
	CHANGE_QUEUED,

	/**
	 * A put or invalidation did not reach the shared tier and never will.
	 */
	CHANGE_FAILED,

	/**
	 * Another pod's change of a key was heard of, and the key dropped.
	 */
	CHANGE_RECEIVED,

	/**
	 * A stripe was dropped as a whole, because changes of it may have been missed.
	 */
	STRIPE_DROPPED,

	/**
	 * A value would have been read from a snapshot as something else than it is.
	 */
	SNAPSHOT_UNEQUAL;

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
			case UNAVAILABLE -> SHARED_MISS_UNAVAILABLE;
			case NOT_SHARED -> SHARED_MISS_NOT_SHARED;
			case DISTRUSTED, CHANGED -> SHARED_MISS_DISTRUSTED;
		};
	}

}
