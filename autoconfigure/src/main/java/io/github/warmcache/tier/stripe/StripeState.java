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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.warmcache.tier.key.Digests;
import org.jspecify.annotations.Nullable;

/**
 * Position of a stripe of the shared tier.
 *
 * @param sequence how many changes were counted on it
 * @param token token of the last change, empty if there was none
 * @param run the run of the server that reported it, empty if unknown
 * @param reset whether the server lost changes of the stripe; in the answer to a
 * comparison, all values of the stripe were then made unreadable
 * @param clears the latest changes, as far back as each is known to have cleared one
 * cache, the oldest one first; earlier changes may have been of any key
 * @since 0.1.0
 */
public record StripeState(long sequence, String token, String run, boolean reset, List<Clear> clears) {

	private static final Pattern TEXT = Pattern.compile("([0-9]{1,16}):([^:]{0,64}):([^:]{0,64})");

	/**
	 * Position of a stripe that was never changed.
	 */
	public static final StripeState UNTOUCHED = new StripeState(0, "", "", false);

	/**
	 * Create a state without known clears.
	 * @param sequence how many changes were counted on the stripe
	 * @param token token of the last change, empty if there was none
	 * @param run the run of the server that reported it, empty if unknown
	 * @param reset whether the server lost changes of the stripe
	 */
	public StripeState(long sequence, String token, String run, boolean reset) {
		this(sequence, token, run, reset, List.of());
	}

	/**
	 * Return whether both are the same point of the same history.
	 * @param other the other state
	 * @return whether sequence and token are equal
	 */
	public boolean isAt(StripeState other) {
		return this.sequence == other.sequence && this.token.equals(other.token);
	}

	/**
	 * Return whether nothing of a cache was changed since an earlier state. A server that
	 * was restarted may have lost changes that this pod never heard of, so another run
	 * counts as a change.
	 * @param cacheName the name of the cache
	 * @param earlier the earlier state
	 * @return whether all changes since then cleared other caches; {@code false} if that
	 * is not known
	 */
	public boolean leaves(String cacheName, StripeState earlier) {
		long later = this.sequence - earlier.sequence;
		if (!this.run.equals(earlier.run) || later < 0 || later > this.clears.size()) {
			return false;
		}
		if (later == 0) {
			return isAt(earlier);
		}
		List<Clear> since = this.clears.subList(this.clears.size() - (int) later, this.clears.size());
		return since.get(0).previous().equals(earlier.token)
				&& since.stream().noneMatch((clear) -> clear.isOf(cacheName));
	}

	/**
	 * Return the state after the next change.
	 * @param next the token of the change
	 * @param cleared the name of the cache that it cleared, or {@code null} if it is not
	 * known to have cleared one
	 * @return the state
	 */
	public StripeState after(String next, @Nullable String cleared) {
		return new StripeState(this.sequence + 1, next, this.run, false,
				(cleared != null) ? Clear.add(this.clears, this.token, cleared) : List.of());
	}

	/**
	 * Return the same state, as reported by a run of the server.
	 * @param teller the run
	 * @return the state
	 */
	public StripeState toldBy(String teller) {
		return new StripeState(this.sequence, this.token, teller, false, this.clears);
	}

	/**
	 * Return this point of the history as a text.
	 * @return the text, for {@link #parse}
	 */
	public String text() {
		return this.sequence + ":" + this.token + ":" + this.run;
	}

	/**
	 * Parse a state.
	 * @param text any text
	 * @return the state, or {@code null} if the text is not one
	 */
	public static @Nullable StripeState parse(String text) {
		Matcher matcher = TEXT.matcher(text);
		return matcher.matches()
				? new StripeState(Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3), false) : null;
	}

	/**
	 * Change of a stripe that cleared one cache, and left all others alone.
	 *
	 * @param previous token of the change before, empty if there was none
	 * @param cache the SHA-1 of the name of the cache
	 */
	public record Clear(String previous, String cache) {

		/**
		 * Maximum number of clears, as on the server.
		 */
		private static final int MOST = 32;

		/**
		 * Return whether this cleared the given cache.
		 * @param cacheName the name of the cache
		 * @return whether it did, or may have
		 */
		boolean isOf(String cacheName) {
			return this.cache.equals(digest(cacheName));
		}

		/**
		 * Return an uninterrupted sequence of clears with one more at the end.
		 */
		static List<Clear> add(List<Clear> clears, String previous, String cacheName) {
			List<Clear> more = new ArrayList<>(clears.subList((clears.size() < MOST) ? 0 : 1, clears.size()));
			more.add(new Clear(previous, digest(cacheName)));
			return List.copyOf(more);
		}

		/**
		 * Parse an uninterrupted sequence of clears that ends with a given change.
		 * @param text any text
		 * @param sequence the count of that change
		 * @param token the token of that change
		 * @return the clears, the oldest one first; empty if the text does not end with
		 * that change
		 */
		static List<Clear> parse(String text, long sequence, String token) {
			String[] words = text.split(":", -1);
			int clears = words.length / 2 - 1;
			if (words.length % 2 != 0 || clears < 1 || clears > MOST || !words[0].equals(Long.toString(sequence))
					|| !words[words.length - 1].equals(token)) {
				return List.of();
			}
			List<Clear> read = new ArrayList<>(clears);
			for (int i = 1; i <= clears; i++) {
				read.add(new Clear(words[2 * i - 1], words[2 * i]));
			}
			return List.copyOf(read);
		}

		private static String digest(String cacheName) {
			return Digests.sha1(cacheName.getBytes(StandardCharsets.UTF_8));
		}

	}

}
