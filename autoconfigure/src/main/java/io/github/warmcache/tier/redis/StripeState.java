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

package io.github.warmcache.tier.redis;

/**
 * Where a stripe of the shared tier stands.
 *
 * @param sequence how many changes were counted on it
 * @param token name of the last change, empty if there was none
 * @param run the run of the server that said so, empty if it does not tell
 * @param reset whether all values of the stripe were made unreadable by the question that
 * this is the answer to
 * @since 0.1.0
 */
public record StripeState(long sequence, String token, String run, boolean reset) {

	/**
	 * Where a stripe stands that was never changed.
	 */
	public static final StripeState UNTOUCHED = new StripeState(0, "", "", false);

	/**
	 * Return whether both are the same point of the same history.
	 * @param other the other state
	 * @return whether sequence and token are equal
	 */
	public boolean isAt(StripeState other) {
		return this.sequence == other.sequence && this.token.equals(other.token);
	}

}
