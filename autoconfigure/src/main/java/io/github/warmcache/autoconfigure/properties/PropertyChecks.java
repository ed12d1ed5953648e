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

import java.time.Duration;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/**
 * Checks of single properties. A value of {@code null} was not written and passes.
 */
public final class PropertyChecks {

	/**
	 * Longest allowed duration. Deadlines are kept as nanoseconds in a {@code long}.
	 */
	private static final Duration LONGEST = Duration.ofDays(36_500);

	private PropertyChecks() {
	}

	public static void positive(String property, @Nullable Duration duration, String example) {
		if (duration == null) {
			return;
		}
		if (duration.isNegative() || duration.isZero()) {
			throw new InvalidCacheConfigurationException(property,
					"must be positive, but is " + DurationStyle.SIMPLE.print(duration),
					"Write a duration such as " + example);
		}
		if (duration.compareTo(LONGEST) > 0) {
			throw new InvalidCacheConfigurationException(property, "is longer than a hundred years",
					"Write a duration such as " + example);
		}
	}

	static void positive(String property, @Nullable DataSize size, String example) {
		if (size != null && size.toBytes() <= 0) {
			throw new InvalidCacheConfigurationException(property, "must be positive, but is " + size,
					"Write a size such as " + example);
		}
	}

	public static void positive(String property, @Nullable Number number, String example) {
		if (number != null && number.longValue() <= 0) {
			throw new InvalidCacheConfigurationException(property, "must be positive, but is " + number,
					"Write a number such as " + example);
		}
	}

	public static void share(String property, @Nullable Double share) {
		if (share != null && !(share >= 0 && share < 1)) {
			throw new InvalidCacheConfigurationException(property, "must be from 0 to below 1, but is " + share,
					"Write a share such as 0.1, or 0 for none");
		}
	}

	static void innerShare(String property, @Nullable Double share) {
		if (share != null && !(share > 0 && share < 1)) {
			throw new InvalidCacheConfigurationException(property, "must be above 0 and below 1, but is " + share,
					"Write a share such as 0.8, or remove the property");
		}
	}

	public static void partOfAll(String property, @Nullable Double share) {
		if (share != null && !(share > 0 && share <= 1)) {
			throw new InvalidCacheConfigurationException(property, "must be above 0 and up to 1, but is " + share,
					"Write a share such as 0.9");
		}
	}

	static void wholeShare(String property, @Nullable Double share) {
		if (share != null && !(share >= 0 && share <= 1)) {
			throw new InvalidCacheConfigurationException(property, "must be from 0 to 1, but is " + share,
					"Write a share such as 0.2, or 1 to report none");
		}
	}

	public static void sampledShare(String property, double share) {
		if (!(share >= 0 && share <= 1)) {
			throw new InvalidCacheConfigurationException(property, "must be from 0 to 1, but is " + share,
					"Write a share such as 0.01, or 0 for none");
		}
	}

	static void notLonger(String property, @Nullable Duration duration, String other, Duration limit) {
		// A limit that is itself invalid is reported under its own name.
		if (duration != null && limit.compareTo(Duration.ZERO) > 0 && duration.compareTo(limit) > 0) {
			throw new InvalidCacheConfigurationException(property,
					"must not be longer than '%s', but is %s and the other is %s".formatted(other,
							DurationStyle.SIMPLE.print(duration), DurationStyle.SIMPLE.print(limit)),
					"Shorten it, or raise '%s': otherwise another pod begins the same load before this one ends"
						.formatted(other));
		}
	}

	public static void circuitBreaker(String prefix, @Nullable Integer failureThreshold,
			@Nullable Duration waitDuration) {
		positive(prefix + ".circuit-breaker.failure-threshold", failureThreshold, "5");
		positive(prefix + ".circuit-breaker.wait-duration", waitDuration, "60s");
	}

	static void oneBound(String prefix, @Nullable Long maximumSize, @Nullable DataSize maximumWeight) {
		if (maximumSize != null && maximumWeight != null) {
			throw new InvalidCacheConfigurationException(prefix + ".maximum-weight",
					"is set together with '%s.maximum-size'".formatted(prefix),
					"Write one of them: a cache is bounded by the number of its entries or by their weight");
		}
	}

}
