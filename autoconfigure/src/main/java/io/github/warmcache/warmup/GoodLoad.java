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

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Load of a whole cache that brought as many entries as were to be expected. Later loads
 * are measured by it.
 *
 * @param entries how many entries it brought, positive
 * @param finishedAt when it ended, to the millisecond
 * @param from the warmer that brought them, or its name with dots in place of the
 * characters other than letters, digits, {@code _}, {@code .} and {@code -}
 * @since 0.1.0
 */
public record GoodLoad(long entries, Instant finishedAt, String from) {

	private static final Pattern WRITTEN = Pattern.compile("(\\d{1,18}):(\\d{1,15}):([\\w.-]+)");

	private static final int LONGEST_NAME = 100;

	public GoodLoad {
		Assert.isTrue(entries > 0, "entries must be positive");
		finishedAt = Instant.ofEpochMilli(finishedAt.toEpochMilli());
		from = from.replaceAll("[^A-Za-z0-9_.-]", ".");
		from = from.isEmpty() ? "." : from.substring(0, Math.min(from.length(), LONGEST_NAME));
	}

	/**
	 * Return whether this load ended after another one.
	 * @param other the other load, or {@code null} for none
	 * @return whether it did
	 */
	public boolean isNewerThan(@Nullable GoodLoad other) {
		return other == null || this.finishedAt.isAfter(other.finishedAt);
	}

	/**
	 * Return whether a store keeps this load in place of another one: it ended later, or
	 * the other one is by a clock that was ahead.
	 * @param kept the other load, or {@code null} for none
	 * @param now the current time
	 * @return whether it does
	 */
	public boolean replaces(@Nullable GoodLoad kept, Instant now) {
		return kept == null || isNewerThan(kept) || kept.finishedAt.isAfter(now);
	}

	/**
	 * Return the load as a text.
	 * @return the text, on one line
	 */
	public String write() {
		return this.entries + ":" + this.finishedAt.toEpochMilli() + ":" + this.from;
	}

	/**
	 * Read what {@link #write} wrote.
	 * @param text the text
	 * @return the load, or {@code null} if it is something else
	 */
	public static @Nullable GoodLoad read(String text) {
		Matcher written = WRITTEN.matcher(text);
		if (!written.matches()) {
			return null;
		}
		long entries = Long.parseLong(written.group(1));
		try {
			return (entries > 0)
					? new GoodLoad(entries, Instant.ofEpochMilli(Long.parseLong(written.group(2))), written.group(3))
					: null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
