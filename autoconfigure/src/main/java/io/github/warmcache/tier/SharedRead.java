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
	 */
	record Hit(@Nullable Object value, Duration remaining) implements SharedRead {
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

}
