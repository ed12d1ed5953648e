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

package io.github.warmcache.audit;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Result of the latest comparison of a cache with its source.
 *
 * @param finishedAt when it ended
 * @param local the values in the heap of this pod, or {@code null} if they could not be
 * compared
 * @param shared the values in the shared tier, or {@code null} if there are none or they
 * could not be compared
 * @param failure what could not be compared and why, without keys and values;
 * {@code null} if all could
 * @since 0.1.0
 */
public record AuditReport(Instant finishedAt, @Nullable Counts local, @Nullable Counts shared,
		@Nullable String failure) {

	static AuditReport failed(Instant finishedAt, String failure) {
		return new AuditReport(finishedAt, null, null, failure);
	}

	/**
	 * Return whether a value differs from that of the source.
	 * @return whether one does, in the heap or in the shared tier
	 */
	public boolean isDifferent() {
		return isDifferent(this.local) || isDifferent(this.shared);
	}

	private static boolean isDifferent(@Nullable Counts counts) {
		return counts != null && counts.different() > 0;
	}

	/**
	 * Values of one tier by what the comparison found. Those that were replaced during
	 * the comparison are in none of these numbers.
	 *
	 * @param compared values and known absences that were compared
	 * @param different those of them that are not what the source has
	 * @param unknown values of which the source knows nothing: their rows were deleted,
	 * or methods made them
	 * @param incomparable values that the code of the application failed to compare
	 */
	public record Counts(int compared, int different, int unknown, int incomparable) {

	}

}
