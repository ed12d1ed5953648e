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

package io.github.warmcache.cache.flight;

import io.github.warmcache.cache.LoadPolicy;

/**
 * Limits on the loads of one cache: their number and their time.
 *
 * @param policy the maximum number of loads and the maximum time of one
 * @param bulkhead limits the number of loads
 * @param watchdog ends loads that take too long
 * @param waits how threads wait
 */
public record LoadLimits(LoadPolicy policy, Bulkhead bulkhead, Watchdog watchdog, Waits waits) {

	/**
	 * Return the deadline of a read that begins now.
	 */
	public Deadline deadline() {
		return Deadline.in(this.policy.timeout(), this.waits);
	}

}
