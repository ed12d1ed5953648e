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

import java.util.List;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.redis.RedisUnavailableException;
import io.github.warmcache.redis.Reply;
import io.github.warmcache.tier.stripe.RedisKey;

/**
 * Switch for calls with keys of several stripes. What looks like one server may be a
 * proxy of several, which rejects such a call; from then on no call spans stripes.
 * Thread-safe.
 */
final class CrossStripeCalls {

	private static final EventLog logger = EventLog.of(CrossStripeCalls.class);

	private volatile boolean refused;

	boolean areAllowed() {
		return !this.refused;
	}

	/**
	 * Return whether the calls must be repeated, stripe by stripe.
	 * @param asked the keys of each call, in the order of their stripes
	 * @param replies the replies to the calls
	 */
	boolean areRefused(List<List<RedisKey>> asked, List<Reply> replies) {
		for (int i = 0; i < asked.size(); i++) {
			RedisUnavailableException failure = replies.get(i).failure();
			if (failure != null && failure.isAnswer() && isJoined(asked.get(i))) {
				if (!this.refused) {
					logger.info(LogEvent.REDIS_CALLS_SPLIT)
						.cause(failure.getMessage())
						.log("Redis rejects calls that span stripes; batch reads now use one call per stripe: "
								+ failure.getMessage());
				}
				this.refused = true;
				return true;
			}
		}
		return false;
	}

	private static boolean isJoined(List<RedisKey> keys) {
		return keys.get(0).stripe() != keys.get(keys.size() - 1).stripe();
	}

}
