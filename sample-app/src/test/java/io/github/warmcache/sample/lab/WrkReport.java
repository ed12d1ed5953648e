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

package io.github.warmcache.sample.lab;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code wrk --latency} found.
 *
 * @param requests how many were answered
 * @param perSecond the same in a second
 * @param p50 the milliseconds that half of them did not exceed
 * @param p99 the milliseconds that all but a hundredth did not exceed
 * @param errors answers of another status than 2xx or 3xx, and requests that failed or
 * took too long
 */
record WrkReport(long requests, double perSecond, double p50, double p99, long errors) {

	private static final Pattern REQUESTS = Pattern.compile("(?m)^\\s*(\\d+) requests in ");

	private static final Pattern PER_SECOND = Pattern.compile("(?m)^Requests/sec:\\s+([\\d.]+)\\s*$");

	private static final Pattern REFUSED = Pattern.compile("(?m)^\\s*Non-2xx or 3xx responses: (\\d+)");

	private static final Pattern SOCKET_ERRORS = Pattern
		.compile("(?m)^\\s*Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

	/**
	 * Read what was printed.
	 * @throws IllegalStateException if it is no report
	 */
	static WrkReport parse(String text) {
		return new WrkReport(Long.parseLong(find(REQUESTS, text)), Double.parseDouble(find(PER_SECOND, text)),
				quantile(50, text), quantile(99, text), sum(REFUSED, text) + sum(SOCKET_ERRORS, text));
	}

	private static double quantile(int percent, String text) {
		Matcher matcher = matcher(Pattern.compile("(?m)^\\s*" + percent + "%\\s+([\\d.]+)(us|ms|s|m|h)\\s*$"), text);
		double value = Double.parseDouble(matcher.group(1));
		return switch (matcher.group(2)) {
			case "us" -> value / 1000;
			case "ms" -> value;
			case "s" -> value * 1000;
			case "m" -> value * 60_000;
			default -> value * 3_600_000;
		};
	}

	private static String find(Pattern pattern, String text) {
		return matcher(pattern, text).group(1);
	}

	private static Matcher matcher(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		if (!matcher.find()) {
			throw new IllegalStateException("No report of wrk, without " + pattern + ":\n" + text);
		}
		return matcher;
	}

	/**
	 * Add up the numbers of a line that is there only where there is something to tell.
	 */
	private static long sum(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		long sum = 0;
		if (matcher.find()) {
			for (int group = 1; group <= matcher.groupCount(); group++) {
				sum += Long.parseLong(matcher.group(group));
			}
		}
		return sum;
	}

}
