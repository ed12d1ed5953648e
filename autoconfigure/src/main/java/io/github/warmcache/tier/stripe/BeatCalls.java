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

import java.util.List;
import java.util.stream.IntStream;

import io.github.warmcache.redis.Reply;
import io.github.warmcache.redis.Script;
import io.github.warmcache.redis.ScriptCall;
import io.github.warmcache.redis.ScriptRunner;
import io.github.warmcache.tier.SharedTier;

/**
 * Calls that query where all stripes stand: one if one server has all stripes, and
 * otherwise one for each stripe. Confined to one thread.
 */
final class BeatCalls {

	private static final List<Integer> ALL = IntStream.range(0, SharedTier.STRIPES).boxed().toList();

	/**
	 * Number of elements that a reply has for each stripe.
	 */
	private static final int ELEMENTS = 3;

	private final ScriptRunner runner;

	private final String namespace;

	private final byte[] channel;

	/**
	 * What looks like one server may be a proxy of several, which rejects a call for all.
	 */
	private boolean rejected;

	BeatCalls(ScriptRunner runner, String namespace, byte[] channel) {
		this.runner = runner;
		this.namespace = namespace;
		this.channel = channel;
	}

	/**
	 * Query the position of each stripe.
	 * @param number number of the beat, published with the positions
	 * @return for each stripe its sequence, last token and history, or why there are none
	 */
	List<Reply> stands(long number) {
		if (this.rejected || !this.runner.joinsStripes()) {
			return standsOfEach(number);
		}
		Reply reply = this.runner.start(List.of(call(number, ALL))).await().get(0);
		if (reply.failure() == null || !reply.failure().isAnswer()) {
			return ALL.stream().map((stripe) -> reply.part(stripe, ELEMENTS)).toList();
		}
		List<Reply> replies = standsOfEach(number);
		// A server that rejects these as well is no such proxy.
		this.rejected = replies.stream().anyMatch((each) -> each.failure() == null);
		return replies;
	}

	private List<Reply> standsOfEach(long number) {
		return this.runner.start(ALL.stream().map((stripe) -> call(number, List.of(stripe))).toList()).await();
	}

	private ScriptCall call(long number, List<Integer> stripes) {
		ScriptCall call = new ScriptCall(Script.BEAT).key(RedisNames.nothing(this.namespace, stripes.get(0)))
			.argument(this.channel)
			.argument(number);
		for (Integer stripe : stripes) {
			call.key(RedisNames.meta(this.namespace, stripe)).argument(stripe);
		}
		return call;
	}

}
