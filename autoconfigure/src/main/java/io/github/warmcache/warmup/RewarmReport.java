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

package io.github.warmcache.warmup;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Report on the re-warms of one cache while the application serves.
 *
 * @param running whether a re-warm is running
 * @param succeeded number of re-warms that filled the cache
 * @param failed number of re-warms that did not
 * @param lastEnd end of the last re-warm, or {@code null} if the first one is running
 * @param lastError why the last re-warm did not fill the cache, without keys, values and
 * secrets, or {@code null} if it did
 * @since 0.1.0
 */
public record RewarmReport(boolean running, long succeeded, long failed, @Nullable Instant lastEnd,
		@Nullable String lastError) {

	/**
	 * Report of a cache that was never re-warmed.
	 */
	public static final RewarmReport NONE = new RewarmReport(false, 0, 0, null, null);

	public RewarmReport begin() {
		return new RewarmReport(true, this.succeeded, this.failed, this.lastEnd, this.lastError);
	}

	public RewarmReport end(Instant now, @Nullable String error) {
		return new RewarmReport(false, this.succeeded + ((error != null) ? 0 : 1),
				this.failed + ((error != null) ? 1 : 0), now, error);
	}

}
