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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.warmcache.redis.Reply;
import io.github.warmcache.redis.Script;
import io.github.warmcache.redis.ScriptCall;
import io.github.warmcache.redis.ScriptRunner;
import io.github.warmcache.tier.SharedTier;

/**
 * Calls that query where all stripes stand: one if one server has all stripes, and
 * otherwise one for each stripe. Confined to one thread.
 * <p>
 * What looks like one server may be a proxy of several. It rejects a call for all
 * stripes, or sends it to the server of its first key, which knows nothing of the others.
 * So a call for all is trusted only once it has returned what the calls for each did.
 */
final class BeatCalls {

	private static final List<Integer> ALL = IntStream.range(0, SharedTier.STRIPES).boxed().toList();

	/**
	 * Number of elements that a reply has for each stripe.
	 */
	private static final int ELEMENTS = 3;

	/**
	 * Number of beats after which a call for all stripes is tried again: it may have been
	 * rejected for another reason.
	 */
	private static final int PAUSE = 300;

	private static final long TOKEN_MILLIS = 5000;

	private final ScriptRunner runner;

	private final String namespace;

	private final byte[] channel;

	private final Supplier<String> tokens;

	private boolean trusted;

	private long nextTrial = Long.MIN_VALUE;

	BeatCalls(ScriptRunner runner, String namespace, byte[] channel, Supplier<String> tokens) {
		this.tokens = tokens;
		this.runner = runner;
		this.namespace = namespace;
		this.channel = channel;
	}

	/**
	 * Query the position of each stripe.
	 * @param number number of the beat, published with the positions; higher than before
	 * @return for each stripe its sequence, last token and history, or why there are none
	 */
	List<Reply> stands(long number) {
		if (!this.runner.joinsStripes()) {
			return replies(each(number));
		}
		if (this.trusted) {
			return standsOfAll(number);
		}
		return (number >= this.nextTrial) ? tryAll(number) : replies(each(number));
	}

	private List<Reply> standsOfAll(long number) {
		Reply reply = replies(List.of(call(number, ALL))).get(0);
		if (reply.failure() == null || !reply.failure().isAnswer()) {
			return ALL.stream().map((stripe) -> reply.part(stripe, ELEMENTS)).toList();
		}
		List<Reply> replies = replies(each(number));
		// A server that rejects these as well may be the same one as before.
		if (replies.stream().anyMatch((each) -> each.failure() == null)) {
			distrust(number);
		}
		return replies;
	}

	/**
	 * Ask for each stripe, and find out whether one server has all: what was left for a
	 * moment with a call for each stripe is there for one call.
	 */
	private List<Reply> tryAll(long number) {
		List<ScriptCall> calls = new ArrayList<>(each(number));
		String token = this.tokens.get();
		ScriptCall all = new ScriptCall(Script.TOGETHER).argument(token).argument(TOKEN_MILLIS);
		for (Integer stripe : ALL) {
			byte[] key = RedisNames.together(this.namespace, stripe);
			calls.add(new ScriptCall(Script.TOGETHER).key(key).argument(token).argument(TOKEN_MILLIS));
			all.key(key);
		}
		calls.add(all);
		List<Reply> replies = replies(calls);
		Reply together = replies.get(replies.size() - 1);
		if (together.failure() == null && together.number(0) == ALL.size()) {
			this.trusted = true;
		}
		else if (together.failure() == null || together.failure().isAnswer()) {
			distrust(number);
		}
		return replies.subList(0, ALL.size());
	}

	private void distrust(long number) {
		this.trusted = false;
		this.nextTrial = number + PAUSE;
	}

	private List<Reply> replies(List<ScriptCall> calls) {
		return this.runner.start(calls).await();
	}

	private List<ScriptCall> each(long number) {
		return ALL.stream().map((stripe) -> call(number, List.of(stripe))).toList();
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
