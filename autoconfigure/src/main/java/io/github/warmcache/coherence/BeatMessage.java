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

import java.util.ArrayList;
import java.util.List;

import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

/**
 * Beat as this pod receives it.
 *
 * @param number the number of the beat
 * @param stands where the stripes stand; not necessarily all of them
 */
record BeatMessage(long number, List<Stand> stands) {

	/**
	 * Parse a message.
	 * @param bytes any bytes
	 * @return the message, or {@code null} if the bytes are not a beat
	 */
	static @Nullable BeatMessage parse(byte[] bytes) {
		MessageFields fields = new MessageFields(bytes);
		String tag = fields.field();
		long number = fields.number();
		if (!"h2".equals(tag) || number < 0) {
			return null;
		}
		List<Stand> stands = new ArrayList<>();
		while (fields.remaining() > 0) {
			int stripe = fields.stripe();
			long sequence = fields.number();
			String token = fields.field();
			if (stripe < 0 || sequence < 0 || token == null || stands.size() == SharedTier.STRIPES) {
				return null;
			}
			stands.add(new Stand(stripe, sequence, token));
		}
		return new BeatMessage(number, stands);
	}

	/**
	 * Where a stripe stands.
	 *
	 * @param stripe the stripe
	 * @param sequence number of changes that were counted on the stripe
	 * @param token the token of the last one, empty if there was none
	 */
	record Stand(int stripe, long sequence, String token) {
	}

}
