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

import org.jspecify.annotations.Nullable;

/**
 * Tells which of two values of a key is the newer one. Thread-safe.
 * <p>
 * An older value never replaces a newer one, nor what came after that for a minute: a put
 * of one removes the key instead. Equal versions replace each other. A value that is
 * {@link #UNVERSIONED} replaces any, as a known absence does, which is not asked for its
 * version where there is none to tell.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ValueVersion {

	/**
	 * Version of what has none.
	 */
	long UNVERSIONED = Long.MIN_VALUE;

	/**
	 * Versions of a cache whose values have none.
	 */
	ValueVersion NONE = (value) -> UNVERSIONED;

	/**
	 * Return the version of a value. Called for every value that is stored or read from
	 * the shared tier, so it must be fast; it must neither block nor throw.
	 * @param value the value, or {@code null} for a known absence
	 * @return a number that grows with each change of the value, or {@link #UNVERSIONED}
	 */
	long of(@Nullable Object value);

	/**
	 * Return what the versions are made from. Values whose versions are made from
	 * something else are not found in the shared tier, since the numbers do not compare.
	 * @return any text that is the same in all pods of a release, such as the name of a
	 * property and its kind; empty for no versions
	 */
	default String scheme() {
		return "";
	}

	/**
	 * Return whether a version is older than another one.
	 * @param version the version
	 * @param other the other version
	 * @return {@code true} if both are versions, and the first is the lower one
	 */
	static boolean isOlder(long version, long other) {
		return version < other && version != UNVERSIONED;
	}

}
