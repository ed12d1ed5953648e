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

package io.github.warmcache.warmup;

import java.util.Locale;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

/**
 * Says that a cache is filled no further because the heap is short of memory.
 */
final class ShortOfMemoryException extends CancellationException {

	ShortOfMemoryException(double watermark, long entries, @Nullable Long expected) {
		super(String.format(Locale.ROOT, "more than %.0f %% of the heap in use after a garbage collection, %s",
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

}
