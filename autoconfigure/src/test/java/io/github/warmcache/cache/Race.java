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

package io.github.warmcache.cache;

import org.jetbrains.lincheck.datastructures.Operation;

/**
 * What a few threads do at once, and what has to be true afterwards. Each method with
 * {@link Operation} is called once, on a thread of its own. Every order of their accesses
 * has an object of its own, which needs a public constructor.
 */
public abstract class Race {

	/**
	 * Check what the threads left behind.
	 */
	@Operation
	public abstract void outcome();

	/**
	 * Fail unless something is true. Not by AssertJ, whose code would be run in all
	 * orders as well.
	 */
	public static void require(boolean condition, String what) {
		if (!condition) {
			throw new AssertionError(what);
		}
	}

}
