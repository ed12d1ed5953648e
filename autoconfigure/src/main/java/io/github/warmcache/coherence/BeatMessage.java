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

import org.jspecify.annotations.Nullable;

/**
 * Beat as this pod receives it.
 *
 * @param stripe the stripe
 * @param sequence number of changes that were counted on the stripe
 * @param token the token of the last one, empty if there was none
 * @param number the number of the beat
 */
record BeatMessage(int stripe, long sequence, String token, long number) {

	/**
	 * Parse a message.
	 * @param bytes any bytes
	 * @return the message, or {@code null} if the bytes are not a beat
	 */
	static @Nullable BeatMessage parse(byte[] bytes) {
		MessageFields fields = new MessageFields(bytes);
		String tag = fields.field();
		int stripe = fields.stripe();
		long sequence = fields.number();
		String token = fields.field();
		long number = fields.lastNumber();
		if (!"h1".equals(tag) || stripe < 0 || sequence < 0 || token == null || number < 0) {
			return null;
		}
		return new BeatMessage(stripe, sequence, token, number);
	}

}
