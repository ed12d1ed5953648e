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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.warmcache.redis.ObservedRunner;
import io.github.warmcache.redis.RedisUnavailableException;
import io.github.warmcache.redis.Reply;
import io.github.warmcache.redis.Script;
import io.github.warmcache.redis.ScriptCall;
import io.github.warmcache.tier.HotKeys;
import io.github.warmcache.tier.stripe.KeySpace;
import org.jspecify.annotations.Nullable;

/**
 * Hottest keys of one cache in a sorted set. Decay costs nothing: later additions have
 * higher weights.
 */
final class RedisHotKeys implements HotKeys {

	/**
	 * Number of keys per call. Redis runs nothing else during a call.
	 */
	private static final int BATCH = 1000;

	/**
	 * Number of half-lives that the set outlives its last update. After that time the
	 * order of its keys is still as good as on the first day, so an application that was
	 * stopped for a night finds it.
	 */
	private static final int HALF_LIVES_KEPT = 48;

	/**
	 * Maximum length of a key's text, in bytes. Longer ones are not worth their space.
	 */
	private static final int LONGEST_TEXT = 1024;

	private final KeySpace keys;

	private final ObservedRunner commands;

	RedisHotKeys(KeySpace keys, ObservedRunner commands) {
		this.keys = keys;
		this.commands = commands;
	}

	@Override
	public boolean publish(List<?> hottest, int most, Duration halfLife) {
		List<byte[]> texts = texts(hottest.subList(0, Math.min(hottest.size(), most)));
		try {
			// Hottest first: colder keys that find no room are dropped at once.
			for (int from = 0; from < texts.size(); from += BATCH) {
				publish(texts, from, Math.min(texts.size(), from + BATCH), most, halfLife);
			}
			return true;
		}
		catch (RedisUnavailableException ex) {
			return false;
		}
	}

	private void publish(List<byte[]> texts, int from, int to, int most, Duration halfLife) {
		long half = Math.max(1, halfLife.toMillis());
		ScriptCall call = call(Script.HOT_KEYS_ADD).argument(half)
			.argument(most)
			.argument((half < Long.MAX_VALUE / HALF_LIVES_KEPT) ? half * HALF_LIVES_KEPT : half);
		for (int rank = from; rank < to; rank++) {
			call.argument(String.format(Locale.ROOT, "%.6f", (double) (texts.size() - rank) / texts.size()))
				.argument(texts.get(rank));
		}
		this.commands.run(call);
	}

	private List<byte[]> texts(List<?> hottest) {
		List<byte[]> texts = new ArrayList<>(hottest.size());
		for (Object key : hottest) {
			try {
				byte[] text = this.keys.locate(key).text();
				if (text.length <= LONGEST_TEXT) {
					texts.add(text);
				}
			}
			catch (IllegalArgumentException ex) {
				// A key that cannot be shared cannot be warmed from here either.
			}
		}
		return texts;
	}

	@Override
	public @Nullable List<Object> hottest(int most) {
		Set<Object> found = new LinkedHashSet<>();
		try {
			for (int from = 0; from < most; from += BATCH) {
				int count = Math.min(BATCH, most - from);
				Reply reply = this.commands.run(call(Script.HOT_KEYS_READ).argument(from).argument(from + count - 1));
				addKeys(reply, found);
				if (reply.values().size() < count) {
					break;
				}
			}
			return List.copyOf(found);
		}
		catch (RedisUnavailableException ex) {
			return null;
		}
	}

	private void addKeys(Reply reply, Set<Object> found) {
		for (int i = 0; i < reply.values().size(); i++) {
			byte[] text = reply.bytes(i);
			Object key = (text != null && text.length <= LONGEST_TEXT)
					? this.keys.key(new String(text, StandardCharsets.UTF_8)) : null;
			if (key != null) {
				found.add(key);
			}
		}
	}

	private ScriptCall call(Script script) {
		return new ScriptCall(script).key(this.keys.hotName("keys")).key(this.keys.hotName("since"));
	}

}
