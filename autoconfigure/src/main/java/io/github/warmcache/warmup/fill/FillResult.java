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

package io.github.warmcache.warmup.fill;

import org.jspecify.annotations.Nullable;

/**
 * Result of an attempt to fill a cache that did not fail.
 *
 * @param problem why the cache is not warm, or {@code null} if it is
 * @param retried whether another attempt may solve the problem
 */
public record FillResult(@Nullable Exception problem, boolean retried) {

	/**
	 * The cache is full.
	 */
	static final FillResult FULL = new FillResult(null, false);

	/**
	 * Create the result for a cache that is usable, but that another attempt may fill
	 * better.
	 */
	static FillResult doubtful(Exception problem) {
		return new FillResult(problem, true);
	}

	/**
	 * Create the result for a cache that is usable, and that another attempt would not
	 * fill better.
	 */
	static FillResult partial(Exception problem) {
		return new FillResult(problem, false);
	}

}
