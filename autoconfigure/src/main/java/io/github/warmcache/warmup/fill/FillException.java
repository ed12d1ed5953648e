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
 * Reason why a cache is not filled as it should be. The message contains no keys, values
 * or secrets.
 */
public final class FillException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	public FillException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	public FillException(Reason reason, String message, Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/**
	 * Create an exception for a required cache that got no entries.
	 * @param property name of the property that allows this
	 */
	static FillException noEntries(String property) {
		return new FillException(Reason.NO_ENTRIES,
				"no entries were found for a required cache. If that is expected, as in a new installation, set "
						+ property + " to true");
	}

	/**
	 * Create an exception for a fill that stopped because the heap is short of memory.
	 * @param watermark share of the heap that may be in use
	 * @param entries number of entries that were filled
	 * @param expected number of entries that there should be, or {@code null} if unknown
	 */
	public static FillException shortOfMemory(double watermark, long entries, @Nullable Long expected) {
		return new FillException(Reason.SHORT_OF_MEMORY,
				String.format(Locale.ROOT, "more than %.0f %% of the heap is in use, so loading stopped: %s",
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
	 * Return whether another attempt would be pointless.
	 * @param problem why an attempt did not fill the cache
	 * @param awaited whether someone waits for the cache: if so, a source with too few
	 * entries or too many unreadable rows is read again, because it may still be growing
	 */
	public static boolean isFinal(Throwable problem, boolean awaited) {
		return problem instanceof FillException fill && switch (fill.reason) {
			case SHORT_OF_MEMORY -> true;
			case TOO_FEW_ENTRIES, BAD_ROWS -> !awaited;
			case NO_ENTRIES, INCOMPLETE, DROPPED, SOURCE_FAILED -> false;
		};
	}

	public static boolean is(Throwable problem, Reason reason) {
		return problem instanceof FillException fill && fill.reason == reason;
	}

	/**
	 * Reason why a cache is not filled.
	 */
	public enum Reason {

		/**
		 * No entries came, though there should be some.
		 */
		NO_ENTRIES("NoEntries"),

		/**
		 * Fewer entries came than expected.
		 */
		TOO_FEW_ENTRIES("TooFewEntries"),

		/**
		 * Entries are missing, or nothing tells whether any are.
		 */
		INCOMPLETE("IncompleteEntries"),

		/**
		 * Entries were dropped again before the fill was complete.
		 */
		DROPPED("DroppedEntries"),

		/**
		 * Too many rows cannot be read, or the cache is filled without unreadable rows.
		 */
		BAD_ROWS("BadRows"),

		/**
		 * The entries came from elsewhere, and the source failed when it was probed.
		 */
		SOURCE_FAILED("SourceFailed"),

		/**
		 * The heap is short of memory.
		 */
		SHORT_OF_MEMORY("ShortOfMemory");

		private final String title;

		Reason(String title) {
			this.title = title;
		}

		/**
		 * Return the name of this reason in logs and health details.
		 */
		String title() {
			return this.title + "Exception";
		}

	}

}
