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

/**
 * Outcome of a fill of the shared tier.
 *
 * @since 0.1.0
 */
public enum FillOutcome {

	/**
	 * The value is in the shared tier.
	 */
	STORED,

	/**
	 * The key changed, or another fill came first. The value was not stored and must not
	 * be kept locally either.
	 */
	REFUSED,

	/**
	 * The shared tier has a newer version. The given value must not be kept locally
	 * either.
	 */
	SUPERSEDED,

	/**
	 * The server did not answer, or the value could not be written.
	 */
	FAILED

}
