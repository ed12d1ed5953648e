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
 * The keys of one cache that pods read most, as they tell each other through the server
 * of the shared tier. What was told long ago counts less. Thread-safe.
 * <p>
 * No method throws because of the state of the server; each may block up to the command
 * timeout for every 1,000 keys.
 *
 * @since 0.1.0
 */
public interface HotKeys {

	/**
	 * Add what a pod read most: the first key weighs most, the last one least. What all
	 * pods told before has lost half of its weight after each half-life.
	 * @param keys the keys, the hottest one first, none twice; those without a safe text
	 * form are left out
	 * @param most how many keys of all pods are kept, positive
	 * @param halfLife how long it takes until what was told weighs half, positive
	 * @return whether the server took all of them
	 */
	boolean publish(List<?> keys, int most, Duration halfLife);

	/**
	 * Return the keys that pods read most.
	 * @param most how many keys at most, not negative
	 * @return the keys, the hottest one first, none twice; empty if no pod told any, or
	 * {@code null} if the server does not answer
	 */
	@Nullable List<Object> hottest(int most);

}
