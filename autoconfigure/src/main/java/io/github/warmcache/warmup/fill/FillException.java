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

package io.github.warmcache.warmup.fill;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Says why a cache is not filled as it should be, without keys, values and secrets.
 */
public final class FillException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	public FillException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * Nothing came where there should have been something.
	 * @param property name of the property that allows it
	 */
	static FillException noEntries(String property) {
		return new FillException(Reason.NO_ENTRIES,
				"nothing came to fill a required cache with. If that is right, as in a new installation, set "
						+ property + " to true");
	}

	/**
	 * A cache is filled no further because the heap is short of memory.
	 * @param watermark share of the heap that may be in use
	 * @param entries how many entries were filled
	 * @param expected how many there should be, or {@code null} if nobody knows
	 */
	public static FillException shortOfMemory(double watermark, long entries, @Nullable Long expected) {
		return new FillException(Reason.SHORT_OF_MEMORY,
				String.format(Locale.ROOT, "more than %.0f %% of the heap in use after a garbage collection, %s",
						watermark * 100, filled(entries, expected)));
	}

	private static String filled(long entries, @Nullable Long expected) {
		if (entries == 0) {
			return "nothing was filled";
		}
		return (expected != null && expected >= entries)
				? String.format(Locale.ROOT, "%,d entries filled and %,d missing", entries, expected - entries)
				: String.format(Locale.ROOT, "%,d entries filled", entries);
	}

	public Reason reason() {
		return this.reason;
	}

	/**
	 * Return whether another attempt would bring nothing but costs.
	 * @param problem why an attempt did not fill the cache
	 * @param awaited whether somebody waits for the cache: then a table that is shorter
	 * than before is read again, for it may be growing
	 */
	public static boolean isFinal(Throwable problem, boolean awaited) {
		return problem instanceof FillException fill && switch (fill.reason) {
			case SHORT_OF_MEMORY -> true;
			case TOO_FEW_ENTRIES, BAD_ROWS -> !awaited;
			case NO_ENTRIES, INCOMPLETE, DROPPED -> false;
		};
	}

	public static boolean is(Throwable problem, Reason reason) {
		return problem instanceof FillException fill && fill.reason == reason;
	}

	/**
	 * Reason for which a cache is not filled.
	 */
	public enum Reason {

		/**
		 * Nothing came where there should have been something.
		 */
		NO_ENTRIES("NoEntries"),

		/**
		 * Fewer entries came than were to be expected.
		 */
		TOO_FEW_ENTRIES("TooFewEntries"),

		/**
		 * Nothing tells whether what came is all that the cache should have.
		 */
		INCOMPLETE("IncompleteEntries"),

		/**
		 * What came was dropped again before all of it was there.
		 */
		DROPPED("DroppedEntries"),

		/**
		 * Too many rows cannot be read, or the cache is filled without them.
		 */
		BAD_ROWS("BadRows"),

		/**
		 * The heap is short of memory.
		 */
		SHORT_OF_MEMORY("ShortOfMemory");

		private final String title;

		Reason(String title) {
			this.title = title;
		}

		/**
		 * Return what logs and health details call it.
		 */
		String title() {
			return this.title + "Exception";
		}

	}

}
