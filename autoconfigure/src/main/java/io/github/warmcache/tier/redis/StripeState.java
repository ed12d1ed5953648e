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

package io.github.warmcache.tier.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where a stripe of the shared tier stands.
 *
 * @param sequence how many changes were counted on it
 * @param token name of the last change, empty if there was none
 * @param run the run of the server that said so, empty if it does not tell
 * @param reset whether all values of the stripe were made unreadable by the question that
 * this is the answer to
 * @since 0.1.0
 */
public record StripeState(long sequence, String token, String run, boolean reset) {

	private static final Pattern TEXT = Pattern.compile("([0-9]{1,16}):([^:]{0,64}):([^:]{0,64})");

	/**
	 * Where a stripe stands that was never changed.
	 */
	public static final StripeState UNTOUCHED = new StripeState(0, "", "", false);

	/**
	 * Return whether both are the same point of the same history.
	 * @param other the other state
	 * @return whether sequence and token are equal
	 */
	public boolean isAt(StripeState other) {
		return this.sequence == other.sequence && this.token.equals(other.token);
	}

	/**
	 * Return this point of the history as a text.
	 * @return the text, for {@link #parse}
	 */
	public String text() {
		return this.sequence + ":" + this.token + ":" + this.run;
	}

	/**
	 * Return the state that a text is of.
	 * @param text any text
	 * @return the state, or {@code null} if the text is of none
	 */
	public static @Nullable StripeState parse(String text) {
		Matcher matcher = TEXT.matcher(text);
		return matcher.matches()
				? new StripeState(Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3), false) : null;
	}

}
