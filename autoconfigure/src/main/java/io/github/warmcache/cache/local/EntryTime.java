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

package io.github.warmcache.cache.local;

import java.util.concurrent.TimeUnit;

import io.github.warmcache.tier.ValueOrigin;

/**
 * Expiry of an entry, with the rest that is known of its value in the lowest bits: a
 * field for each would make every entry 8 bytes larger.
 * <p>
 * The number compares with the time as the expiry itself does, so a hit unpacks nothing.
 * It is never later than the expiry, and at most 0.53 milliseconds earlier, a twentieth
 * of what the {@link CoarseClock} is off.
 * <p>
 * From the lowest: one bit for a value that says that there is nothing, two for its
 * origin, and 16 for the time from its making to its expiry, as a floating-point number
 * of milliseconds with 12 significant bits. That time is rounded down by less than a
 * two-thousandth. It is 0 if unknown.
 */
final class EntryTime {

	private static final int ORIGIN_SHIFT = 1;

	private static final int LIFE_SHIFT = 3;

	private static final int BITS = 19;

	private static final long MASK = (1L << BITS) - 1;

	private static final int FRACTION_BITS = 11;

	/**
	 * Maximum number of milliseconds that the bits can express, about 139 years.
	 */
	private static final long LONGEST_LIFE = (1L << 42) - 1;

	private static final ValueOrigin[] ORIGINS = ValueOrigin.values();

	private EntryTime() {
	}

	/**
	 * Pack an expiry.
	 * @param expiresAt when the entry expires, by the ticker
	 * @param life nanoseconds from the making of the value until then, or a negative
	 * number if unknown
	 * @param nothing whether the value says that there is nothing
	 */
	static long pack(long expiresAt, long life, ValueOrigin origin, boolean nothing) {
		long low = (code(life) << LIFE_SHIFT) | ((long) origin.ordinal() << ORIGIN_SHIFT) | (nothing ? 1 : 0);
		return ((expiresAt - low) & ~MASK) | low;
	}

	private static long code(long life) {
		long millis = TimeUnit.NANOSECONDS.toMillis(life);
		if (life < 0 || millis > LONGEST_LIFE) {
			return 0;
		}
		// Not 0, which means unknown.
		long known = Math.max(1, millis);
		int exponent = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(known) - FRACTION_BITS);
		return ((long) exponent << FRACTION_BITS) + (known >>> exponent);
	}

	static boolean isNothing(long packed) {
		return (packed & 1) != 0;
	}

	static ValueOrigin origin(long packed) {
		return ORIGINS[(int) (packed >>> ORIGIN_SHIFT) & 3];
	}

	/**
	 * Return how long ago the value was made, in nanoseconds, or a negative number if
	 * unknown. At most a two-thousandth of its life too short.
	 */
	static long age(long packed, long now) {
		long code = (packed & MASK) >>> LIFE_SHIFT;
		if (code == 0) {
			return -1;
		}
		int exponent = (int) Math.max(0, (code >>> FRACTION_BITS) - 1);
		long millis = (code - ((long) exponent << FRACTION_BITS)) << exponent;
		return Math.max(0, TimeUnit.MILLISECONDS.toNanos(millis) - (packed - now));
	}

}
