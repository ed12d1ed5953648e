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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.warmcache.redis.RedisTierConnections;
import io.github.warmcache.redis.Reply;
import io.github.warmcache.redis.Script;
import io.github.warmcache.redis.ScriptCall;
import io.github.warmcache.redis.ScriptRunner;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.stripe.StripePositions.Position;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Positions of an application's stripes on the server, queried by one pod. Thread-safe.
 * <p>
 * No method throws because of the state of the server. Each waits for it, at most for one
 * command timeout in total.
 *
 * @since 0.1.0
 */
public final class RedisStripes {

	private final RedisTierConnections connections;

	private final ScriptRunner runner;

	private final String origin;

	private final UniqueNames tokens;

	private final StripePositions positions;

	private final byte[] changes;

	private final byte[] beats;

	private final byte[][] metas = new byte[SharedTier.STRIPES][];

	private final BeatCalls beat;

	public RedisStripes(RedisTierConnections connections, String namespace, String origin, UniqueNames tokens,
			StripePositions positions) {
		this.connections = connections;
		this.runner = connections.commands();
		this.origin = origin;
		this.tokens = tokens;
		this.positions = positions;
		this.changes = RedisNames.channel(namespace);
		this.beats = RedisNames.beatChannel(namespace, origin);
		for (int stripe = 0; stripe < SharedTier.STRIPES; stripe++) {
			this.metas[stripe] = RedisNames.meta(namespace, stripe);
		}
		this.beat = new BeatCalls(this.runner, namespace, this.beats, tokens::token);
	}

	/**
	 * Return the name of this pod in the changes that it publishes.
	 * @return the name
	 */
	public String origin() {
		return this.origin;
	}

	/**
	 * Return the channel on which the changes of all pods are published.
	 * @return a copy of its name
	 */
	public byte[] changes() {
		return this.changes.clone();
	}

	/**
	 * Return the channel on which {@link #beat} is published.
	 * @return a copy of its name
	 */
	public byte[] beats() {
		return this.beats.clone();
	}

	/**
	 * Return the connection factory for subscriptions.
	 * @return the connection factory
	 */
	public RedisConnectionFactory connectionFactory() {
		return this.connections.connectionFactory();
	}

	/**
	 * Query the position of each stripe. The answer is also published on the channel of
	 * this pod, behind all earlier changes.
	 * @param number number of the beat, published with it
	 * @return the position of each stripe, without the run of the server;
	 * {@linkplain StripeState#reset() reset} if the server lacks changes that this pod
	 * knows it had counted; {@code null} if the server did not answer in time
	 */
	public List<@Nullable StripeState> beat(long number) {
		this.positions.asks();
		List<ServerWord> words = this.positions.words();
		List<Reply> replies = this.beat.stands(number);
		List<@Nullable StripeState> states = new ArrayList<>(replies.size());
		for (int stripe = 0; stripe < replies.size(); stripe++) {
			states.add(answered(stripe, replies.get(stripe), words.get(stripe)));
		}
		return states;
	}

	/**
	 * Compare known positions with those on the server. If the server lost known changes,
	 * or continued from older data, make all values on the stripe unreadable and tell the
	 * other pods.
	 * @param known the known positions, by the number of the stripe
	 * @return the current positions of these stripes, without those for which the server
	 * did not answer in time
	 */
	public Map<Integer, StripeState> baseline(Map<Integer, StripeState> known) {
		this.positions.asks();
		List<@Nullable Position> before = this.positions.known();
		List<Integer> stripes = List.copyOf(known.keySet());
		List<ScriptCall> calls = new ArrayList<>(stripes.size());
		for (Integer stripe : stripes) {
			StripeState state = known.getOrDefault(stripe, StripeState.UNTOUCHED);
			ServerWord word = this.positions.word(stripe);
			ScriptCall call = new ScriptCall(Script.BASELINE).key(this.metas[stripe])
				.argument(state.sequence())
				.argument(state.token())
				.argument(state.run())
				.argument(this.tokens.token())
				.argument(this.tokens.epoch())
				.argument(stripe)
				.argument(this.changes)
				.argument(this.origin)
				.argument(word.last().sequence())
				.argument(word.last().token());
			word.over().forEach(call::argument);
			calls.add(call);
		}
		List<Reply> replies = this.runner.start(calls).await();
		Map<Integer, StripeState> states = new TreeMap<>();
		for (int i = 0; i < stripes.size(); i++) {
			int stripe = stripes.get(i);
			StripeState state = compared(stripe, replies.get(i), before.get(stripe));
			if (state != null) {
				states.put(stripe, state);
			}
		}
		return states;
	}

	/**
	 * Count an empty change on stripes that were never changed, so that they differ from
	 * those of a server that was emptied. Listening pods drop nothing.
	 * @param stripes the numbers of the stripes
	 */
	public void anchor(Collection<Integer> stripes) {
		List<ScriptCall> calls = new ArrayList<>(stripes.size());
		for (Integer stripe : stripes) {
			calls.add(new ScriptCall(Script.ANCHOR).key(this.metas[stripe])
				.argument(this.tokens.token())
				.argument(stripe)
				.argument(this.changes)
				.argument(this.origin));
		}
		// Stripes that the server does not take now are asked for again another time.
		this.runner.start(calls).await();
	}

	/**
	 * Record a change that a pod published, so that calls that begin from now on are
	 * known to have begun after it.
	 * @param stripe the number of the stripe
	 * @param sequence the count of the change
	 * @param previous the token of the change before
	 * @param token the token of the change
	 */
	public void heard(int stripe, long sequence, String previous, String token) {
		this.positions.followed(stripe, sequence, previous, token);
	}

	/**
	 * Record that all values of a stripe were made unreadable, and a new history began.
	 * @param stripe the number of the stripe
	 * @param sequence the count of the change
	 * @param token the token of the change
	 */
	public void heardReset(int stripe, long sequence, String token) {
		this.positions.heard(stripe, new Position(token, sequence, token));
	}

	private @Nullable StripeState answered(int stripe, Reply reply, ServerWord before) {
		if (reply.failure() != null) {
			return null;
		}
		Position position = position(reply);
		if (position == null) {
			return unreadable(reply);
		}
		this.positions.answered(stripe, position);
		return new StripeState(position.sequence(), position.token(), "", !before.allows(position));
	}

	private @Nullable StripeState compared(int stripe, Reply reply, @Nullable Position before) {
		if (reply.failure() != null) {
			return null;
		}
		Position position = position(reply);
		if (position == null) {
			return unreadable(reply);
		}
		boolean reset = reply.number(4) == 1;
		this.positions.compared(stripe, before, position, reset);
		return new StripeState(position.sequence(), position.token(), reply.text(3), reset,
				StripeState.Clear.parse(reply.text(5), position.sequence(), position.token()));
	}

	private static @Nullable Position position(Reply reply) {
		try {
			return new Position(reply.text(2), Long.parseLong(reply.text(0)), reply.text(1));
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * Return a stand-in for a position that was not written by this library. The
	 * comparison repairs it.
	 */
	private static StripeState unreadable(Reply reply) {
		return new StripeState(0, reply.text(1), "", false);
	}

}
