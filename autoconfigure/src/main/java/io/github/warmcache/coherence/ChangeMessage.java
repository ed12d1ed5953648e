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
 * Change as it was published, with its place on the stripe and the change before it.
 *
 * @param kind the kind of the change
 * @param stripe the stripe
 * @param sequence its number among the changes of the stripe
 * @param previous the token of the change before it, empty if there was none
 * @param token its own token
 * @param origin the pod that made the change
 * @param cache the name of the cache, empty for all caches
 * @param key the text of the key, or {@code null} for all keys on the stripe
 */
record ChangeMessage(Kind kind, int stripe, long sequence, String previous, String token, String origin, String cache,
		@Nullable String key) {

	/**
	 * Maximum size of the text of a key, in bytes. A longer one is not read, and the
	 * stripe is dropped instead.
	 */
	private static final int LONGEST_KEY = 16 * 1024;

	private static final int LONGEST_CACHE = 4 * 1024;

	/**
	 * Parse a message.
	 * @param bytes any bytes
	 * @return the message, or {@code null} if the bytes are not a change
	 */
	static @Nullable ChangeMessage parse(byte[] bytes) {
		MessageFields fields = new MessageFields(bytes);
		Kind kind = Kind.of(fields.field());
		int stripe = fields.stripe();
		long sequence = fields.number();
		String previous = fields.field();
		String token = fields.field();
		if (kind == null || stripe < 0 || sequence < 1 || previous == null || token == null || token.isEmpty()) {
			return null;
		}
		if (kind == Kind.ALL) {
			String origin = fields.rest(MessageFields.LONGEST_FIELD);
			return (origin != null) ? new ChangeMessage(kind, stripe, sequence, previous, token, origin, "", null)
					: null;
		}
		String origin = fields.field();
		long length = fields.number();
		String cache = (length > 0 && length <= LONGEST_CACHE) ? fields.text((int) length) : null;
		if (origin == null || cache == null || (kind == Kind.CACHE && fields.remaining() > 0)) {
			return null;
		}
		if (kind == Kind.CACHE || fields.remaining() > LONGEST_KEY) {
			return new ChangeMessage(Kind.CACHE, stripe, sequence, previous, token, origin, cache, null);
		}
		String key = fields.rest(LONGEST_KEY);
		return (key != null) ? new ChangeMessage(kind, stripe, sequence, previous, token, origin, cache, key) : null;
	}

	/**
	 * Return whether this change begins a history. If there was an earlier history, the
	 * server had lost it.
	 */
	boolean isFirst() {
		return this.sequence == 1 && this.previous.isEmpty();
	}

	/**
	 * Return the name of the cache that this change cleared on the stripe, or
	 * {@code null} if it is not known to have cleared one.
	 */
	@Nullable String cleared() {
		return (this.kind == Kind.CACHE && !this.cache.isEmpty()) ? this.cache : null;
	}

	/**
	 * Return the fields that tell which change follows which, without the text of the
	 * key.
	 */
	ChangeMessage link() {
		return new ChangeMessage(this.kind, this.stripe, this.sequence, this.previous, this.token, "", "", null);
	}

	/**
	 * Kind of a change.
	 */
	enum Kind {

		/**
		 * One key of a cache.
		 */
		KEY("k1"),

		/**
		 * One key of a cache that has a newer version.
		 */
		NEWER("u1"),

		/**
		 * All keys of a cache on the stripe.
		 */
		CACHE("e1"),

		/**
		 * Everything on the stripe, because its history was lost.
		 */
		ALL("r1");

		private final String tag;

		Kind(String tag) {
			this.tag = tag;
		}

		static @Nullable Kind of(@Nullable String tag) {
			for (Kind kind : values()) {
				if (kind.tag.equals(tag)) {
					return kind;
				}
			}
			return null;
		}

	}

}
