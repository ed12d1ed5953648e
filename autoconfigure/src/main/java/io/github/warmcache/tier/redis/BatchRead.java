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

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.github.warmcache.redis.ObservedRunner;
import io.github.warmcache.redis.RedisUnavailableException;
import io.github.warmcache.redis.Reply;
import io.github.warmcache.redis.ScriptRunner;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.stripe.RedisKey;
import io.github.warmcache.tier.stripe.StripePositions;
import io.github.warmcache.tier.stripe.StripePositions.Position;
import org.jspecify.annotations.Nullable;

/**
 * Read of many keys of one cache, with all its calls in flight at once. If one server has
 * all stripes, a call may span stripes; otherwise there is one call per stripe. Confined
 * to one thread, except for {@link #cancel}.
 */
final class BatchRead {

	/**
	 * Number of keys per call that spans stripes: enough that the cost of a call hardly
	 * counts, and few enough that other clients hardly notice it.
	 */
	private static final int JOINED = 100;

	private final ObservedRunner runner;

	private final CacheScripts scripts;

	private final RedisValues values;

	private final CrossStripeCalls joins;

	private final StripePositions positions;

	private final List<List<RedisKey>> open = Stream.<List<RedisKey>>generate(ArrayList::new)
		.limit(SharedTier.STRIPES)
		.toList();

	private List<List<RedisKey>> asked = List.of();

	/**
	 * Minimum position of each stripe before the server was asked.
	 */
	private List<@Nullable Position> known = List.of();

	private volatile ScriptRunner.@Nullable Pending flight;

	BatchRead(ObservedRunner runner, CacheScripts scripts, RedisValues values, CrossStripeCalls joins,
			StripePositions positions) {
		this.runner = runner;
		this.scripts = scripts;
		this.values = values;
		this.joins = joins;
		this.positions = positions;
	}

	void add(RedisKey key) {
		this.open.get(key.stripe()).add(key);
	}

	/**
	 * Start to read the keys that are still open.
	 */
	void begin() {
		boolean joined = this.joins.areAllowed() && this.runner.joinsStripes();
		this.asked = joined ? joined()
				: this.open.stream().filter((keys) -> !keys.isEmpty()).map(List::copyOf).toList();
		this.open.forEach(List::clear);
		this.known = this.positions.known();
		this.flight = this.asked.isEmpty() ? null
				: this.runner.start(this.asked.stream().map(this.scripts::readMany).toList());
	}

	private List<List<RedisKey>> joined() {
		List<RedisKey> all = this.open.stream().flatMap(List::stream).toList();
		List<List<RedisKey>> calls = new ArrayList<>();
		for (int i = 0; i < all.size(); i += JOINED) {
			calls.add(all.subList(i, Math.min(all.size(), i + JOINED)));
		}
		return calls;
	}

	/**
	 * Wait for the values. Ask again for those that the server left out, and for all if
	 * it rejects calls that span stripes.
	 * @param hits receives the values that can be read
	 * @throws RedisUnavailableException if the server failed
	 */
	void land(BiConsumer<RedisKey, SharedRead.Hit> hits) {
		for (ScriptRunner.Pending landing = this.flight; landing != null; landing = this.flight) {
			List<Reply> replies = this.runner.await(landing);
			if (this.joins.areRefused(this.asked, replies)) {
				this.asked.forEach((keys) -> keys.forEach(this::add));
			}
			else {
				replies.forEach(Reply::requireSuccess);
				for (int i = 0; i < replies.size(); i++) {
					read(this.asked.get(i), replies.get(i), hits);
				}
			}
			begin();
		}
	}

	private void read(List<RedisKey> keys, Reply reply, BiConsumer<RedisKey, SharedRead.Hit> hits) {
		String[] stands = reply.text(keys.size()).split("\n", -1);
		int stand = 0;
		boolean isBehind = false;
		for (int i = 0; i < keys.size(); i++) {
			int stripe = keys.get(i).stripe();
			if (i == 0 || stripe != keys.get(i - 1).stripe()) {
				// A reply with fewer lines does not come from this script.
				isBehind = stand + 1 >= stands.length
						|| this.positions.isBehind(this.known.get(stripe), stands[stand], stands[stand + 1]);
				stand += 2;
			}
			byte[] stored = reply.bytes(i);
			if (reply.isNumber(i)) {
				readNumber(keys.get(i), reply.number(i));
			}
			else if (stored != null && !isBehind
					&& this.values.read(keys.get(i), stored, RedisValues.UNKNOWN, null) instanceof SharedRead.Hit hit) {
				hits.accept(keys.get(i), hit);
			}
		}
	}

	private void readNumber(RedisKey key, long number) {
		if (number == 0) {
			add(key);
		}
		else {
			this.values.unusable(key, MissCause.OVERSIZED, null);
		}
	}

	/**
	 * Stop waiting. Safe to call from another thread.
	 */
	void cancel() {
		ScriptRunner.Pending current = this.flight;
		if (current != null) {
			current.cancel();
		}
	}

}
