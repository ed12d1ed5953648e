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

import org.jspecify.annotations.Nullable;

/**
 * Where a value was made, and how long ago. Both are kept while the value is copied from
 * tier to tier. Immutable.
 *
 * @param origin where the value was made
 * @param age how long ago it was made, not negative, or {@code null} if unknown
 * @since 0.1.0
 */
public record Provenance(ValueOrigin origin, @Nullable Duration age) {

	/**
	 * Provenance of a value of which nothing is known.
	 */
	public static final Provenance UNKNOWN = new Provenance(ValueOrigin.UNKNOWN, null);

	/**
	 * Provenance of a value that the source has just returned.
	 */
	public static final Provenance SOURCE = new Provenance(ValueOrigin.SOURCE, Duration.ZERO);

	/**
	 * Provenance of a value that the method body has just returned.
	 */
	public static final Provenance METHOD = new Provenance(ValueOrigin.METHOD, Duration.ZERO);

	/**
	 * Provenance of a value that was put just now.
	 */
	public static final Provenance PUT = new Provenance(ValueOrigin.PUT, Duration.ZERO);

}
