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

package io.github.warmcache.tier;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Result of reading one key from the shared tier.
 *
 * @since 0.1.0
 */
public sealed interface SharedRead {

	/**
	 * A value was found.
	 *
	 * @param value the value, or {@code null} for a known absence
	 * @param remaining remaining lifetime of the value, positive
	 * @param provenance where the value was made, and how long ago
	 */
	record Hit(@Nullable Object value, Duration remaining, Provenance provenance) implements SharedRead {

		/**
		 * Create a hit of a value of unknown provenance.
		 * @param value the value, or {@code null} for a known absence
		 * @param remaining remaining lifetime of the value, positive
		 */
		public Hit(@Nullable Object value, Duration remaining) {
			this(value, remaining, Provenance.UNKNOWN);
		}

	}

	/**
	 * No value was found.
	 *
	 * @param cause the reason
	 * @param ticket permits a fill of the key, or {@code null} if no fill is possible
	 */
	record Miss(MissCause cause, @Nullable FillTicket ticket) implements SharedRead {
	}

	/**
	 * Another pod holds the lease and is loading the value.
	 */
	record Busy() implements SharedRead {
	}

	/**
	 * Proof of when a load began. A miss of the shared tier issues it, and only that tier
	 * accepts it.
	 */
	interface FillTicket {

		/**
		 * Return whether the key was changed so shortly before the load that its source
		 * may still return the old value. The loaded value must then not be shared, and
		 * the ticket only serves to end the load.
		 * @return whether the source may; {@code false} by default
		 */
		default boolean isHeldOff() {
			return false;
		}

	}

	/**
	 * Reason why the shared tier had no value for a key.
	 */
	enum MissCause {

		/**
		 * There is no value: it was never stored, expired, invalidated or evicted.
		 */
		ABSENT,

		/**
		 * There are bytes that are not a value of this cache. The next fill overwrites
		 * them.
		 */
		UNREADABLE,

		/**
		 * There are more bytes than a value may have. They were left where they are. The
		 * next fill overwrites them.
		 */
		OVERSIZED,

		/**
		 * There is a value, but not with a signature of a pod of this application, or not
		 * of this key. It was not decoded. The next fill overwrites it.
		 */
		UNVERIFIED,

		/**
		 * The server did not answer in time or refused.
		 */
		UNAVAILABLE,

		/**
		 * The data on the server cannot be trusted: this pod has yet to send it an
		 * invalidation, or the server lacks changes that this pod has heard of, as a
		 * replica may.
		 */
		DISTRUSTED,

		/**
		 * The key is never shared: it has no text by which other pods could identify it,
		 * or they could not read the values of the cache unchanged.
		 */
		NOT_SHARED,

		/**
		 * Nothing was put because the key was changed after the call that puts it began.
		 * Reads never have this cause.
		 */
		CHANGED

	}

}
