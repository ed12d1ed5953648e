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
 * @param local the values in the heap of this pod
 * @param shared the values in the shared tier
 * @param failure why nothing could be compared, without keys and values; {@code null} if
 * it could
 * @since 0.1.0
 */
public record AuditReport(Instant finishedAt, Counts local, Counts shared, @Nullable String failure) {

	static AuditReport failed(Instant finishedAt, String failure) {
		return new AuditReport(finishedAt, Counts.NONE, Counts.NONE, failure);
	}

	/**
	 * Return whether a value differs from that of the source.
	 * @return whether one does, in the heap or in the shared tier
	 */
	public boolean isDifferent() {
		return this.local.different() + this.shared.different() > 0;
	}

	/**
	 * Values of one tier by what the comparison found. Those that were replaced during
	 * the comparison are in none of these numbers.
	 *
	 * @param compared values and known absences that were compared
	 * @param different those of them that are not what the source has
	 * @param unknown values of which the source knows nothing: their rows were deleted,
	 * or methods made them
	 * @param incomparable values that neither have an {@code equals} method nor can be
	 * written as bytes
	 */
	public record Counts(int compared, int different, int unknown, int incomparable) {

		/**
		 * Counts of a tier in which nothing was compared.
		 */
		public static final Counts NONE = new Counts(0, 0, 0, 0);

	}

}
