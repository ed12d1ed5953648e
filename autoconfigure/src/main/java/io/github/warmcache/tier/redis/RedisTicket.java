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

import io.github.warmcache.tier.SharedRead.FillTicket;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.key.Digests;
import io.github.warmcache.tier.stripe.RedisKey;

/**
 * Position of a key when it was missed.
 *
 * @param tier the tier that issued the ticket
 * @param key the key
 * @param epoch the cache's epoch on the key's stripe
 * @param sequence the stripe's count of changes
 * @param token the token of the lease, or an empty string
 * @param refreshes whether the lease is for a refresh of a value that is still readable
 * @param isHeldOff whether the source may not know the last change yet
 * @param unreadable SHA-1 of bytes that were found but are not a value, or an empty
 * string
 */
record RedisTicket(SharedTier tier, RedisKey key, String epoch, String sequence, String token, boolean refreshes,
		boolean isHeldOff, String unreadable) implements FillTicket {

	/**
	 * Return a ticket that also permits replacing bytes that are not a value.
	 */
	RedisTicket replacing(byte[] stored) {
		return new RedisTicket(this.tier, this.key, this.epoch, this.sequence, this.token, this.refreshes,
				this.isHeldOff, Digests.sha1(stored));
	}

	boolean isOf(SharedTier tier, Object key) {
		return this.tier == tier && this.key.key().equals(key);
	}

}
