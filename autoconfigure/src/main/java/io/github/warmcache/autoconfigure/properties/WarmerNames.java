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

package io.github.warmcache.autoconfigure.properties;

/**
 * Names of the built-in warmers in {@code warmup.from}.
 */
public final class WarmerNames {

	/**
	 * Copies the entries that the shared tier holds.
	 */
	public static final String SHARED = "shared";

	/**
	 * Loads all entries of the source.
	 */
	public static final String SOURCE = "source";

	/**
	 * Fills the keys that pods have read most of late.
	 */
	public static final String HOTTEST = "hottest";

	/**
	 * Calls methods with {@code @CacheWarmup}.
	 */
	public static final String METHOD = "method";

	/**
	 * Reads the file that the previous container left.
	 */
	public static final String SNAPSHOT = "snapshot";

	private WarmerNames() {
	}

}
