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

package io.github.warmcache.tier.stripe;

import java.util.List;
import java.util.stream.Stream;

import io.github.warmcache.tier.stripe.StripePositions.Position;

/**
 * Reports of the server itself on one stripe so far.
 *
 * @param last the minimum position of the stripe, in the latest history
 * @param over the names of histories that are known to be over, the latest ones first:
 * another one followed, or the count went back. A server that continues one of them has
 * lost something
 */
public record ServerWord(Position last, List<String> over) {

	/**
	 * Nothing was reported yet.
	 */
	static final ServerWord NONE = new ServerWord(new Position("", 0, ""), List.of());

	/**
	 * Maximum number of histories to remember. A server that goes back, goes back to one
	 * of the last.
	 */
	private static final int MOST_OVER = 8;

	/**
	 * Return the reports with one more.
	 */
	ServerWord then(Position now) {
		if (this.over.contains(now.history())) {
			return this;
		}
		if (this == NONE || now.history().equals(this.last.history())) {
			boolean isOlder = now.sequence() < this.last.sequence() || now.equals(this.last);
			return isOlder ? this : new ServerWord(after(now), this.over);
		}
		return new ServerWord(after(now), andOver(this.last.history()));
	}

	/**
	 * Return the reports after the server counted a change of this pod.
	 * @param before the reports when the change was sent
	 */
	ServerWord thenChanged(ServerWord before, Position now) {
		if (before.over.contains(now.history())) {
			// The server went back, and took the change where it was. The latest history
			// lacks the change.
			return new ServerWord(this.last, andOver(before.last.history()));
		}
		boolean wentBack = now.history().equals(before.last.history()) && now.sequence() <= before.last.sequence();
		return wentBack ? new ServerWord(this.last, andOver(now.history())) : then(now);
	}

	private List<String> andOver(String history) {
		return Stream.concat(Stream.of(history), this.over.stream())
			.filter((name) -> !name.isEmpty())
			.distinct()
			.limit(MOST_OVER)
			.toList();
	}

	/**
	 * Return the minimum position from now on. If the count is no higher than before, a
	 * new history must begin: the token becomes empty, which no change has.
	 */
	private Position after(Position now) {
		boolean isFurther = this == NONE || now.sequence() > this.last.sequence();
		return isFurther ? now : new Position(now.history(), this.last.sequence(), "");
	}

	/**
	 * Return whether a server at this position has lost nothing that it reported.
	 */
	boolean allows(Position position) {
		return !this.over.contains(position.history()) && (this.last.sequence() < position.sequence()
				|| (this.last.sequence() == position.sequence() && this.last.token().equals(position.token())));
	}

}
