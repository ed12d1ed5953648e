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
import io.github.warmcache.tier.ChangeMarks;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.VagueMark;
import org.jspecify.annotations.Nullable;

/**
 * How far the changes of each stripe had come by the latest news, whoever made them.
 * Thread-safe.
 * <p>
 * A position only claims that the stripe had come so far at some time before now. One
 * that is out of date makes a put look later than it was, never earlier.
 */
public final class StripePositions implements ChangeMarks {

	/**
	 * In place of the name of a history.
	 */
	private static final String LOST = "?";

	/**
	 * What has more is nobody's count.
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
		return new RedisMark(this, this.positions, false);
	}

	/**
	 * Return where a stripe stood at a mark.
	 * @param mark the mark, or {@code null} for none
	 * @return the position, or what stands for it
	 */
	public Position at(int stripe, @Nullable ChangeMark mark) {
		if (mark == null) {
			return Position.NONE;
		}
		if (mark instanceof RedisMark own && own.positions() == this) {
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
		return (mark == VagueMark.RECENT) ? Position.RECENT : Position.UNKNOWN;
	}

	/**
	 * Return how far each stripe has come at least.
	 * @return the positions, {@code null} where nothing is known
	 */
	public List<@Nullable Position> known() {
		return this.positions;
	}

	/**
	 * Return whether who answers may lack changes that were known before it was asked: a
	 * replica, or a server that went back. Another history than the known one may be the
	 * older of the two. That ends with the next news, and so counts only while this pod
	 * asks for them.
	 * @param known what was known before
	 * @param count how many changes it has counted
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
	 * Read a count, which is -1 if it cannot be counted up: then it is in nobody's
	 * history.
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
	 * Return what the server itself has told this pod of a stripe, also of its own
	 * changes whose messages got lost. Anybody may write messages, so these say nothing
	 * here.
	 */
	public ServerWord word(int stripe) {
		return this.words.get(stripe);
	}

	/**
	 * Return what the server itself has told this pod of all stripes.
	 */
	public List<ServerWord> words() {
		return IntStream.range(0, SharedTier.STRIPES).mapToObj(this::word).toList();
	}

	/**
	 * Know that this pod asks for news again and again.
	 */
	void asks() {
		this.asking = true;
	}

	/**
	 * Be told by a beat where a stripe stands. Another history replaces the known one by
	 * the comparison that follows, which also makes unreadable what is older than it.
	 */
	void answered(int stripe, Position position) {
		Position known = this.positions.get(stripe);
		if (known == null || known.history().equals(position.history())) {
			reached(stripe, position);
		}
	}

	/**
	 * Be told by a comparison where a stripe stands. What was heard since it was asked
	 * for is newer, unless a new history begins with the answer.
	 * @param before what was known when it was asked for
	 * @param reset whether a new history begins
	 */
	void compared(int stripe, @Nullable Position before, Position position, boolean reset) {
		this.words.updateAndGet(stripe, (word) -> word.then(position));
		if (reset || this.positions.get(stripe) == before) {
			heard(stripe, position);
		}
	}

	/**
	 * Be told by a beat where a stripe stands.
	 */
	void reached(int stripe, Position position) {
		this.words.updateAndGet(stripe, (word) -> word.then(position));
		heard(stripe, position);
	}

	/**
	 * Be told where a stripe stands after a change of this pod.
	 * @param before what the server had said when the change was sent
	 */
	public void changed(int stripe, ServerWord before, Position position) {
		this.words.updateAndGet(stripe, (word) -> word.thenChanged(before, position));
		heard(stripe, position);
	}

	/**
	 * Hear in a message where a stripe stands.
	 */
	void heard(int stripe, Position position) {
		Position known = this.positions.get(stripe);
		if (known == null || !known.history().equals(position.history()) || known.sequence() < position.sequence()) {
			replace(stripe, known, position);
		}
	}

	/**
	 * Hear of a change. It counts if it follows the last one that is known, so that no
	 * message of another history is taken for one of this.
	 */
	void followed(int stripe, long sequence, String previous, String token) {
		Position known = this.positions.get(stripe);
		if (known != null && known.sequence() + 1 == sequence && known.token().equals(previous)) {
			// A history has the name of its first change.
			replace(stripe, known, new Position((sequence == 1) ? token : known.history(), sequence, token));
		}
		else if (known != null && known.sequence() == sequence && !known.token().equals(token)) {
			// One of the two is of a history that was lost.
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
	 * @param token the name of the last one
	 * @param isOvertaken whether a key is known to have been changed later
	 */
	public record Position(String history, long sequence, String token, boolean isOvertaken) {

		/**
		 * Stands for no mark: the call has no beginning.
		 */
		public static final Position NONE = new Position("!", 0, "");

		/**
		 * Stands for a call that began a short while ago, when the stripe was not known.
		 */
		static final Position RECENT = new Position("~", 0, "");

		/**
		 * Stands for a call that began before everything.
		 */
		public static final Position UNKNOWN = new Position("?", 0, "");

		public Position(String history, long sequence, String token) {
			this(history, sequence, token, false);
		}

		private Position overtaken() {
			return new Position(this.history, this.sequence, this.token, true);
		}

		/**
		 * Return the sequence and the token as scripts expect them.
		 */
		public String count() {
			return this.sequence + (this.isOvertaken ? "+:" : ":") + this.token;
		}

	}

}
