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

package io.github.warmcache.answers;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What the reads of one cache have got lately.
 *
 * @param share the share of absent and empty answers, from 0 to 1; NaN while there are
 * too few reads to tell
 * @param limit the share above which the cache is reported; NaN while it is unknown
 * @param exceededSince since when the share is above the limit, or {@code null} if it is
 * not
 */
public record AnswerStatus(double share, double limit, @Nullable Instant exceededSince) {

	static final AnswerStatus UNKNOWN = new AnswerStatus(Double.NaN, Double.NaN, null);

	public boolean isExceeded() {
		return this.exceededSince != null;
	}

}
