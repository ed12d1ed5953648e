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

package io.github.warmcache.simulation.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The differences between two replies, without those that two Redis servers may have too.
 */
final class Differences {

	/**
	 * What runs on two servers one after the other sees other remaining times.
	 */
	private static final long BETWEEN_CALLS = 10_000;

	private static final int LAST_BITS = 4;

	private Differences() {
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Compare two replies.
	 * @param unordered whether the order in lists is that of fields in a hash, which is
	 * nobody's
	 */
	static boolean same(@Nullable Object expected, @Nullable Object actual, boolean unordered) {
		if (expected instanceof List<?> left && actual instanceof List<?> right) {
			return sameLists(left, right, unordered);
		}
		if (expected instanceof byte[] left && actual instanceof byte[] right) {
			return Arrays.equals(left, right) || sameScores(latin(left), latin(right));
		}
		if (expected instanceof Long left && actual instanceof Long right) {
			return left.equals(right) || isBeyond(left) && isBeyond(right)
					|| Math.min(left, right) > BETWEEN_CALLS && Math.abs(left - right) < BETWEEN_CALLS;
		}
		if (expected instanceof RuntimeException left && actual instanceof RuntimeException right) {
			return sameErrors(message(left), message(right));
		}
		return expected == null && actual == null;
	}

	/**
	 * What is too large becomes what the processor makes of it.
	 */
	private static boolean isBeyond(long number) {
		return number == Long.MIN_VALUE || number == Long.MAX_VALUE;
	}

	private static boolean sameLists(List<?> left, List<?> right, boolean unordered) {
		if (left.size() != right.size()) {
			return false;
		}
		if (left.size() == 2 && left.get(0) instanceof byte[] kind && latin(kind).equals("error")) {
			return right.get(0) instanceof byte[] other && Arrays.equals(kind, other)
					&& sameErrors(latin((byte[]) left.get(1)), latin((byte[]) right.get(1)));
		}
		List<?> expected = unordered ? sorted(left) : left;
		List<?> actual = unordered ? sorted(right) : right;
		for (int i = 0; i < expected.size(); i++) {
			if (!same(expected.get(i), actual.get(i), unordered)) {
				return false;
			}
		}
		return true;
	}

	private static List<?> sorted(List<?> list) {
		List<Object> sorted = new ArrayList<>(list);
		sorted.sort(Comparator.comparing(Differences::text));
		return sorted;
	}

	/**
	 * Since Redis 7.2 a score is written with as few digits as it needs. The last bits of
	 * a power are what the library of the server makes of them.
	 */
	private static boolean sameScores(String left, String right) {
		if (!left.matches("-?[0-9.]+(e[-+]?[0-9]+)?") || !right.matches("-?[0-9.]+(e[-+]?[0-9]+)?")
				|| left.indexOf('.') < 0 && left.indexOf('e') < 0) {
			return false;
		}
		try {
			double score = Double.parseDouble(left);
			return Math.abs(score - Double.parseDouble(right)) <= LAST_BITS * Math.ulp(score);
		}
		catch (NumberFormatException ex) {
			return false;
		}
	}

	/**
	 * Each release words errors in another way, and puts something else around them.
	 */
	private static boolean sameErrors(String expected, String actual) {
		String left = words(expected);
		String right = words(actual);
		if (right.contains("error running script")) {
			// That of Lua itself, which names what it was about in its own way.
			return left.contains("error running script") || left.contains("user_script");
		}
		String first = right.startsWith("err ") ? right.substring(4) : right;
		return left.contains(first.contains("wrong number of arg") ? "wrong number of arg" : first);
	}

	private static String words(String error) {
		return error.toLowerCase(Locale.ROOT).replace("'", "").replace(" command", "").replaceAll("\\.?\\s*$", "");
	}

	private static String message(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null && !(root.getCause() instanceof CommandError)) {
			root = root.getCause();
		}
		return String.valueOf(root.getMessage());
	}

	private static String latin(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Write a reply so that a person can read it.
	 */
	static String text(@Nullable Object reply) {
		if (reply instanceof byte[] bytes) {
			StringBuilder text = new StringBuilder("'");
			for (byte b : bytes) {
				text.append((b >= ' ' && b < 127) ? String.valueOf((char) b)
						: String.format(Locale.ROOT, "\\x%02x", b & 0xFF));
			}
			return text.append('\'').toString();
		}
		if (reply instanceof List<?> list) {
			return list.stream().map(Differences::text).toList().toString();
		}
		return (reply instanceof RuntimeException failure) ? message(failure) : String.valueOf(reply);
	}

}
