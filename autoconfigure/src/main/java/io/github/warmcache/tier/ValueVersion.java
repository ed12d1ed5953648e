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
 * Order of the values of a key: tells which of two is newer. Thread-safe.
 * <p>
 * An older value never replaces a newer one. For a minute it does not replace what came
 * after the newer one either: a put of the older value then removes the key. Equal
 * versions replace each other. A value that is {@link #UNVERSIONED} replaces any value,
 * and so does a known absence unless it has a version.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ValueVersion {

	/**
	 * Version of a value that has none.
	 */
	long UNVERSIONED = Long.MIN_VALUE;

	/**
	 * Versions of a cache whose values have none.
	 */
	ValueVersion NONE = (value) -> UNVERSIONED;

	/**
	 * Return the version of a value. Called for every value that is stored or read from
	 * the shared tier, so it must be fast, and it must neither block nor throw.
	 * @param value the value, or {@code null} for a known absence
	 * @return a number that grows with each change of the value, or {@link #UNVERSIONED}
	 */
	long of(@Nullable Object value);

	/**
	 * Return the origin of the versions. Values whose versions have another origin are
	 * not found in the shared tier, because the numbers do not compare.
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
	 * @return {@code true} if both are versions and the first is lower
	 */
	static boolean isOlder(long version, long other) {
		return version < other && version != UNVERSIONED;
	}

}
