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

/**
 * Status of the warm-up of one cache or of all caches.
 *
 * @since 0.1.0
 */
public enum WarmupStatus {

	/**
	 * Not begun.
	 */
	PENDING,

	/**
	 * Under way, or waiting for the next attempt.
	 */
	WARMING,

	/**
	 * Filled.
	 */
	WARM,

	/**
	 * One cache: usable, but not filled completely, or nobody can tell whether it is. All
	 * caches: ready, but not every cache is warm.
	 */
	DEGRADED,

	/**
	 * One cache: not filled when waiting for it was over. All caches: not ready when
	 * waiting was over. Either can still improve.
	 */
	FAILED

}
