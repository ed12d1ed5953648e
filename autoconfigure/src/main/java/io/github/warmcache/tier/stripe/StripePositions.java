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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

import io.github.warmcache.tier.ChangeMark;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

/**
 * Latest known position of each stripe, whoever made the changes. Thread-safe.
 * <p>
 * A position only claims that the stripe had come so far at some time before now. An
 * outdated one makes a put look later than it was, never earlier.
 */
public final class StripePositions implements ChangeMark.Source {

	/**
	 * Stands for the name of a history that is not known.
	 */
	private static final String LOST = "?";

	/**
	 * Maximum number of digits of a count. Longer ones were not written by this library.
	 */
	private static final int MOST_DIGITS = 16;

	/**
	 * Replaced as a whole, so that a mark costs nothing but a reference to it.
	 */
	private volatile List<@Nullable Position> positions = Collections.nCopies(SharedTier.STRIPES, null);

	private final AtomicReferenceArray<ServerWord> words = new AtomicReferenceArray<>(
			Collections.nCopies(SharedTier.STRIPES, ServerWord.NONE).toArray(ServerWord[]::new));

	private volatile boolean asking;

	@Override
	public ChangeMark mark() {
		return new Mark(this, this.positions, false);
	}

	/**
	 * Return the position of a stripe at a mark.
	 * @param mark the mark, or {@code null} for none
	 * @return the position, or a constant that stands for it
	 */
	public Position at(int stripe, @Nullable ChangeMark mark) {
		if (mark == null) {
			return Position.NONE;
		}
		if (mark instanceof Mark own && own.positions() == this) {
			Position taken = own.taken().get(stripe);
			if (taken == null) {
				return own.isOvertaken() ? Position.UNKNOWN : Position.RECENT;
			}
			Position present = this.positions.get(stripe);
			if (present != null && !present.history().equals(taken.history())) {
				return Position.UNKNOWN;
			}
			return own.isOvertaken() ? taken.overtaken() : taken;
		}
		return (mark == ChangeMark.Vague.RECENT) ? Position.RECENT : Position.UNKNOWN;
	}

	/**
	 * Return the minimum position of each stripe.
	 * @return the positions, {@code null} if nothing is known
	 */
	public List<@Nullable Position> known() {
		return this.positions;
	}

	/**
	 * Return whether the server that answers may lack changes that were known before it
	 * was asked, because it is a replica or went back. If its history is not the known
	 * one, it may be the older of the two. The next news settles that, so it counts only
	 * while this pod asks for news.
	 * @param known the position that was known before
	 * @param count how many changes the server has counted
	 * @param history the name of its history
	 */
	public boolean isBehind(@Nullable Position known, String count, String history) {
		if (known == null || known.sequence() == 0) {
			return false;
		}
		if (!known.history().equals(history)) {
			return this.asking;
		}
		return read(count) < known.sequence();
	}

	/**
	 * Parse a count. Return -1 if it is not a number that Redis can count up, and so is
	 * in no history.
	 */
	private static long read(String count) {
		long read = (count.isEmpty() || count.length() > MOST_DIGITS) ? -1 : 0;
		for (int i = 0; i < count.length() && read >= 0; i++) {
			int digit = count.charAt(i) - '0';
			read = (digit >= 0 && digit <= 9) ? 10 * read + digit : -1;
		}
		return read;
	}

	/**
	 * Return the reports of the server itself on a stripe, including those on this pod's
	 * own changes whose messages got lost. Messages do not count, because anybody may
	 * publish them.
	 */
	public ServerWord word(int stripe) {
		return this.words.get(stripe);
	}

	/**
	 * Return the reports of the server itself on all stripes.
	 */
	public List<ServerWord> words() {
		return IntStream.range(0, SharedTier.STRIPES).mapToObj(this::word).toList();
	}

	/**
	 * Note that this pod asks for news regularly.
	 */
	void asks() {
		this.asking = true;
	}

	/**
	 * Record the position in the answer to a beat. If its history is not the known one,
	 * the comparison that follows replaces the known one and makes older values
	 * unreadable.
	 */
	void answered(int stripe, Position position) {
		Position known = this.positions.get(stripe);
		if (known == null || known.history().equals(position.history())) {
			reached(stripe, position);
		}
	}

	/**
	 * Record the position in the answer to a comparison. News that came after the
	 * question is newer, unless a new history begins with the answer.
	 * @param before the position that was known when the question was asked
	 * @param reset whether a new history begins
	 */
	void compared(int stripe, @Nullable Position before, Position position, boolean reset) {
		this.words.updateAndGet(stripe, (word) -> word.then(position));
		if (reset || this.positions.get(stripe) == before) {
			heard(stripe, position);
		}
	}

	/**
	 * Record a position that a beat reported.
	 */
	void reached(int stripe, Position position) {
		this.words.updateAndGet(stripe, (word) -> word.then(position));
		heard(stripe, position);
	}

	/**
	 * Record the position after a change of this pod.
	 * @param before the reports of the server when the change was sent
	 */
	public void changed(int stripe, ServerWord before, Position position) {
		this.words.updateAndGet(stripe, (word) -> word.thenChanged(before, position));
		heard(stripe, position);
	}

	/**
	 * Record a position from a message.
	 */
	void heard(int stripe, Position position) {
		Position known = this.positions.get(stripe);
		if (known == null || !known.history().equals(position.history()) || known.sequence() < position.sequence()) {
			replace(stripe, known, position);
		}
	}

	/**
	 * Record a change from a message. It counts only if it follows the last known change,
	 * so that no message of another history is mistaken for one of this.
	 */
	void followed(int stripe, long sequence, String previous, String token) {
		Position known = this.positions.get(stripe);
		if (known != null && known.sequence() + 1 == sequence && known.token().equals(previous)) {
			// A history is named after its first change.
			replace(stripe, known, new Position((sequence == 1) ? token : known.history(), sequence, token));
		}
		else if (known != null && known.sequence() == sequence && !known.token().equals(token)) {
			// One of the two belongs to a history that was lost.
			replace(stripe, known, new Position(LOST, sequence, token));
		}
	}

	private synchronized void replace(int stripe, @Nullable Position known, Position position) {
		if (this.positions.get(stripe) == known) {
			List<@Nullable Position> next = new ArrayList<>(this.positions);
			next.set(stripe, position);
			this.positions = Collections.unmodifiableList(next);
		}
	}

	/**
	 * Point in one history of a stripe.
	 *
	 * @param history the name of the history
	 * @param sequence how many changes were counted
	 * @param token the token of the last one
	 * @param isOvertaken whether a key is known to have been changed later
	 */
	public record Position(String history, long sequence, String token, boolean isOvertaken) {

		/**
		 * Stands for no mark: only versions decide whether the call is late.
		 */
		public static final Position NONE = new Position("!", 0, "");

		/**
		 * Stands for a call that began a short while ago, when the position of the stripe
		 * was not known.
		 */
		static final Position RECENT = new Position("~", 0, "");

		/**
		 * Stands for a call that may have begun before everything.
		 */
		public static final Position UNKNOWN = new Position("?", 0, "");

		public Position(String history, long sequence, String token) {
			this(history, sequence, token, false);
		}

		private Position overtaken() {
			return new Position(this.history, this.sequence, this.token, true);
		}

		/**
		 * Return the sequence and the token in the form that scripts expect.
		 */
		public String count() {
			return this.sequence + (this.isOvertaken ? "+:" : ":") + this.token;
		}

	}

	/**
	 * Positions of all stripes when a call began.
	 *
	 * @param positions the positions from which the pod took the mark
	 * @param taken the position of each stripe, {@code null} if it was not known
	 * @param isOvertaken whether the pod knows that the key was changed later
	 */
	private record Mark(StripePositions positions, List<@Nullable Position> taken,
			boolean isOvertaken) implements ChangeMark {

		@Override
		public ChangeMark overtaken() {
			return new Mark(this.positions, this.taken, true);
		}

		@Override
		public String toString() {
			return "mark";
		}

	}

}
