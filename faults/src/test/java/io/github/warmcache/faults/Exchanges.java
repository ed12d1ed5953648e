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

package io.github.warmcache.faults;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The last things that a pod and a server said to each other: what was asked and what the
 * reply was, and messages. Safe for use by several threads.
 */
final class Exchanges {

	private static final int MOST = 20_000;

	private static final int LONGEST = 700;

	private final Deque<Exchange> last = new ArrayDeque<>();

	/**
	 * A pod asks something.
	 * @return what takes the reply
	 */
	Exchange asked(byte[] request) {
		return keep(new Exchange(System.nanoTime(), request));
	}

	/**
	 * A server tells something without being asked.
	 */
	void told(byte[] message, boolean lost) {
		keep(new Exchange(System.nanoTime(), message)).ends(lost ? "LOST on the way" : "arrived");
	}

	private synchronized Exchange keep(Exchange exchange) {
		this.last.add(exchange);
		if (this.last.size() > MOST) {
			this.last.remove();
		}
		return exchange;
	}

	/**
	 * Return what was said about a key of a cache around a moment.
	 */
	synchronized List<Exchange> about(String cache, int key, long moment, long nanos) {
		Pattern pattern = Pattern.compile("[:\\d]" + Pattern.quote(cache) + "(?:\\S*:)?" + key + "(?!\\d)");
		return this.last.stream()
			.filter((exchange) -> Math.abs(exchange.at - moment) < nanos)
			.filter((exchange) -> pattern.matcher(exchange.text()).find())
			.toList();
	}

	private static String text(byte[] frame) {
		String text = new String(frame, 0, Math.min(frame.length, LONGEST), StandardCharsets.ISO_8859_1);
		// The lengths of the parts say nothing to who reads it.
		return text.replaceAll("(?<=^|\n)[*$>]-?\\d+\r\n", "").replace("\r\n", " ").replaceAll("[^ -~]", ".").strip();
	}

	/**
	 * Something that was said, and what became of it.
	 */
	static final class Exchange {

		private final long at;

		private final byte[] said;

		private volatile long end;

		private volatile String result = "no reply";

		Exchange(long at, byte[] said) {
			this.at = at;
			this.said = said;
		}

		/**
		 * The reply came.
		 */
		void replied(byte[] reply) {
			ends(Exchanges.text(reply));
		}

		void ends(String text) {
			this.result = text;
			this.end = System.nanoTime();
		}

		private String text() {
			return Exchanges.text(this.said);
		}

		long at() {
			return this.at;
		}

		/**
		 * Return it in words.
		 * @param who between whom it was
		 * @param moment what times are counted from
		 */
		String line(String who, long moment) {
			return String.format(Locale.ROOT, "%+9.1f %s %s => %s%s", (this.at - moment) / 1e6, who, text(),
					this.result,
					(this.end > 0) ? String.format(Locale.ROOT, " at %+.1f", (this.end - moment) / 1e6) : "");
		}

	}

}
