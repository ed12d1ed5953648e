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
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Most-read keys of one cache, shared among pods through the server of the shared tier.
 * Older reports count less. Thread-safe.
 * <p>
 * No method throws because of the state of the server; each may block up to the command
 * timeout for every 1,000 keys.
 *
 * @since 0.1.0
 */
public interface HotKeys {

	/**
	 * Add the keys that a pod read most. The first key weighs most, the last one least.
	 * Earlier reports of all pods lose half of their weight with each half-life.
	 * @param keys the keys, the hottest one first, without duplicates; those without a
	 * safe text form are skipped
	 * @param most maximum number of keys that are kept for all pods, positive
	 * @param halfLife time after which a report weighs half, positive
	 * @return whether the server took all of them
	 */
	boolean publish(List<?> keys, int most, Duration halfLife);

	/**
	 * Return the keys that pods read most.
	 * @param most maximum number of keys, not negative
	 * @return the keys, the hottest one first, without duplicates; empty if no pod
	 * published any, or {@code null} if the server does not answer
	 */
	@Nullable List<Object> hottest(int most);

}
