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

package io.github.warmcache.coherence;

import java.util.List;

import io.github.warmcache.tier.stripe.StripeState;

/**
 * One check of all stripes: the states known when it began, and whether its beat came
 * back over the channel.
 */
final class BeatRound {

	private final long number;

	private final long begin;

	private final List<StripeState> known;

	private volatile boolean heard;

	BeatRound(long number, long begin, List<StripeState> known) {
		this.number = number;
		this.begin = begin;
		this.known = known;
	}

	long number() {
		return this.number;
	}

	/**
	 * Return when the round began, as {@link System#nanoTime()}.
	 */
	long begin() {
		return this.begin;
	}

	List<StripeState> known() {
		return this.known;
	}

	void hear() {
		this.heard = true;
	}

	boolean wasHeard() {
		return this.heard;
	}

}
